import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromBase64, hex, utf8 } from "../../protocol/bytes.ts";
import { TranscriptExport } from "../../protocol/read/export.ts";
import { sha256 } from "../testing/chain.ts";
import type { MemorySession } from "../testing/memory.ts";
import type { MemoryRun } from "../testing/memory-run.ts";
import { finishedSession } from "../testing/play.ts";
import { caisey, friday, ids, ref } from "../testing/sample.ts";
import { jsonExport } from "./json.ts";

const script = fileURLToPath(new URL("../../docs/verify-transcript.mjs", import.meta.url));
let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "caisey-export-"));
});
afterAll(() => rm(folder, { recursive: true }));

const exported = async (session: MemorySession, elsewhere = new Set<string>()): Promise<string> => {
	let text = "";
	for await (const part of jsonExport(session.source(), friday("17:00:00"), elsewhere)) text += part;
	return text;
};

type Said = { code: number; said: string };

/** What the script in docs/ says about a file: it shares no code with us. */
const outside = async (...args: string[]): Promise<Said> => {
	const run = promisify(execFile)(process.execPath, [script, ...args], { maxBuffer: 1e8 });
	return run.then(
		({ stdout }) => ({ code: 0, said: stdout }),
		({ code, stdout }: { code: number; stdout: string }) => ({ code, said: stdout }),
	);
};

const saved = async (text: string): Promise<string> => {
	const file = join(folder, `${crypto.randomUUID()}.json`);
	await writeFile(file, text);
	return file;
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

	test("is as its schema says", async () => {
		const { v } = TranscriptExport.parse(JSON.parse(await exported(finishedSession())));
		expect(v).toBe(2);
	});

	test("is checked by a script that shares no code with us", async () => {
		const session = finishedSession();
		const file = await saved(await exported(session));
		const { code, said } = await outside(file, "--key", session.workerKey.public);
		expect(said).toMatch(/Everything holds\.\n$/);
		expect(code).toBe(0);
	});

	test("still holds after bytes and a message were erased, and says so", async () => {
		const session = finishedSession();
		session.eraseRun(session.runs[1] as MemoryRun, friday("17:10:00"), caisey);
		session.eraseEvent(4, friday("17:10:00"), caisey);
		const file = await saved(await exported(session));
		const { code, said } = await outside(file, "--key", session.workerKey.public);
		expect(said).toContain("1 of its records are erased");
		expect(said).toMatch(/Everything holds\.\n$/);
		expect(code).toBe(0);
	});

	test("that leaves a run's output to the evidence bundle holds its hashes, and says where it is", async () => {
		const session = finishedSession();
		const text = await exported(session, new Set([ids.command]));
		expect(TranscriptExport.parse(JSON.parse(text)).runs[1]?.records[2]).toMatchObject({
			...{ kind: "stdout", length: 847, bytes: null, salt: null, elsewhere: true },
		});
		const { code, said } = await outside(await saved(text), "--key", session.workerKey.public);
		expect(said).toContain(
			"note   the output of 1 of its records isn't in this file: the evidence bundle has it",
		);
		expect(code).toBe(0);
		const { seal: _, ...rest } = JSON.parse(text);
		const unsealed = await outside(
			await saved(JSON.stringify({ ...rest, v: 1 })),
			...["--key", session.workerKey.public],
		);
		expect(unsealed.said).toContain("open   the output of 1 of its records isn't in this file");
		expect(unsealed.code).toBe(3);
	});

	test("is consistent, but not authenticated, without a key that is known from elsewhere", async () => {
		const session = finishedSession();
		const { code, said } = await outside(await saved(await exported(session)));
		expect(said).toContain(
			`note   key ${session.workerKey.keyId} is ${session.workerKey.public}: compare it`,
		);
		expect(said).toMatch(/\nConsistent, but NOT authenticated: .*\n$/);
		expect(code).toBe(3);
	});

	test("rejects another operator's key", async () => {
		const session = finishedSession();
		const other = finishedSession().workerKey.public;
		const { code, said } = await outside(await saved(await exported(session)), "--key", other);
		expect(said).toContain(`BROKEN key ${session.workerKey.keyId}`);
		expect(code).toBe(1);
	});

	test("has the head that is known from the chat", async () => {
		const session = finishedSession();
		const { events } = JSON.parse(await exported(session));
		const { link } = JSON.parse(events.at(-1).payload).body.head;
		const file = await saved(await exported(session));
		const known = await outside(file, "--key", session.workerKey.public, "--head", link);
		expect(known.said).toContain(`ok     the head ${link} that you named is the one over 18 events`);
		expect(known.code).toBe(0);
		const unknown = await outside(file, "--key", session.workerKey.public, "--head", "ab".repeat(32));
		expect(unknown.said).toContain("BROKEN the head abab");
		expect(unknown.code).toBe(1);
	});

	test.each([
		["no file is named", [], "name a file"],
		["the file isn't there", ["/nowhere/t.json"], "ENOENT"],
		["a key is none", ["t.json", "--key", "AAAA"], "the key is not 32 bytes in base64"],
		["an option has no value", ["t.json", "--head"], "the head is not a SHA-256"],
	])("nothing is checked, and the script says so, where %s", async (_what, args, told) => {
		const { code, said } = await outside(...args);
		expect(said).toContain(`Nothing was checked: `);
		expect(said).toContain(told);
		expect(code).toBe(2);
	});

	test("has its verdict at the end of a long output into a pipe", async () => {
		const session = finishedSession();
		for (let n = 0; n < 3_000; n++)
			session.event(friday("17:00:00"), caisey, {
				kind: "card.shown",
				plan: ids.plan,
				ref: ref(n),
				card: "",
				digest: hex(sha256()),
			});
		const file = await saved(await exported(session));
		const { said } = await outside(file);
		expect(said.length).toBeGreaterThan(200_000);
		expect(said).toMatch(/\nConsistent, but NOT authenticated: .*\n$/);
	});
});
