import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { eventBytes, type RunEvent } from "../../protocol/record/records.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { insideOf } from "./inside.ts";
import { type RecordingStore, recordingStore } from "./store.ts";
import { migrations } from "./tables.ts";

let store: RecordingStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = recordingStore(storage.sql);
	store.prepare(
		{ run: "r", endpoint: "e", plan: "pl", digest: "d", session: "s", client: "c", key: "" },
		0,
		null,
	);
});

const put = (kind: "stdout" | "event", bytes: Uint8Array) => {
	const tail = store.tail();
	store.append({ n: tail.n + 1, kind, at: 0, offset: kind === "event" ? 0 : tail[kind], bytes }, tail, 0);
};
const event = (one: RunEvent) => put("event", eventBytes(one));
const failed = (path: string, code: number): InsideEntry => ({
	what: "native",
	at: 0,
	place: { stdout: 0, stderr: 0 },
	path,
	arguments: [],
	code,
	bestEffort: true,
	output: "unknown",
	position: { line: 2, column: 0, text: path },
});
const inside = (...entries: InsideEntry[]) => event({ type: "inside", v: 1, entries });

test("what counts is found among all records, with the places of the first", () => {
	event({ type: "capture", v: 1, by: "traps", unseen: [] });
	put("stdout", utf8("hello\n"));
	inside(failed("/bin/false", 1), failed("/bin/true", 0));
	inside(failed("reg.exe", 1));
	expect(insideOf(store)).toEqual({
		...{ by: "traps", swallowed: 0, failed: 2, refused: 0, unparsed: 0, unseen: null },
		first: [
			{ what: "native", record: 3, entry: 0, program: "false", code: 1, line: 2 },
			{ what: "native", record: 4, entry: 0, program: "reg.exe", code: 1, line: 2 },
		],
	});
});

test("output that looks like a report, and events of later versions, count for nothing", () => {
	put("stdout", eventBytes({ type: "inside", v: 1, entries: [failed("reg.exe", 1)] }));
	put("event", utf8('{"type":"inside-more","v":2}'));
	expect(insideOf(store)).toMatchObject({ by: "plain", failed: 0, first: [] });
});

test.each([
	["a later version's report", '{"type":"inside","v":2,"entries":[]}'],
	[
		"a report with a time before 1970",
		JSON.stringify({ type: "inside", v: 1, entries: [{ ...failed("x", 1), at: -1 }] }),
	],
	["a later version's word of how much is seen", '{"type":"capture","v":2}'],
])("%s, which can't be read, counts as unseen", (_, text) => {
	put("event", utf8(text));
	expect(insideOf(store).unseen).toBe("cut-off");
});

test("an event that is no JSON counts for nothing", () => {
	put("event", utf8("{"));
	expect(insideOf(store).unseen).toBeNull();
});

test("more than can be read again counts as unseen", () => {
	const entry = { ...failed("reg.exe", 1), arguments: ["x".repeat(500_000)] };
	for (let n = 0; n < 70; n++) inside(entry);
	const found = insideOf(store);
	expect(found.unseen).toBe("too-much");
	expect(found.failed).toBeGreaterThan(60);
});
