import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { base64, fromBase64, utf8 } from "../../protocol/bytes.ts";
import type { MemorySession } from "../testing/memory.ts";
import type { MemoryRun } from "../testing/memory-run.ts";
import { finishedSession } from "../testing/play.ts";
import { caisey, friday } from "../testing/sample.ts";
import { jsonExport } from "./json.ts";

const script = fileURLToPath(new URL("../../docs/verify-transcript.mjs", import.meta.url));
let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "caisey-export-"));
});
afterAll(() => rm(folder, { recursive: true }));

const exported = async (session: MemorySession): Promise<string> => {
	let text = "";
	for await (const part of jsonExport(session.source(), friday("17:00:00"))) text += part;
	return text;
};

/** What the script in docs/ says about an export: it shares no code with us. */
const outside = async (text: string, ...keys: string[]): Promise<{ ok: boolean; said: string }> => {
	const file = join(folder, `${crypto.randomUUID()}.json`);
	await writeFile(file, text);
	const run = promisify(execFile)(process.execPath, [script, file, ...keys]);
	return run.then(
		({ stdout }) => ({ ok: true, said: stdout }),
		(error: { stdout: string }) => ({ ok: false, said: error.stdout }),
	);
};

const changed = (text: string, change: (transcript: ReturnType<typeof JSON.parse>) => void): string => {
	const transcript = JSON.parse(text);
	change(transcript);
	return JSON.stringify(transcript);
};

describe("the JSON export", () => {
	test("holds every byte of output and attachments", async () => {
		const transcript = JSON.parse(await exported(finishedSession()));
		const [, , stdout] = transcript.runs[1].records;
		expect(stdout).toMatchObject({ n: 3, kind: "stdout", offset: 0, length: 847 });
		expect(fromBase64(stdout.bytes)).toEqual(utf8("y".repeat(847)));
		expect(fromBase64(transcript.attachments[0].bytes)).toEqual(utf8("Set LegacyMode to 0.\r\n"));
		expect(JSON.parse(transcript.plans[0].text).steps).toHaveLength(3);
	});

	test("is checked by a script that shares no code with us", async () => {
		const session = finishedSession();
		const { ok, said } = await outside(await exported(session), session.workerKey.public);
		expect(said).toMatch(/Everything holds\.\n$/);
		expect(ok).toBe(true);
	});

	test("still holds after bytes and a message were erased, and says so", async () => {
		const session = finishedSession();
		session.eraseRun(session.runs[1] as MemoryRun, friday("17:10:00"), caisey);
		session.eraseEvent(4, friday("17:10:00"), caisey);
		const { ok, said } = await outside(await exported(session));
		expect(said).toContain("(1 erased)");
		expect(ok).toBe(true);
	});

	test.each<[string, (transcript: ReturnType<typeof JSON.parse>) => void]>([
		[
			"a byte of output",
			(t) => {
				t.runs[1].records[2].bytes = base64(utf8(`Y${"y".repeat(846)}`));
			},
		],
		[
			"when output came",
			(t) => {
				t.runs[1].records[2].at += 1;
			},
		],
		[
			"when it arrived",
			(t) => {
				t.runs[1].records[2].receivedAt += 1;
			},
		],
		[
			"bytes taken out without an erasure",
			(t) => {
				Object.assign(t.runs[1].records[2], { bytes: null, salt: null, erased: true });
			},
		],
		[
			"which stream it was",
			(t) => {
				t.runs[1].records[2].kind = "stderr";
			},
		],
		[
			"a record left out",
			(t) => {
				t.runs[2].records.splice(2, 1);
			},
		],
		[
			"records in another order",
			(t) => {
				t.runs[2].records.reverse();
			},
		],
		[
			"what someone said",
			(t) => {
				t.events[3].payload = t.events[3].payload.replace("small", "big");
			},
		],
		[
			"who voted",
			(t) => {
				t.events[9].payload = t.events[9].payload.replace("Ada", "Dana");
			},
		],
		[
			"an event left out",
			(t) => {
				t.events.splice(8, 1);
			},
		],
		[
			"when it happened",
			(t) => {
				t.events[9].at += 1;
			},
		],
		[
			"the plan",
			(t) => {
				t.plans[0].text = t.plans[0].text.replace("-Value 0", "-Value 1");
			},
		],
		[
			"a head's signature",
			(t) => {
				t.runs[0].head.signature = t.runs[1].head.signature;
			},
		],
		[
			"the exchange of two runs' recordings",
			(t) => {
				[t.runs[0].records, t.runs[2].records] = [t.runs[2].records, t.runs[0].records];
			},
		],
		[
			"an attachment",
			(t) => {
				t.attachments[0].bytes = "AAAA";
			},
		],
		[
			"an attachment taken out",
			(t) => {
				t.attachments[0] = { blob: t.attachments[0].blob, bytes: null, erased: true };
			},
		],
		[
			"the agent's key",
			(t) => {
				for (const one of t.header.endpointKeys) one.key = t.header.workerKeys[0].key;
			},
		],
	])("a change of %s is found", async (_what, change) => {
		const text = await exported(finishedSession());
		const { ok, said } = await outside(changed(text, change));
		expect(said).toMatch(/BROKEN/);
		expect(ok).toBe(false);
	});

	test("rejects another operator's key", async () => {
		const { ok, said } = await outside(await exported(finishedSession()), finishedSession().workerKey.public);
		expect(said).toContain("BROKEN key k1");
		expect(ok).toBe(false);
	});
});
