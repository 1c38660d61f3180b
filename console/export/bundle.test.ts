import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, utf8 } from "../../protocol/bytes.ts";
import type { StoredRecord, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { MemorySession } from "../testing/memory.ts";
import { finishedSession } from "../testing/play.ts";
import { caisey, friday, ids } from "../testing/sample.ts";
import { evidenceBundle } from "./bundle.ts";

const now = friday("17:00:00");
const bundled = async (source: TranscriptSource): Promise<Uint8Array> =>
	new Uint8Array(await new Response(evidenceBundle(source, now)).arrayBuffer());

describe("the evidence bundle", () => {
	test("holds events as lines, both streams of each run byte for byte, heads, keys and attachments", async () => {
		const session = finishedSession();
		const files = unzipSync(await bundled(session.source()));
		const run = (id: string) => [`runs/${id}/records.jsonl`, `runs/${id}/stdout`, `runs/${id}/stderr`];
		expect(Object.keys(files)).toEqual([
			...[
				"README.txt",
				"header.json",
				"keys.json",
				"plans.jsonl",
				"events.jsonl",
				"heads.jsonl",
				"runs.jsonl",
			],
			...[ids.before, ids.command, ids.after].flatMap(run),
			...["attachments.jsonl", `attachments/${ids.blob}`, "manifest.json"],
		]);
		expect(files[`runs/${ids.command}/stdout`]).toEqual(utf8("y".repeat(847)));
		expect(fromUtf8(files[`attachments/${ids.blob}`] ?? utf8(""))).toBe("Set LegacyMode to 0.\r\n");
		const [first = ""] = fromUtf8(files["events.jsonl"] ?? utf8("")).split("\n");
		expect(JSON.parse(first)).toMatchObject({ seq: 1, kind: "session.opened" });
	});

	test("ends the output of a run that goes on where its list of records ends", async () => {
		const inner = finishedSession().source();
		const growing: TranscriptSource = {
			...inner,
			records: async (run, after) => (run === ids.before && after === 0 ? [record(1)] : []),
			stream: async (_run, _stream, start, end) =>
				new Blob([new Uint8Array(3 * page.length).slice(start, end)]).stream(),
		};
		const files = unzipSync(await bundled(growing));
		expect(files[`runs/${ids.before}/stdout`]?.length).toBe(page.length);
	});

	test("holds what is left of an output of which some was erased", async () => {
		const inner = finishedSession().source();
		const erased = { ...record(1), bytes: null, salt: null };
		const partly: TranscriptSource = {
			...inner,
			records: async (run, after) => (run === ids.before && after === 0 ? [erased, record(2)] : []),
			stream: async () => null,
		};
		expect(unzipSync(await bundled(partly))[`runs/${ids.before}/stdout`]?.length).toBe(page.length);
	});

	test("of 500 MB takes few enough calls of objects, each of which asks two", async () => {
		const source = endless(finishedSession(), 1_000);
		for await (const _ of evidenceBundle(source, now));
		expect(source.given).toBe(1_000);
		expect(source.calls).toBeLessThan(150);
	});

	test("breaks off where something is erased while it is written", async () => {
		const session = finishedSession();
		const source = session.source();
		const erasing: TranscriptSource = {
			...source,
			records: async (...asked) => {
				session.eraseEvent(2, now, caisey);
				return source.records(...asked);
			},
		};
		await expect(bundled(erasing)).rejects.toThrow("export it again");
	});

	test("of 400 MB is read a piece at a time, as it is taken", async () => {
		const source = endless(finishedSession(), 800);
		const reader = evidenceBundle(source, now).getReader();
		let taken = 0;
		for (;;) {
			const { done, value } = await reader.read();
			if (done) break;
			taken += value.length;
			// What is read of a page, and one more.
			expect(source.given * page.length - taken).toBeLessThan(3 * page.length);
			if (taken > 40 * page.length) break;
		}
		await reader.cancel();
		expect(source.given).toBeLessThan(45);
	});
});

const page = new Uint8Array(524_288);

const record = (n: number): StoredRecord => ({
	...{ n, kind: "stdout", at: 0, receivedAt: 0, offset: (n - 1) * page.length, length: page.length },
	...{ bytes: page, salt: new Uint8Array(16), hash: new Uint8Array(32), event: null },
});

/** Its first run has so many pieces of output. `given`: those of its stream; `calls`: what was asked of the recording. */
const endless = (session: MemorySession, pages: number) => {
	const it = {
		...session.source(),
		...{ given: 0, calls: 0 },
		records: async (run: string, after: number, maxBytes: number): Promise<StoredRecord[]> => {
			it.calls++;
			const some = Math.min(
				run === ids.before ? pages - after : 0,
				Math.max(1, Math.floor(maxBytes / page.length)),
			);
			return Array.from({ length: some }, (_, i) => record(after + 1 + i));
		},
		stream: async () => {
			it.calls++;
			let given = 0;
			return new ReadableStream<Uint8Array>(
				{
					pull: (controller) => {
						if (given === pages) return controller.close();
						controller.enqueue(page);
						it.given++;
						given++;
					},
				},
				{ highWaterMark: 0 },
			);
		},
	};
	return it;
};

describe("npm run verify", () => {
	const script = fileURLToPath(new URL("../../docs/verify-transcript.mjs", import.meta.url));
	let folder = "";
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "caisey-bundle-"));
	});
	afterAll(() => rm(folder, { recursive: true }));
	const asked = (...args: string[]) =>
		new Promise<{ code: number; said: string }>((done) => {
			const child = execFile(process.execPath, [script, ...args], (_error, stdout) =>
				done({ code: child.exitCode ?? -1, said: stdout }),
			);
		});

	test("checks a bundle by the key that it is given", async () => {
		const session = finishedSession();
		const file = join(folder, "evidence.zip");
		await writeFile(file, await bundled(session.source()));
		expect(await asked(file, "--key", session.workerKey.public)).toMatchObject({
			said: expect.stringMatching(/Everything holds\.\n$/),
			code: 0,
		});
		expect(await asked(file)).toMatchObject({ said: expect.stringContaining("NOT authenticated"), code: 3 });
	});

	test("says how it is used", async () => {
		const { code, said } = await asked("--help");
		expect(code).toBe(0);
		expect(said).toMatch(/--key[\s\S]*--head[\s\S]*exit code[\s\S]*3 {2}consistent/);
		expect(await asked()).toMatchObject({ code: 2, said: expect.stringContaining("name a file") });
	});
});
