// What the record says of messages that the platform dropped.
import { beforeEach, expect, test } from "vitest";
import { now, sessionWith } from "../testing/session.ts";
import { heard, missed, openFirst } from "./threads.ts";

const minute = 60_000;
const place = { workspace: "slack:T1", channel: "C1" };

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
	openFirst(it.core, { place: { ...place, thread: "1" }, rootKey: "k", heard: "whole", called: null }, now);
});

const told = () =>
	it.store.events
		.ofKinds("thread.heard")
		.map(
			({ body }) => body?.kind === "thread.heard" && [body.heard, body.since && (body.since - now) / minute],
		);
/** The Workspace says it at this minute after the opening. */
const learns = (at: number, since: number, how: "part" | "whole" = "part") => {
	missed(it.core, place, now + since * minute, now + at * minute);
	heard(it.core, place, how, now + at * minute);
};
const hears = (at: number, how: "part" | "whole") => heard(it.core, place, how, now + at * minute);

test("a gap begins when the platform began to drop messages, and ends when it delivers all again", () => {
	learns(3, 2);
	hears(5, "whole");
	expect(told()).toEqual([
		["part", 2],
		["whole", undefined],
	]);
});

test("a gap begins at the earliest when its thread was opened", () => {
	learns(1, -5);
	expect(told()).toEqual([["part", 0]]);
});

test("a session that learns of a gap after its end records it, once", () => {
	learns(9, 2, "whole");
	learns(10, 2, "whole");
	expect(told()).toEqual([
		["part", 2],
		["whole", undefined],
	]);
});

test("a gap that began earlier than what is recorded is recorded from then on", () => {
	hears(3, "part");
	learns(4, 2);
	learns(5, 1);
	learns(6, 3);
	expect(told()).toEqual([
		["part", undefined],
		["part", 2],
		["part", 1],
	]);
});

test("a thread that opened after messages were dropped has no gap before it", () => {
	it = sessionWith();
	openFirst(it.core, { place: { ...place, thread: "1" }, rootKey: "k", heard: "part", called: null }, now);
	learns(1, -5);
	expect(told()).toEqual([]);
});

test("a thread that isn't in chat yet misses nothing", () => {
	it = sessionWith();
	openFirst(it.core, { place: { ...place, thread: null }, rootKey: "k", heard: "whole", called: null }, now);
	learns(1, 0, "whole");
	expect(told()).toEqual([]);
});

test("a thread's opening has what people called its conversation then", () => {
	it = sessionWith();
	openFirst(
		it.core,
		{ place: { ...place, thread: "1" }, rootKey: "k", heard: "whole", called: "#front-desk" },
		now,
	);
	const [opened] = it.store.events.ofKinds("thread.opened").map(({ body }) => body);
	expect(opened).toMatchObject({ thread: "own", called: "#front-desk" });
});
