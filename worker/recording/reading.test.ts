// Reading a part of a recording: all of its records, its events alone, or when they came.
import { beforeEach, expect, test } from "vitest";
import { paceOf } from "../../domain/output/pace.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { eventBytes } from "../../protocol/record/records.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { readRecords } from "./reading.ts";
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
const add = (kind: "stdout" | "event", bytes: Uint8Array, at: number) => {
	const tail = store.tail();
	const offset = kind === "event" ? 0 : tail[kind];
	store.append({ n: tail.n + 1, kind, at, offset, bytes }, tail, 0);
};
const left = eventBytes({ type: "left", v: 1, processes: [77] });

test("events alone are read without the output between them, some at a time", () => {
	for (let i = 0; i < 100; i++) {
		add("stdout", utf8("x".repeat(10_000)), i);
		if (i % 10 === 9) add("event", left, i);
	}
	const all = readRecords(store, 0, 1_000_000, "events");
	expect(all.map(({ n }) => n)).toEqual([11, 22, 33, 44, 55, 66, 77, 88, 99, 110]);
	expect(all.every(({ event }) => event?.type === "left")).toBe(true);
	expect(readRecords(store, 99, 1_000_000, "events").map(({ n }) => n)).toEqual([110]);
	expect(readRecords(store, 0, 1, "events").map(({ n }) => n)).toEqual([11]);
	expect(readRecords(store, 110, 1, "events")).toEqual([]);
});

test("its pace is read of what is stored, to where it was asked", () => {
	for (const at of [1_000_000, 1_500_000, 9_000_000]) add("stdout", utf8("x"), at);
	expect(paceOf(store, { after: 0, until: 3, clock: null, of: [1, 3] })).toEqual({
		moments: [
			{ n: 1, at: 1_000_000 },
			{ n: 3, at: 9_000_000 },
		],
		pauses: [{ from: 1_500_000, to: 9_000_000 }],
		n: 3,
		clock: 9_000_000,
	});
	expect(paceOf(store, { after: 0, until: 2, clock: null, of: [] }).n).toBe(2);
});
