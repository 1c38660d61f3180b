// What happened to a file of a message: a separate entry, everywhere people read the transcript.
import { describe, expect, test } from "vitest";
import { fromBase64, utf8 } from "../../protocol/bytes.ts";
import type { MessageRef } from "../../protocol/record/events.ts";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import { approvedSession, dana, friday, ids, ref } from "../testing/sample.ts";

const blob = "b_g0000000000000007";
const photo = utf8("not really a photo, but long enough to come in pieces");
const missing = { name: "huge.iso", reason: "larger than 20 MB", bytes: 22_000_000, sha256: "ab".repeat(32) };

/** A message with two files: one is recorded, the other is not. */
const read = async (path: string) => {
	const session = approvedSession();
	const on: MessageRef = ref(9);
	session.event(friday("16:47:31"), dana, {
		kind: "message.said",
		ref: on,
		text: "Two files.",
		attachments: [],
		missing: [],
		expected: ["photo.bin", "huge.iso"].map((name, i) => ({ file: `F${i}`, name })),
	});
	const attachment = session.attach(blob, "photo.bin", "image/png", photo);
	const attached = { kind: "message.attached", ref: on } as const;
	session.event(friday("16:47:32"), dana, { ...attached, file: "F0", attached: { attachment } });
	session.event(friday("16:47:33"), dana, { ...attached, file: "F1", attached: { missing } });
	const entrance = door([session]);
	const headers = { Cookie: entrance.cookie };
	const answer = await consoleRoutes(entrance.options).request(`/s/${ids.session}${path}`, { headers });
	return { text: await answer.clone().text(), answer };
};

describe("a file that came with a message", () => {
	test("appears on the page with its message, and then as an entry with its download, or with why it is missing", async () => {
		const { text } = await read("");
		expect(text).toMatch(/Two files\.[\s\S]*photo\.bin[\s\S]*came with it[\s\S]*attached photo\.bin/);
		expect(text).toContain(`href="/s/${ids.session}/blobs/${blob}"`);
		expect(text).toMatch(/attached huge\.iso\. Caisey didn&#39;t record it: larger than 20 MB/);
		expect(text).toContain(missing.sha256);
	});

	test("comes to a page that is open, like every other entry", async () => {
		const { events } = JSON.parse((await read("/events?after=12")).text);
		expect(events.map(({ html }: { html: string }) => /attached (\w+\.\w+)/.exec(html)?.[1])).toEqual([
			undefined,
			"photo.bin",
			"huge.iso",
		]);
	});

	test("is in the text with its size and hash, with only our words at the margin", async () => {
		const { text } = await read("/transcript.txt");
		expect(text).toMatch(
			/Two files\.\n {2}came with it, see below: photo\.bin\n {2}came with it, see below: huge/,
		);
		expect(text).toMatch(
			new RegExp(
				`Slack: attached photo\\.bin\\n {2}attached: photo\\.bin \\(${photo.length} bytes, SHA-256 \\w{64}, ${blob}\\)`,
			),
		);
		expect(text).toContain(
			`  attached, but not recorded: huge.iso (22,000,000 bytes, SHA-256 ${missing.sha256}): larger than 20 MB\n`,
		);
	});

	test("is in the JSON whole, however its bytes are read, and is listed once", async () => {
		const { attachments } = JSON.parse((await read("/transcript.json")).text);
		expect(attachments).toHaveLength(2);
		expect(attachments[1]).toEqual({ blob, name: "photo.bin", type: "image/png", bytes: expect.any(String) });
		expect(fromBase64(attachments[1].bytes)).toEqual(photo);
	});

	test("is downloaded with its length", async () => {
		const { answer } = await read(`/blobs/${blob}`);
		expect(answer.headers.get("Content-Length")).toBe(String(photo.length));
		expect(new Uint8Array(await answer.arrayBuffer())).toEqual(photo);
	});
});
