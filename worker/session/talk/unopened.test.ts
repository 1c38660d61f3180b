import { expect, test } from "vitest";
import { now, sessionWith } from "../testing/session.ts";
import { unopened } from "./unopened.ts";

test("a session's record says once that its thread couldn't be opened, and each time that someone was told", () => {
	const it = sessionWith();
	unopened(it.core, { because: "archived", told: "there", at: now + 1 });
	unopened(it.core, { because: "archived", told: "there", at: now + 1 });
	unopened(it.core, { because: "not-a-member", told: "directly", at: now + 2 });
	const place = { workspace: "slack:T1", channel: "C1", thread: null };
	expect(it.store.events.ofKinds("thread.unopened").map(({ at, body }) => [at, body])).toEqual([
		[now + 1, { kind: "thread.unopened", place, because: "archived", told: "there" }],
		[now + 2, { kind: "thread.unopened", place, because: "not-a-member", told: "directly" }],
	]);
});
