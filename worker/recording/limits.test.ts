// A run that puts out more than its client's policy allows.
import { expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { RunRecord } from "../../protocol/record/records.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { newLimits } from "./limits.ts";
import { recordingStore } from "./store.ts";
import { fresh, migrations } from "./tables.ts";

const limits = { bytes: 1_000, records: 10, events: 3, questions: 2 };
const spec = {
	run: "r",
	session: "s",
	client: "c",
	endpoint: "e",
	key: "k",
	plan: "pl",
	digest: "d",
	limits,
};

const recording = (before?: { count: number; bytes: number }) => {
	const storage = memoryStorage();
	migrate(storage, migrations, fresh);
	const store = recordingStore(storage.sql);
	store.prepare(spec, 0, null, before);
	const told: unknown[] = [];
	let counted = newLimits(store, ({ limit }) => told.push(limit));
	const put = (kind: "stdout" | "event", length: number) => {
		const tail = store.tail();
		const offset = kind === "event" ? 0 : tail.stdout;
		const record: RunRecord = { n: tail.n + 1, kind, at: 0, offset, bytes: utf8("x".repeat(length)) };
		store.append(record, tail, 0);
		counted.took([record], tail.n);
	};
	const restart = () => {
		counted = newLimits(store, ({ limit }) => told.push(limit));
	};
	return {
		told,
		put,
		restart,
		store,
		asks: (n: number) => counted.mayAsk(n),
		objection: () => counted.objection(),
	};
};

test.each([
	["bytes of output and events", "bytes", ["stdout", "event"], 501],
	["records", "records", Array(11).fill("stdout"), 1],
	["events", "events", Array(4).fill("event"), 1],
] as const)(
	"a run that passes its limit of %s is stopped, once, also after a restart",
	(_, of, kinds, length) => {
		const it = recording();
		for (const kind of kinds.slice(0, -1)) it.put(kind, length);
		expect(it.told).toEqual([]);
		it.restart();
		it.put(kinds.at(-1) ?? "event", length);
		expect(it.told).toEqual([{ of, most: limits[of] }]);
		it.put("stdout", 1);
		it.restart();
		it.put("stdout", 1);
		expect(it.told).toHaveLength(1);
	},
);

test("a run may ask as many questions as policy says; with the next one it is stopped", () => {
	const it = recording();
	expect([it.asks(1), it.asks(2)]).toEqual([true, true]);
	expect(it.told).toEqual([]);
	expect([it.asks(3), it.asks(4)]).toEqual([false, false]);
	expect(it.told).toEqual([{ of: "questions", most: 2 }]);
});

test("events of a recording's earlier parts count", () => {
	const it = recording({ count: 3, bytes: 10 });
	it.put("stdout", 1);
	expect(it.told).toEqual([]);
	it.put("event", 1);
	expect(it.told).toEqual([{ of: "events", most: 3 }]);
});

test("what a stopped run still puts out is taken, until that is far more than an agent's spool holds", () => {
	const it = recording();
	it.put("stdout", 2_000);
	expect(it.objection()).toBeNull();
	const far = { ...it.store.tail(), stdout: 3_000_000_000 };
	const ignored = newLimits({ ...it.store, spec: it.store.spec, tail: () => far }, () => {});
	expect(ignored.objection()).toEqual({
		missing: false,
		reason: "it goes on, though a stopped run may print at most 2.1 GB (policy)",
	});
});

test("a recording that an older version prepared has no limits", () => {
	const storage = memoryStorage();
	migrate(storage, migrations, fresh);
	const store = recordingStore(storage.sql);
	const { limits: _, ...older } = spec;
	store.prepare(older, 0, null);
	const told: unknown[] = [];
	const counted = newLimits(store, (one) => told.push(one));
	counted.took([], 0);
	expect([counted.mayAsk(99), counted.objection(), told]).toEqual([true, null, []]);
});
