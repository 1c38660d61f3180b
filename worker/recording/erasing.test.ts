// An erasure takes output and what the shell reported; events that the proof needs stay, whatever they look like.
import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { erasable, staying, strikeAfter } from "./erasing.ts";
import { type RecordingStore, recordingStore } from "./store.ts";
import { migrations } from "./tables.ts";

let store: RecordingStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = recordingStore(storage.sql);
	const spec = { run: "r", endpoint: "e", plan: "pl", digest: "d", session: "s", client: "c", key: "" };
	store.prepare(spec, 0, null);
});

const put = (kind: "stdout" | "event", text: string) => {
	const tail = store.tail();
	const offset = kind === "event" ? 0 : tail[kind];
	store.append({ n: tail.n + 1, kind, at: 0, offset, bytes: utf8(text) }, tail, 0);
};
/** Of all records: whether bytes and salt are there. */
const left = () =>
	store.list(0, 1_000).map(({ n }) => {
		const row = store.at(n);
		return row?.payload && row.salt ? n : 0;
	});

const played = () => {
	put("event", '{"type":"context"}');
	put("stdout", "password: hunter2\n");
	put("event", '{"type":"inside","v":1,"entries":[]}');
	put("event", '{"type":"note","v":1,"text":"inside"}');
	put("event", '{"type":"inside","v":9}');
	put("event", '{"type":"inside","type":"end"}');
	put("event", "{");
};

test("all output goes, and what the shell reported in any version; the run's other events stay, and are named", () => {
	played();
	expect(staying(store)).toEqual({ stays: [1, 4, 6, 7], others: true });
	expect(strikeAfter(store, 0)).toBe(7);
	expect(left()).toEqual([1, 0, 0, 4, 0, 6, 7]);
	expect(strikeAfter(store, 7)).toBeNull();
});

test("of some records only those of output and of reports go", () => {
	played();
	expect(erasable(store, [1, 2, 3, 4, 9])).toEqual([2, 3]);
	store.strike(erasable(store, [1, 2, 3, 4, 9]));
	expect(left()).toEqual([1, 0, 0, 4, 5, 6, 7]);
	expect(erasable(store, [2, 3])).toEqual([]);
});

test("many records go some hundred at a time", () => {
	for (let n = 0; n < 300; n++) put(n % 2 === 0 ? "stdout" : "event", '{"type":"inside"}');
	let at: number | null = 0;
	let rounds = 0;
	for (; at !== null; rounds++) at = strikeAfter(store, at);
	expect(rounds).toBe(3);
	expect(left().filter((n) => n !== 0)).toEqual([]);
	expect(staying(store)).toEqual({ stays: [], others: true });
});

test("of more events than can be named, those stay that the proof needs, also when an erasure goes on", () => {
	const most = { events: 299, bytes: 1_000_000 };
	const [note, report] = ['{"type":"note","v":1,"text":"x"}', '{"type":"inside","v":1,"entries":[]}'];
	for (let n = 1; n <= 300; n++) put("event", n === 3 ? report : n === 200 ? '{"type":"context"}' : note);
	store.markContext(200);
	const first = Array.from({ length: 16 }, (_, n) => n + 1).filter((n) => n !== 3);
	const last = Array.from({ length: 16 }, (_, n) => 285 + n);
	const found = { stays: [...first, 200, ...last], others: true };
	expect(staying(store, most)).toEqual(found);
	const stays = new Set(found.stays);
	const next = strikeAfter(store, 0, stays);
	expect(staying(store, most)).toEqual(found);
	for (let at = next; at !== null; ) at = strikeAfter(store, at, stays);
	expect(left().filter((n) => n !== 0)).toEqual(found.stays);
});

test("of larger events than can be read at once, those stay that the proof needs", () => {
	for (let n = 1; n <= 40; n++) put("event", `{"type":"note","v":1,"text":"${n}"}`);
	expect(staying(store, { events: 40, bytes: 1_000 }).stays).toHaveLength(32);
	expect(staying(store, { events: 40, bytes: 2_000 }).stays).toHaveLength(40);
});
