import { expect, test } from "vitest";
import { index, indexed } from "./indexing.ts";
import { record } from "./record.ts";
import { wordsAfter } from "./show/words.ts";
import { ada, id, now, sessionWith, signedIn } from "./testing/session.ts";
import { planStates, proposed } from "./testing/states.ts";

test("an index hears of a session's last event, its runs and what is erased there", () => {
	const it = sessionWith();
	const last = planStates.finished(proposed({}, it));
	const [run] = it.store.runs.of(last.row().id);
	const told = indexed(it.core);
	expect(told).toMatchObject({
		session: id("s", 1),
		client: id("c", 1),
		request: "r",
		words: true,
		struck: [],
	});
	expect(told.last).toBe(it.store.events.head().count);
	expect(told.runs).toMatchObject([
		{ run: run?.id, endpoint: "CLIENT-ACCT-01", over: true, erased: false, struck: [] },
	]);
	const by = it.visit(signedIn(ada)).actor;
	record(it.core, now, by, { kind: "erased", what: { seq: 2 }, reason: "a name" });
	record(it.core, now, by, {
		kind: "erased",
		what: { run: run?.id ?? "", records: [4, 5] },
		reason: "a name",
	});
	expect(indexed(it.core)).toMatchObject({ struck: [2], runs: [{ struck: [4, 5] }] });
	it.store.runs.erase(run?.id ?? "", "a name", false);
	expect(indexed(it.core).runs[0]?.erased).toBe(true);
});

test("words are what people said and proposed, with the numbers of their entries, and none of what is erased", () => {
	const it = sessionWith();
	proposed({}, it);
	const { lines, last } = wordsAfter(it.core, 0);
	expect(lines.slice(0, 2)).toEqual([
		{ seq: 1, text: "r" },
		{ seq: 2, text: "too much" },
	]);
	expect(lines.map(({ text }) => text)).toEqual(
		expect.arrayContaining(["prints", "CLIENT-ACCT-01", "echo hello"]),
	);
	expect(wordsAfter(it.core, last)).toEqual({ lines: [], last });
	it.store.events.strike(2);
	expect(wordsAfter(it.core, 0).lines.some(({ text }) => text === "too much")).toBe(false);
});

test("a session tells the index of what says something new, and of nothing else", () => {
	const it = sessionWith();
	it.sent.splice(0);
	const by = it.visit(signedIn(ada)).actor;
	record(it.core, now, by, { kind: "link.issued", to: ada.id });
	expect(it.sent).toEqual([]);
	record(it.core, now, by, { kind: "ticket.set", ticket: "T-1" });
	expect(it.sent).toContainEqual({ type: "index" });
});

test("an erasure is told at once, and waits behind nothing that can't be told", () => {
	const it = sessionWith();
	const puts: unknown[] = [];
	const core = { ...it.core, put: (...put: unknown[]) => void puts.push(put) };
	const by = it.visit(signedIn(ada)).actor;
	index(core, { seq: 9, by, body: { kind: "erased", what: { seq: 2 }, reason: "a name" }, joins: false });
	expect(puts).toContainEqual(["erased", "erased", { type: "index" }]);
});
