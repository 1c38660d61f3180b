// A post that is sent right after it was stored: one row says that it is wanted and about to be sent, another that it is in chat.
import { beforeEach, expect, test } from "vitest";
import { notice } from "../../../cards/testing/views.ts";
import type { ChatMessage } from "../../../protocol/read/view.ts";
import { startQueue } from "../testing/queue.ts";
import { attempt } from "./attempt.ts";

let on: ReturnType<typeof startQueue>;
beforeEach(() => {
	on = startQueue(undefined, true);
	on.bind("C1", "acme");
	for (let n = 1; n <= 8; n++) on.session(`s${n}`, "C1", `t${n}`);
});

const say = (text: string): ChatMessage => ({ type: "notice", view: notice({ text }) });
const changes = () => on.sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n;
const states = () =>
	on.sql
		.exec<{ state: string }>("SELECT state FROM posts ORDER BY key")
		.toArray()
		.map(({ state }) => state);
const posts = () => on.asked.filter((one) => one.startsWith("post"));

test("a post costs two rows", async () => {
	const before = changes();
	on.put("a", "s1", say("a"), null, true);
	expect(changes() - before).toBe(1);
	await on.run();
	// The thread is looked at, and is as it was.
	expect([changes() - before, on.asked]).toEqual([2, ["post a in C1/t1"]]);
});

test("after a crash between the two, the post is looked for, then sent once", async () => {
	on.put("a", "s1", say("a"));
	const store = on.restarted();
	const at = store.nextAt() as number;
	expect(at).toBeGreaterThan(on.now() + on.poster.wordWithin);
	const given = { pace: on.pace, store, poster: on.poster, now: () => at };
	await attempt(
		{
			...given,
			posted: (post, { channel, message }) => store.posted(post, channel, message, at),
			found: () => {},
			failed: () => {},
		},
		"a",
	);
	expect(on.asked).toEqual(["find a", "post a in C1/t1"]);
	expect(store.nextAt()).toBeNull();
});

test("one that has to wait for the platform's rate isn't looked for while this object lives", async () => {
	on.answers.set("a", [{ ok: false, kind: "rate-limited", retryAfterMs: 30_000 }]);
	on.put("a", "s1", say("a"));
	await on.run();
	on.put("b", "s2", say("b"));
	await on.toTheEnd();
	expect(on.asked.filter((one) => one.startsWith("find"))).toEqual([]);
	expect(posts()).toEqual(["post a in C1/t1", "post a in C1/t1", "post b in C1/t2"]);
});

test("one that can't be sent now is stored as one that never was", async () => {
	on.sql.exec("DELETE FROM channels");
	on.put("a", "s1", say("a"));
	expect(states()).toEqual(["uncertain"]);
	await on.run();
	expect(states()).toEqual(["new"]);
	on.put("b", "s2", say("b"));
	on.store.later("b", on.now() + 60_000, "no token");
	expect([states(), on.store.nextAt()]).toEqual([["new", "new"], on.now() + 60_000]);
});

test("only the first of a lane, and five in all, are stored as about to be sent: more would all be looked for after a crash", () => {
	on.put("a", "s1", say("a"));
	on.put("b", "s1", say("b"));
	expect(states()).toEqual(["uncertain", "new"]);
	for (let n = 2; n <= 8; n++) on.put(`c${n}`, `s${n}`, say("c"));
	expect(states().filter((state) => state === "uncertain")).toHaveLength(5);
});

test("one whose thread isn't there yet waits for it as before", async () => {
	on.session("new", "C1");
	on.put("later", "new", say("later"));
	on.put("root:new", "new", say("first"));
	expect(states()).toEqual(["new", "new"]);
	await on.toTheEnd();
	expect(posts()).toEqual(["post root:new in C1/", "post later in C1/ts-root:new"]);
});

test("one that is sent so late that its time to be looked for is near is stored as about to be sent once more", async () => {
	on.put("a", "s1", say("a"));
	on.poster.wordWithin = 10_000;
	const before = changes();
	on.poster.post = () => new Promise(() => {});
	void on.later(6_000);
	await Promise.resolve();
	expect(changes() - before).toBe(1);
	expect(on.restarted().nextAt()).toBe(on.now() + 10_000);
});
