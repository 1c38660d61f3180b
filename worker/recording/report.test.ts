import { createHash } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { newKey, sign } from "../../agent/home/keys.ts";
import { base64, utf8 } from "../../protocol/bytes.ts";
import { eventBytes, type RunSummary, summaryMessage } from "../../protocol/record/records.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { checkReport, tellsOfStart } from "./report.ts";
import { type RecordingStore, recordingStore, type SpecRow } from "./store.ts";
import { migrations } from "./tables.ts";

const key = newKey();
const about = { run: "r", endpoint: "e", plan: "pl", digest: "d" };
let store: RecordingStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = recordingStore(storage.sql);
	store.prepare({ ...about, session: "s", client: "c", key: base64(key.raw) }, 0, null);
});

const put = (kind: "stdout" | "stderr" | "event", bytes: Uint8Array) => {
	const tail = store.tail();
	store.append({ n: tail.n + 1, kind, at: 0, offset: kind === "event" ? 0 : tail[kind], bytes }, tail, 0);
};
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

const held = eventBytes({ type: "output-held", v: 1, graceMs: 2_000 });
const left = (processes: number[]) => eventBytes({ type: "left", v: 1, processes });
const restart = (state: "awaited" | "back") => eventBytes({ type: "restart", v: 1, state });

/** The stored records, an end with this report after them, and what is found of that. */
const checked = async (summary: Partial<RunSummary> = {}, by = key) => {
	const { n: records, stdout, stderr } = store.tail();
	const report: RunSummary = {
		v: 1,
		...about,
		records,
		stdout: { bytes: stdout, sha256: hash("hello\n") },
		stderr: { bytes: stderr, sha256: hash("") },
		durationMs: 1,
		end: { outcome: "exited", code: 0 },
		...summary,
	};
	const text = JSON.stringify(report);
	const end = { type: "end", v: 1, summary: text, signature: sign(by, summaryMessage(text)) } as const;
	put("event", eventBytes(end));
	return checkReport(store, store.spec() as SpecRow, report, end, tellsOfStart(store));
};

test("a report matches the stored records: counts, hashes, signature, and the reported start", async () => {
	put("event", eventBytes({ type: "started", v: 1, pid: 1 }));
	put("stdout", utf8("hello\n"));
	expect(await checked()).toEqual({
		agrees: true,
		found: { signed: true, started: true, stdout: hash("hello\n"), stderr: hash("") },
	});
});

test("as many bytes, but others: the report does not agree, and the stored ones' hash is kept", async () => {
	put("stdout", utf8("jello\n"));
	expect(await checked()).toEqual({
		agrees: false,
		found: { signed: true, started: false, stdout: hash("jello\n"), stderr: hash("") },
	});
});

test("a report that another key signed does not agree", async () => {
	put("stdout", utf8("hello\n"));
	expect(await checked({}, newKey())).toMatchObject({ agrees: false, found: { signed: false } });
});

test("an agent that restarted has no hashes to compare", async () => {
	put("stdout", utf8("hello\n"));
	const summary = { stdout: { bytes: 6, sha256: null }, stderr: { bytes: 0, sha256: null } };
	expect(await checked(summary)).toMatchObject({ agrees: true });
});

test("output too large to read again is not hashed", async () => {
	for (let n = 0; n < 9; n++) put("stdout", new Uint8Array(1_048_576));
	expect(await checked()).toMatchObject({ agrees: true, found: { stdout: null, stderr: null } });
});

test("processes that the agent left running are counted", async () => {
	put("stdout", utf8("hello\n"));
	put("event", left([1380, 1381]));
	expect(await checked()).toMatchObject({ agrees: true, found: { left: 2 } });
});

test("output that a process holds open is found, though the agent can name none", async () => {
	put("stdout", utf8("hello\n"));
	put("event", held);
	const { found } = await checked();
	expect(found).toMatchObject({ held: true });
	expect(found).not.toHaveProperty("left");
});

test("what was left running is found before what the shell reports last, and before the count of what was masked", async () => {
	put("event", eventBytes({ type: "started", v: 1, pid: 1 }));
	put("stdout", utf8("hello\n"));
	put("event", held);
	put("event", left([1380, 1381]));
	put("event", eventBytes({ type: "note", v: 1, text: "3 further failures were counted." }));
	put("event", eventBytes({ type: "masked", v: 1, stdout: 1, stderr: 0, inside: 0 }));
	expect(await checked()).toMatchObject({ agrees: true, found: { left: 2, held: true } });
});

test("the newest word of what still runs counts: the agent came back, and found one of them", async () => {
	put("stdout", utf8("hello\n"));
	put("event", left([1380, 1381]));
	put("event", left([1381]));
	const end = { outcome: "unknown", because: "agent-restarted" } as const;
	expect(await checked({ end })).toMatchObject({ found: { left: 1 } });
});

test.each([
	["the step's end is unknown", [], { outcome: "unknown", because: "agent-restarted" }],
	[
		"the machine was to restart, and didn't",
		[eventBytes({ type: "restart", v: 1, state: "missing" })],
		{ outcome: "exited", code: 0 },
	],
] as const)(
	"nothing is left running where the agent came back and found none: %s",
	async (_, events, end) => {
		put("stdout", utf8("hello\n"));
		for (const one of [held, left([1380]), eventBytes({ type: "none-left", v: 1 }), ...events])
			put("event", one);
		const { found } = await checked({ end });
		expect(found).not.toHaveProperty("left");
		expect(found).not.toHaveProperty("held");
	},
);

test.each([
	["the plan declares it", [restart("awaited"), restart("back")], { outcome: "exited", code: 0 }],
	["it came by itself", [], { outcome: "unknown", because: "endpoint-restarted" }],
] as const)("nothing is left running on a machine that restarted: %s", async (_, events, end) => {
	put("stdout", utf8("hello\n"));
	for (const one of [held, left([1380]), ...events]) put("event", one);
	const { found } = await checked({ end });
	expect(found).not.toHaveProperty("left");
	expect(found).not.toHaveProperty("held");
});
