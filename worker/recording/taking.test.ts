import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { eventBytes, type RunRecord } from "../../protocol/record/records.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { follow } from "./events.ts";
import { readRecords } from "./reading.ts";
import { type RecordingStore, recordingStore } from "./store.ts";
import { migrations } from "./tables.ts";
import { takeRecords } from "./taking.ts";
import { checkRows } from "./verify.ts";

const spec = { run: "r", session: "s", client: "c", endpoint: "e", key: "k", plan: "pl", digest: "d" };
let store: RecordingStore;
let followed: string[];
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = recordingStore(storage.sql);
	store.prepare(spec, 0, null);
	followed = [];
});

const event = (n: number, text: string): RunRecord => ({
	n,
	kind: "event",
	at: n,
	offset: 0,
	bytes: utf8(text),
});
const take = (...records: RunRecord[]) =>
	takeRecords(store, records, false, 0, (one, n) =>
		follow(one, n, {
			started: () => followed.push(`started ${n}`),
			questioned: ({ what, id }) => followed.push(`${what} ${id}`),
			asked: () => followed.push(`asked ${n}`),
			ended: () => followed.push(`ended ${n}`),
		}),
	);
const newer = '{"type":"prompt.shown","v":2,"text":"Proceed?"}';

test("an event of an unknown kind is stored as it came, chained, and nothing follows from it", () => {
	expect(take(event(1, newer), event(2, '{"type":"note","v":1,"text":"on"}'))).toBeNull();
	expect(followed).toEqual([]);
	const [first] = readRecords(store, 0, 1_000);
	expect(first).toMatchObject({ n: 1, kind: "event", event: { type: "unknown" } });
	expect(first?.bytes && new TextDecoder().decode(first.bytes)).toBe(newer);
	const { problems, to } = checkRows(store, store.start(), 1_000);
	expect([problems, to.n]).toEqual([[], 2]);
});

test("a repeated event of an unknown kind must be the same, byte for byte", () => {
	take(event(1, newer));
	expect(take(event(1, newer))).toBeNull();
	expect(take(event(1, newer.replace("P", "p")))?.reason).toBe("record 1 came again with other bytes");
});

test("the recording takes nothing after the end", () => {
	const end = { end: { outcome: "exited", code: 0 }, v: 1, records: 0, durationMs: 1 };
	const none = { bytes: 0, sha256: null };
	const ids = { run: "r", plan: "pl", digest: "0".repeat(64), endpoint: "e" };
	const summary = JSON.stringify({ ...end, ...ids, stdout: none, stderr: none });
	const signature = `${"A".repeat(86)}==`;
	const last: RunRecord = { ...event(1, ""), bytes: eventBytes({ type: "end", v: 1, summary, signature }) };
	expect(take(last, event(2, newer))?.reason).toBe("record 2 came after the end");
	expect(followed).toEqual(["ended 1"]);
});

test.each([
	["a known kind that says more than it may", '{"type":"started","v":1,"pid":7,"x":1}'],
	["a known kind in an unknown version", '{"type":"end","v":2}'],
	["no kind at all", '{"v":1}'],
	["no JSON", "hello"],
])("an event with %s is refused", (_what, text) => {
	expect(take(event(1, text))).toEqual({
		missing: false,
		reason: "record 1 is an event that could not be read",
	});
	expect(store.tail().n).toBe(0);
});

test("the first context counts, at any position", () => {
	expect(store.markContext(9)).toBe(true);
	expect(store.markContext(12)).toBe(false);
	expect(store.context()).toBe(9);
});

test("a recording of the version before knows the position of its context", () => {
	const storage = memoryStorage();
	migrate(storage, migrations.slice(0, 2));
	storage.sql.exec(
		"INSERT INTO recording (run, session, client, endpoint, key, plan, digest) VALUES ('r', 's', 'c', 'e', 'k', 'pl', 'd')",
	);
	const put = (n: number, kind: string, payload: Uint8Array | null) =>
		storage.sql.exec(
			"INSERT INTO records (n, kind, at, received_at, offset, length, payload, hash, link) VALUES (?, ?, 0, 0, 0, 1, ?, ?, ?)",
			...[n, kind, payload, new Uint8Array(32), new Uint8Array(32)],
		);
	put(1, "event", utf8('{"type":"note","v":1,"text":"a context"}'));
	put(2, "stdout", utf8('{"type":"context"}'));
	put(3, "event", utf8("no event any more"));
	put(4, "event", null);
	for (const n of [7, 8]) put(n, "event", utf8('{"type":"context","v":1}'));
	migrate(storage, migrations);
	expect(recordingStore(storage.sql).context()).toBe(7);
});
