import { expect, test } from "vitest";
import { noticeCard } from "../../../cards/kinds/notice.ts";
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

const deskOf = (channel: string, workspace = "slack:T2") => {
	const it = sessionWith();
	it.store.threads.add({
		...{ name: "desk", kind: "desk", workspace, channel, thread: null, root_key: "session:s:desk" },
		...{ since: 0, heard: null, called: "#desk" },
	});
	return it;
};
const root = "session:s:desk";

test("a session's record says once for each reason that its thread on the desk couldn't be opened, and whether owners were told", () => {
	const it = deskOf("C9");
	for (const at of [now + 1, now + 2]) unopened(it.core, { because: "archived", told: "directly", at, root });
	unopened(it.core, { because: "access-refused", told: "directly", at: now + 3, root });
	const place = { workspace: "slack:T2", channel: "C9", thread: null };
	const of = { kind: "thread.unopened", place, called: "#desk", told: "directly", thread: "desk" };
	expect(it.store.events.ofKinds("thread.unopened").map(({ at, body }) => [at, body])).toEqual([
		[now + 1, { ...of, because: "archived" }],
		[now + 3, { ...of, because: "access-refused" }],
	]);
	expect(it.directNotices()).toEqual([]);
});

test("the person who asked hears that nobody sees it on the desk, if no owner can be told", () => {
	const it = deskOf("C9");
	for (const because of ["access-refused", "archived"] as const)
		unopened(it.core, { because, told: "not", at: now + 1, root });
	const told = it.sent.flatMap((one) => (one.type === "tell" ? [one] : []));
	expect(told.map(({ identities }) => identities)).toEqual([["slack:T1:U4"], ["slack:T1:U4"]]);
	expect(new Set(told.map(({ key }) => key)).size).toBe(1);
	expect(told.map(({ notice }) => noticeCard(notice).notification.join(""))[0]).toBe(
		"Your IT provider can't see your request “r” in their channel, as I couldn't post it there. Please tell them.",
	);
});

test("they hear it in the desk's own workspace, too, unless Caisey has no access there", () => {
	const it = deskOf("C9", "slack:T1");
	unopened(it.core, { because: "access-refused", told: "not", at: now + 1, root });
	expect(it.directNotices()).toEqual([]);
	unopened(it.core, { because: "archived", told: "not", at: now + 2, root });
	expect(it.directNotices()).toHaveLength(1);
});

test("nobody is told where the desk's workspace is their own and gives no access, and nothing is recorded of a thread that is there by now", () => {
	const it = deskOf("C9", "slack:T1");
	unopened(it.core, { because: "access-refused", told: "not", at: now + 1, root });
	expect(it.directNotices()).toEqual([]);
	it.store.threads.posted("desk", "9.9");
	unopened(it.core, { because: "archived", told: "not", at: now + 2, root });
	unopened(it.core, { because: "archived", told: "not", at: now + 2, root: "session:s:other" });
	expect(it.kinds().filter((kind) => kind === "thread.unopened")).toHaveLength(1);
});
