import { beforeEach, describe, expect, test } from "vitest";
import { context } from "../../console/testing/sample.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { eventBytes } from "../../protocol/record/records.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { firstOutput, lastErrors, lastLines, lastPieces, lineCount } from "./excerpt.ts";
import { type RecordingStore, recordingStore } from "./store.ts";
import { migrations } from "./tables.ts";

let store: RecordingStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = recordingStore(storage.sql);
	const spec = { run: "r", session: "s", client: "c", endpoint: "e", key: "k", plan: "pl", digest: "d" };
	store.prepare(spec, 0, null);
});

const put = (kind: "stdout" | "stderr" | "event", bytes: Uint8Array) => {
	const tail = store.tail();
	store.append({ n: tail.n + 1, kind, at: 0, offset: kind === "event" ? 0 : tail[kind], bytes }, tail, 0);
};

test.each([
	["nothing", [], 0],
	[
		"a line cut in two",
		[
			["stdout", "a"],
			["stdout", "b\n"],
		],
		1,
	],
	["a last line without its line feed", [["stdout", "a\nb"]], 2],
	[
		"two streams, each within a line",
		[
			["stdout", "a"],
			["stderr", "x\ny"],
			["stdout", "b"],
		],
		3,
	],
	[
		"events, which aren't output",
		[
			["event", "{\n}\n"],
			["stdout", "\n\n"],
		],
		2,
	],
] as [string, ["stdout" | "stderr" | "event", string][], number][])("lines of %s", (_what, all, lines) => {
	for (const [kind, text] of all) put(kind, utf8(text));
	expect(lineCount(store)).toBe(lines);
});

test("lines of output too large to read again are not counted", () => {
	for (let n = 0; n < 9; n++) put("stdout", new Uint8Array(1_048_576));
	expect(lineCount(store)).toBeNull();
});

const named = (page: string) => {
	put("event", eventBytes({ ...context, facts: { "Code page": page } }));
	store.markContext(1);
};
const utf16 = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le"));
const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));

describe("an excerpt", () => {
	const spinner = "   - \r   \\ \r   | \r   / \r".repeat(60);
	const bar = "\x1b[?25l\r  ██████████  2.10 MB / 2.10 MB\r\nSuccessfully installed\r\n";

	test("of a spinner and a bar is what a terminal leaves, however much was drawn", () => {
		for (let i = 0; i < 40; i++) put("stdout", utf8(spinner));
		put("stdout", utf8(bar));
		expect(firstOutput(store)).toEqual({
			excerpt: "  ██████████  2.10 MB / 2.10 MB\nSuccessfully installed\n",
			seen: store.tail().stdout,
			complete: true,
			reading: { as: ["UTF-8"], overdrawn: true },
		});
		put("stderr", utf8("failed with exit code: 1603\r\n"));
		expect(lastLines(lastPieces(store), null, 2)).toBe(
			"Successfully installed\nfailed with exit code: 1603\n",
		);
	});

	test("is read in each stream's own encoding, and by the code page that the run's context names", () => {
		named("850");
		const csv = utf16("Node\r\nPC01\r\n");
		put("stdout", csv.slice(0, 3));
		put("stderr", bytes("Zugriff f\x81r J\x81rgen verweigert\r\n"));
		put("stdout", csv.slice(3));
		const { excerpt, reading } = firstOutput(store);
		expect(excerpt).toContain("Zugriff für Jürgen verweigert\n");
		expect(reading.as).toEqual(expect.arrayContaining(["code page 850"]));
		expect(lastLines(lastPieces(store), 850, 1)).toBe("PC01\n");
	});

	test("begins and ends with whole lines and characters, also in UTF-16 cut at any byte", () => {
		const lines = Array.from({ length: 4_000 }, (_, i) => `line ${i} 上\r\n`);
		const all = utf16(lines.join(""));
		for (let at = 0; at < all.length; at += 4_097) put("stdout", all.slice(at, at + 4_097));
		expect(lastLines(lastPieces(store), null, 2)).toBe("line 3998 上\nline 3999 上\n");
		const { excerpt, complete } = firstOutput(store);
		expect(excerpt.startsWith("line 0 上\nline 1 上\n")).toBe(true);
		expect(excerpt).toHaveLength(4_096);
		expect(complete).toBe(false);
	});

	test("says each byte that is no text, as page and export do", () => {
		put("stdout", bytes("a\xff\xfeb\n"));
		expect(firstOutput(store).excerpt).toBe("a\\xff\\xfeb\n");
		expect(lastLines(lastPieces(store), null, 5)).toBe("a\\xff\\xfeb\n");
		put("stdout", new Uint8Array(2_000).fill(0xff));
		expect(firstOutput(store)).toMatchObject({ complete: false });
	});

	test("has the end of a long last line, also in UTF-16", () => {
		put("stdout", utf16(`${"z".repeat(20_000)}END\r\n`));
		expect(lastLines(lastPieces(store), null, 5)).toMatch(/^z+END\n$/);
	});

	test("of stderr alone has its last lines, whatever stdout prints after them", () => {
		put("stderr", utf8("warning: old\nE: no sp"));
		put("stderr", utf8("ace\n"));
		for (let i = 0; i < 300; i++) put("stdout", utf8(`tidying up ${i}\n`));
		expect(lastErrors(store, null, 1)).toBe("E: no space\n");
		expect(lastErrors(store, null, 5)).toBe("warning: old\nE: no space\n");
		expect(lastLines(lastPieces(store), null, 5)).not.toContain("no space");
	});

	test("of nothing is empty", () => {
		expect(lastErrors(store, null, 5)).toBe("");
		expect(firstOutput(store)).toMatchObject({ excerpt: "", seen: 0, complete: true });
		expect(lastLines(lastPieces(store), null, 5)).toBe("");
	});
});

test("a secret in the last lines is masked, though what tells that it is one is further up", () => {
	const rows = Array.from({ length: 9 }, (_, n) => `PC0${n} sunnygarden\n`).join("");
	put("stdout", utf8(`Name Password\n---- --------\n${rows}`));
	const shown = lastLines(lastPieces(store), null, 5);
	expect(shown).toContain("PC08 ⟨masked: a value under Password, 11 characters⟩");
	expect(shown).not.toContain("sunny");
	expect(shown).not.toContain("PC03");
});
