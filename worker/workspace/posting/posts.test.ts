import { beforeEach, expect, test } from "vitest";
import type { PostResult } from "../../../bots/poster.ts";
import { notice, planView, runView, sessionView } from "../../../cards/testing/views.ts";
import { noInside } from "../../../domain/inside.ts";
import type { ChatMessage, PlanView } from "../../../protocol/read/view.ts";
import { threadStore } from "../places/threads.ts";
import { startQueue } from "../testing/queue.ts";
import { pause } from "./pace.ts";
import { Message } from "./row.ts";

/** Places without private chats. */
const c1 = { channel: "C1", own: null };

let on: ReturnType<typeof startQueue>;
beforeEach(() => {
	on = startQueue();
	on.bind("C1", "acme");
	on.bind("C2", "acme");
});

const root: ChatMessage = { type: "session", view: sessionView() };
const newerRoot: ChatMessage = { type: "session", view: sessionView({ state: "closed" }) };
const say = (text: string): ChatMessage => ({ type: "notice", view: notice({ text }) });
const limited = (seconds: number): PostResult => ({
	ok: false,
	kind: "rate-limited",
	retryAfterMs: seconds * 1000,
});

test("posts of a conversation keep their order, whatever happens to the first", async () => {
	on.session("s1", "C1", "t1");
	on.session("s2", "C2", "t2");
	on.answers.set("a", [{ ok: false, kind: "failed", error: "HTTP 400" }, limited(5)]);
	for (const key of ["a", "b", "c", "d", "e", "f"]) on.put(key, "s1", say(key), null, true);
	on.put("other", "s2", say("other"));
	await on.run();
	expect(on.asked).toEqual(["post a in C1/t1", "post other in C2/t2"]);
	await on.toTheEnd();
	const inOne = on.asked.filter((one) => one.includes("C1"));
	expect(inOne).toEqual(["a", "a", "a", "b", "c", "d", "e", "f"].map((key) => `post ${key} in C1/t1`));
});

test("messages that wait for a channel's next turn are looked at together, not one by one", async () => {
	for (let n = 0; n < 100; n++) {
		on.session(`s${n}`, "C1", `t${n}`);
		on.put(`p${n}`, `s${n}`, say(`${n}`));
	}
	await on.run();
	const burst = on.asked.length;
	expect(on.tries.length - burst).toBeLessThanOrEqual(5);
	on.tries.length = 0;
	on.later(1_000);
	await on.run();
	expect(on.asked.length).toBe(burst + 1);
	expect(on.tries.length).toBeLessThanOrEqual(6);
});

test("too many at once: the whole channel keeps silent, and no other does", async () => {
	on.session("s1", "C1", "t1");
	on.session("s2", "C1", "t2");
	on.session("s3", "C2", "t3");
	on.answers.set("a", [limited(30)]);
	on.put("a", "s1", say("a"));
	await on.run();
	on.put("b", "s2", say("b"));
	on.put("c", "s3", say("c"));
	await on.later(29_000);
	expect(on.asked).toEqual(["post a in C1/t1", "post c in C2/t3"]);
	expect(on.store.nextAt()).toBe(on.now() + 1_000);
	await on.later(1_000);
	expect(on.asked.slice(2)).toEqual(["post a in C1/t1"]);
	await on.toTheEnd();
	expect(on.asked.slice(3)).toEqual(["post b in C1/t2"]);
});

test("too many edits: all edits wait, posts go on", async () => {
	on.session("s1", "C1");
	on.put("root:s1", "s1", root);
	await on.run();
	on.answers.set("root:s1", [limited(20)]);
	on.put("root:s1", "s1", newerRoot);
	await on.run();
	on.put("a", "s1", say("a"));
	await on.later(19_000);
	expect(on.asked).toEqual(["post root:s1 in C1/", "edit ts-root:s1", "post a in C1/ts-root:s1"]);
	await on.toTheEnd();
	expect(on.asked.slice(3)).toEqual(["edit ts-root:s1"]);
});

test("a post whose poster first asks for something keeps a silence that began meanwhile", async () => {
	on.session("s1", "C1", "t1");
	on.session("s2", "C1", "t2");
	on.answers.set("b", [limited(30)]);
	const refused = new Promise<void>((resolve) =>
		on.before.set("b", async () => void setImmediate(() => setImmediate(resolve))),
	);
	on.before.set("a", () => refused);
	on.put("a", "s1", say("a"));
	on.put("b", "s2", say("b"));
	await on.run();
	expect(on.asked).toEqual(["post b in C1/t2"]);
	await on.later(29_000);
	expect(on.asked).toHaveLength(1);
	await on.toTheEnd();
	expect(on.asked.slice(1).toSorted()).toEqual(["post a in C1/t1", "post b in C1/t2"]);
});

test("a silence that is asked for where someone's own chat was just begun counts for that chat", async () => {
	const ada = "teams:t:ada";
	on.session("s1", "C1", "t1");
	on.answers.set("a", [limited(30)]);
	on.before.set("a", async () => {
		on.sql.exec(
			"INSERT OR IGNORE INTO conversations (channel, service_url, kind, person, at) VALUES ('a:1', 'https://x', 'personal', ?, 1)",
			ada,
		);
	});
	for (const key of ["a", "b"]) on.put(key, "s1", say(key), { person: ada });
	await on.run();
	await on.later(29_000);
	expect(on.asked).toEqual(["post a in ada"]);
	await on.toTheEnd();
	expect(on.asked.slice(1)).toEqual(["post a in ada", "post b in ada"]);
});

test("a command that prints without end holds up no one: its card gives way to changes, and takes turns with others like it", async () => {
	const running = (plan: number, stdout: number): ChatMessage => ({
		type: "plan",
		view: planView({ plan: `pl_g000000000000000${plan}`, state: "running", runs: [runView({ stdout })] }),
	});
	on.session("s1", "C1", "t1");
	for (const n of [1, 2, 3]) on.put(`p${n}`, "s1", running(n, 0));
	on.put("quiet", "s1", say("quiet"));
	await on.toTheEnd();
	on.asked.length = 0;
	let printed = 1;
	/** A minute in which the first two print four times a second. */
	const aMinute = async () => {
		for (let quarter = 0; quarter < 240; quarter++) {
			for (const n of [1, 2]) on.put(`p${n}`, "s1", running(n, printed++));
			await on.later(250);
		}
	};
	await aMinute();
	const edits = (key: string) => on.asked.filter((one) => one === `edit ts-${key}`).length;
	expect(Math.abs(edits("p1") - edits("p2"))).toBeLessThanOrEqual(1);
	expect(edits("p1") + edits("p2")).toBeGreaterThan(30);
	on.asked.length = 0;
	for (const n of [1, 2]) on.put(`p${n}`, "s1", running(n, printed++));
	on.put("p3", "s1", { type: "plan", view: planView({ plan: "pl_g0000000000000003", state: "finished" }) });
	on.put("quiet", "s1", say("not quiet"));
	await on.run();
	expect(on.asked).toEqual(["edit ts-p3", "edit ts-quiet"]);
	await aMinute();
	expect(edits("p1") + edits("p2")).toBeGreaterThan(30);
});

test("a card whose plan changes while it prints is not held back as one that only prints", async () => {
	const view = planView({ state: "running", runs: [runView({ stdout: 1 })] });
	on.session("s1", "C1", "t1");
	on.put("p", "s1", { type: "plan", view });
	for (let n = 2; n < 12; n++) {
		await on.run();
		on.put("p", "s1", { type: "plan", view: { ...view, runs: [runView({ stdout: n })] } });
	}
	await on.run();
	on.asked.length = 0;
	on.put("p", "s1", { type: "plan", view: { ...view, state: "finished" } });
	await on.run();
	expect(on.asked).toEqual(["edit ts-p"]);
});

const cardOf = (state: PlanView["state"], stdout = 0): ChatMessage => ({
	type: "plan",
	view: planView({ state, runs: [runView({ stdout })] }),
});

test("a pressed card shows the decision and the end apart from the rate of edits, what comes between by the rate", async () => {
	on.session("s1", "C1", "t1");
	on.put("p", "s1", cardOf("open"));
	await on.run();
	on.store.setPace("edit", pause(null, on.now() + 60_000));
	on.store.pressed("C1", "ts-p", "there", on.now());
	for (const shown of [cardOf("approved"), cardOf("running"), cardOf("running", 7), cardOf("finished", 7)]) {
		on.put("p", "s1", shown);
		await on.run();
	}
	expect(on.asked.slice(1)).toEqual(["edit ts-p at there", "edit ts-p at there"]);
	expect(on.store.nextAt()).toBeNull();
});

test("a card whose press is too old, used up or refused is edited like others", async () => {
	on.session("s1", "C1", "t1");
	on.put("p", "s1", cardOf("open"));
	await on.run();
	on.store.pressed("C1", "ts-p", "there", on.now());
	on.answers.set("there", [{ ok: false, kind: "failed", error: "expired_url" }]);
	on.put("p", "s1", cardOf("approved"));
	await on.run();
	on.store.pressed("C1", "ts-p", "old", on.now());
	await on.later(30 * 60_000);
	on.put("p", "s1", cardOf("finished"));
	await on.run();
	expect(on.asked.slice(1)).toEqual(["edit ts-p at there", "edit ts-p", "edit ts-p"]);
	on.store.pressed("C1", "ts-p", "used", on.now());
	for (let n = 1; n <= 6; n++) {
		on.put("p", "s1", cardOf("finished", n));
		on.put("p", "s1", cardOf("cancelled", n));
		await on.run();
	}
	expect(on.asked.filter((one) => one.endsWith("at used"))).toHaveLength(5);
	expect(on.asked.at(-1)).toBe("edit ts-p");
});

test("a pressed card whose edit got no answer is edited once more when that one can't come any longer, with the newest state", async () => {
	on.session("s1", "C1", "t1");
	on.put("p", "s1", cardOf("open"));
	await on.run();
	on.store.pressed("C1", "ts-p", "there", on.now());
	on.answers.set("there", [{ ok: false, kind: "uncertain", error: "no answer" }]);
	on.put("p", "s1", cardOf("approved"));
	await on.run();
	on.put("p", "s1", cardOf("finished"));
	await on.later(9_000);
	expect(on.asked.slice(1)).toEqual(["edit ts-p at there"]);
	await on.later(1_000);
	expect(on.asked.slice(2)).toEqual(["edit ts-p"]);
	expect(on.store.nextAt()).toBeNull();
});

test("a session's posts wait for its first message with no clock, even where they came before it", async () => {
	on.session("s1", "C1");
	on.put("a", "s1", say("a"));
	await on.run();
	expect(on.store.nextAt()).toBeNull();
	on.put("root:s1", "s1", root);
	await on.run();
	expect(on.asked).toEqual(["post root:s1 in C1/", "post a in C1/ts-root:s1"]);
});

const notIn: PostResult = { ok: false, kind: "unreachable", error: "not_in_channel" };

test("while a session's first message is on its way, or its answer was lost, any thread of its conversation since then may be its", async () => {
	on.session("s1", "C1");
	on.session("s2", "C2");
	const threads = threadStore(on.sql);
	const wanted = on.now();
	const unclear = (sent = wanted) => ["C1", "C2"].filter((channel) => threads.isOnItsWay(channel, sent));
	on.put("root:s1", "s1", root);
	expect(unclear()).toEqual([]);
	on.answers.set("root:s1", [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.found.set("root:s1", { is: "unknown", error: "HTTP 502", retryAfterMs: null });
	await on.run();
	expect(unclear()).toEqual(["C1"]);
	// A minute apart may be their clocks; an older thread is no session's.
	expect(unclear(wanted - 60_000)).toEqual(["C1"]);
	expect(unclear(wanted - 600_000)).toEqual([]);
	on.found.set("root:s1", { is: "found", channel: "C1", message: "1.5" });
	await on.later(20_000);
	expect(unclear()).toEqual([]);
	expect(threads.at("C1", "1.5")?.session).toBe("s1");
});

test("a first message that the channel does not take is tried at ever longer intervals, up to ten minutes", async () => {
	on.session("s1", "C1");
	on.answers.set("root:s1", Array(8).fill(notIn));
	on.put("root:s1", "s1", root);
	on.put("a", "s1", say("a"));
	await on.run();
	const pauses: number[] = [];
	for (let at = on.store.nextAt(); at !== null; at = on.store.nextAt()) {
		pauses.push((at - on.now()) / 1000);
		await on.later(at - on.now());
	}
	expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 600, 600]);
	expect(on.failures).toEqual(Array(8).fill("root:s1: not_in_channel"));
	expect(on.asked.slice(7)).toEqual([
		"post root:s1 in C1/",
		"post root:s1 in C1/",
		"post a in C1/ts-root:s1",
	]);
});

test.each([
	["a newer version of it", () => on.put("root:s1", "s1", newerRoot)],
	["a new set-up", () => on.store.retry()],
])("a first message that was not taken is revived at once by %s", async (_, revive) => {
	for (const refusal of [notIn, { ok: false, kind: "refused", error: "invalid_blocks" } as const]) {
		on = startQueue();
		on.bind("C1", "acme");
		on.session("s1", "C1");
		on.answers.set("root:s1", [refusal]);
		on.put("root:s1", "s1", root);
		on.put("a", "s1", say("a"));
		await on.run();
		expect(on.asked).toEqual(["post root:s1 in C1/"]);
		revive();
		await on.run();
		expect(on.asked.slice(1)).toEqual(["post root:s1 in C1/", "post a in C1/ts-root:s1"]);
		expect(on.store.nextAt()).toBeNull();
	}
});

test("the queue skips a message that the platform will never take, and posts those behind it", async () => {
	on.session("s1", "C1", "t1");
	on.answers.set("a", [{ ok: false, kind: "refused", error: "msg_too_long" }]);
	on.put("a", "s1", say("a"));
	on.put("b", "s1", say("b"));
	await on.run();
	expect(on.asked).toEqual(["post a in C1/t1", "post b in C1/t1"]);
	expect([on.store.held(), on.store.nextAt()]).toEqual([1, null]);
});

test.each([
	["no JSON", "message", "{"],
	["no message", "message", '{"type":"song"}'],
	["no target", "target", "null"],
])("the queue skips a row that can't be read (%s), and the others go on", async (_, column, text) => {
	on.session("s1", "C1", "t1");
	on.put("a", "s1", say("a"));
	on.put("b", "s1", say("b"));
	on.sql.exec(`UPDATE posts SET ${column} = ? WHERE key = 'a'`, text);
	await on.run();
	expect(on.asked).toEqual(["post b in C1/t1"]);
	expect([on.store.held(), on.store.nextAt()]).toEqual([1, null]);
});

test("the queue skips a message that can't be rendered, and the others go on", async () => {
	on.session("s1", "C1", "t1");
	on.put("a", "s1", say("a"));
	on.put("b", "s1", say("b"));
	const { post } = on.poster;
	on.poster.post = (key, ...rest) => {
		if (key === "a") throw new Error("no such block");
		return post(key, ...rest);
	};
	await on.run();
	expect(on.asked).toEqual(["post b in C1/t1"]);
	expect(on.store.held()).toBe(1);
});

test("after a lost answer the Workspace looks for the post, and sends it again only if it certainly isn't there", async () => {
	on.session("s1", "C1", "t1");
	on.answers.set("a", [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.found.set("a", { is: "unknown", error: "HTTP 502", retryAfterMs: null });
	on.put("a", "s1", say("a"));
	await on.run();
	for (let tries = 0; tries < 8; tries++) await on.later(60_000);
	expect(on.asked).toEqual(["post a in C1/t1", ...Array(8).fill("find a")]);
	on.found.set("a", { is: "unknown", error: "ratelimited", retryAfterMs: 90_000 });
	await on.later(60_000);
	await on.later(89_000);
	expect(on.asked).toHaveLength(10);
	on.found.set("a", { is: "absent" });
	await on.later(1_000);
	expect(on.asked.slice(10)).toEqual(["find a", "post a in C1/t1"]);
	expect(on.store.nextAt()).toBeNull();
});

test("after a lost answer the Workspace finds the post and doesn't send it again", async () => {
	on.session("s1", "C1", "t1");
	on.answers.set("a", [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.found.set("a", { is: "found", channel: "C1", message: "ts-a" });
	on.put("a", "s1", say("a"));
	await on.toTheEnd();
	expect(on.asked).toEqual(["post a in C1/t1", "find a", "edit ts-a"]);
});

const lost: PostResult = { ok: false, kind: "uncertain", error: "HTTP 502" };

test("a platform that lets no one read holds up what must be looked for, the later posts of its thread, and no other", async () => {
	for (const n of [1, 2, 3]) on.session(`s${n}`, "C1", `t${n}`);
	for (const key of ["a", "b"]) {
		on.answers.set(key, [lost]);
		on.found.set(key, { is: "unknown", error: "ratelimited", retryAfterMs: 60_000 });
	}
	on.put("a", "s1", say("a"));
	on.put("b", "s2", say("b"));
	await on.run();
	await on.later(1_000);
	on.put("c", "s3", say("c"));
	on.put("a2", "s1", say("a2"));
	await on.later(58_000);
	const looked = ["post a in C1/t1", "post b in C1/t2", "find a", "find b"];
	expect(on.asked).toEqual([...looked, "post c in C1/t3"]);
	for (const key of ["a", "b"]) on.found.set(key, { is: "found", channel: "C1", message: `ts-${key}` });
	await on.toTheEnd();
	const rest = ["find a", "find b", "post a2 in C1/t1", "edit ts-a", "edit ts-b"];
	expect(on.asked.slice(5).toSorted()).toEqual(rest.toSorted());
});

test("a post whose answer was lost is known by the platform's own word of it, and is neither looked for nor posted again", async () => {
	on.poster.wordWithin = 10_000;
	on.session("s1", "C1", "t1");
	on.answers.set("a", [lost]);
	on.put("a", "s1", say("a"));
	on.put("b", "s1", say("b"));
	await on.run();
	await on.later(3_000);
	expect(on.asked).toEqual(["post a in C1/t1"]);
	on.store.appeared("a", "C1", "ts-a", on.now());
	await on.run();
	expect(on.asked.slice(1).toSorted()).toEqual(["edit ts-a", "post b in C1/t1"]);
	expect(on.store.nextAt()).toBeNull();
});

test("a thread whose first message was found goes on, even while that can't be edited", async () => {
	on.session("s1", "C1");
	on.answers.set("root:s1", [lost, ...Array(3).fill({ ok: false, kind: "failed", error: "HTTP 503" })]);
	on.put("root:s1", "s1", root);
	on.put("a", "s1", say("a"));
	await on.run();
	on.store.appeared("root:s1", "C1", "ts-root:s1", on.now());
	await on.run();
	expect(on.asked).toContain("post a in C1/ts-root:s1");
});

test("the platform's word may come before the answer is lost", async () => {
	on.poster.wordWithin = 10_000;
	on.session("s1", "C1", "t1");
	const { post } = on.poster;
	on.answers.set("a", [lost]);
	on.poster.post = (...to) => {
		on.store.appeared(to[0], "C1", `ts-${to[0]}`, on.now());
		return post(...to);
	};
	on.put("a", "s1", say("a"));
	on.put("b", "s1", say("b"));
	await on.run();
	expect(on.asked.toSorted()).toEqual(["edit ts-a", "post a in C1/t1", "post b in C1/t1"]);
});

test("the platform's word of a message that is there already changes nothing", async () => {
	on.session("s1", "C1", "t1");
	on.put("a", "s1", say("a"));
	await on.run();
	for (const key of ["a", "unknown"]) expect(on.store.appeared(key, "C1", "ts-other", on.now())).toBe(false);
	on.put("a", "s1", say("changed"));
	await on.run();
	expect(on.asked).toEqual(["post a in C1/t1", "edit ts-a"]);
});

test("without such word it is searched for page by page, on from where the search was", async () => {
	on.poster.wordWithin = 10_000;
	on.session("s1", "C1", "t1");
	on.answers.set("a", [lost]);
	on.found.set("a", { is: "more", cursor: "p2" });
	on.put("a", "s1", say("a"));
	const { find } = on.poster;
	on.poster.find = async (...asked) => {
		const found = await find(...asked);
		const [key, , , cursor] = asked;
		on.found.set(
			key,
			cursor === "" ? { is: "unknown", error: "ratelimited", retryAfterMs: 60_000 } : { is: "absent" },
		);
		return found;
	};
	await on.run();
	await on.later(9_000);
	expect(on.asked).toEqual(["post a in C1/t1"]);
	await on.later(1_000);
	expect(on.asked.slice(1)).toEqual(["find a", "find a from p2"]);
	on.found.set("a", { is: "absent" });
	await on.toTheEnd();
	expect(on.asked.slice(3)).toEqual(["find a from p2", "post a in C1/t1"]);
});

test("after a crash in mid-post the Workspace looks for the post first", async () => {
	on.session("s1", "C1", "t1");
	on.put("a", "s1", say("a"));
	on.poster.post = () => new Promise(() => {});
	void on.run();
	expect(on.store.at("a")).toMatchObject({ state: "uncertain" });
});

test("a post that a crash cut off may still arrive: the Workspace looks for it only once the platform's word has had its time", async () => {
	on.poster.wordWithin = 10_000;
	on.session("s1", "C1", "t1");
	on.put("a", "s1", say("a"));
	on.poster.post = () => new Promise(() => {});
	void on.run();
	expect(on.store.nextAt()).toBe(on.now() + 10_000);
	on.put("a", "s1", { type: "plan", view: planView() });
	expect(on.store.nextAt()).toBe(on.now() + 10_000);
	const after = on.restarted();
	after.appeared("a", "C1", "ts-a", on.now());
	expect(after.nextAt()).toBe(on.now());
});

test("if no one can look, a second copy is posted; the first is edited as well once someone has looked at it", async () => {
	const card = planView();
	const key = `plan:${card.plan}`;
	on.session("s1", "C1", "t1");
	on.answers.set(key, [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.found.set(key, { is: "blind" });
	on.put(key, "s1", { type: "plan", view: card });
	on.put(`${key}:p`, "s1", { type: "plan", view: card }, { person: "teams:t:ada" });
	await on.toTheEnd();
	expect(on.asked.filter((one) => one.startsWith(`post ${key} `))).toHaveLength(2);
	for (const plan of [card.plan, card.plan, "another"])
		on.store.copyFound("s1", plan, c1, "ts-first", on.now());
	on.store.copyFound("s1", card.plan, c1, `ts-${key}`, on.now());
	await on.toTheEnd();
	const edits = () => on.asked.filter((one) => one.startsWith("edit")).sort();
	expect(edits()).toEqual(["edit ts-first"]);
	on.put(key, "s1", { type: "plan", view: { ...card, state: "approved" } });
	await on.toTheEnd();
	expect(edits()).toEqual(["edit ts-first", "edit ts-first", `edit ts-${key}`]);
});

test("a card that someone looks at before its lost post is tried again is that post", async () => {
	const card = planView();
	const key = `plan:${card.plan}`;
	on.session("s1", "C1", "t1");
	on.answers.set(key, [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.put(key, "s1", { type: "plan", view: card });
	await on.run();
	on.store.copyFound("s1", card.plan, c1, "ts-first", on.now());
	await on.toTheEnd();
	expect(on.asked).toEqual([`post ${key} in C1/t1`, "edit ts-first"]);
});

test("a card that someone looks at while another copy is on its way: both are edited", async () => {
	const card = planView();
	const key = `plan:${card.plan}`;
	on.session("s1", "C1", "t1");
	on.answers.set(key, [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.found.set(key, { is: "blind" });
	on.put(key, "s1", { type: "plan", view: card });
	await on.run();
	const { post } = on.poster;
	on.poster.post = async (...to) => {
		on.store.copyFound("s1", card.plan, c1, "ts-first", on.now());
		return post(...to);
	};
	await on.toTheEnd();
	on.put(key, "s1", { type: "plan", view: { ...card, state: "approved" } });
	on.asked.length = 0;
	await on.toTheEnd();
	expect(on.asked.sort()).toEqual(["edit ts-first", `edit ts-${key}`]);
});

test("the sender knows which plan's card it sent where: to a person, or where there are no threads", async () => {
	const [card, ada] = [planView(), "slack:T1:U0ADA"];
	const key = `plan:${card.plan}:${ada}`;
	on.session("s1", "C1", "t1");
	const at = (own: string | null, channel = "C1", threads = true) =>
		on.store.sentTo(card.plan, { channel, own, threads })?.session ?? null;
	on.put(key, "s1", { type: "plan", view: card }, { person: ada });
	expect(at(ada)).toBeNull();
	on.answers.set(key, [{ ok: false, kind: "failed", error: "not done" }]);
	await on.run();
	expect(at(ada)).toBeNull();
	const { post } = on.poster;
	on.poster.post = async (...to) => {
		expect(at(ada)).toBe("s1");
		return post(...to);
	};
	await on.toTheEnd();
	expect(at(ada)).toBe("s1");
	for (const who of [null, "slack:T1:U0EVE", "%"]) expect(at(who, "C1", false)).toBeNull();
	for (const plan of ["pl_g0000000000000000", "%", card.plan.slice(0, -1)])
		expect(on.store.sentTo(plan, { channel: "C1", own: ada, threads: false })).toBeNull();

	on.poster.post = post;
	on.put(`plan:${card.plan}`, "s1", { type: "plan", view: card });
	await on.toTheEnd();
	expect([at(null, "C1", false), at(null, "C1", true), at(null, "C2", false)]).toEqual(["s1", null, null]);
});

test("a copy in someone's own chat whose answer was lost is edited along once they looked at it", async () => {
	const [card, ada] = [planView(), "teams:t:ada"];
	const key = `plan:${card.plan}:${ada}`;
	on.answers.set(key, [{ ok: false, kind: "uncertain", error: "HTTP 502" }]);
	on.found.set(key, { is: "blind" });
	on.put(key, "s1", { type: "plan", view: card }, { person: ada });
	await on.toTheEnd();
	for (const own of [null, "teams:t:eve"])
		on.store.copyFound("s1", card.plan, { channel: "a:ada", own }, "ts-none", on.now());
	on.store.copyFound("s1", card.plan, { channel: "a:ada", own: ada }, "ts-first", on.now());
	on.asked.length = 0;
	on.put(key, "s1", { type: "plan", view: { ...card, state: "approved" } }, { person: ada });
	await on.toTheEnd();
	expect(new Set(on.asked)).toEqual(new Set(["edit ts-first", `edit ts-${key}`]));
});

test("a card that was deleted in chat is posted again", async () => {
	on.session("s1", "C1", "t1");
	on.put("a", "s1", { type: "plan", view: planView() });
	await on.run();
	on.answers.set("a", [{ ok: false, kind: "gone", error: "message_not_found" }]);
	on.put("a", "s1", { type: "plan", view: planView({ state: "denied" }) });
	await on.run();
	expect(on.asked).toEqual(["post a in C1/t1", "edit ts-a", "post a in C1/t1"]);
	expect(on.store.at("a")).toMatchObject({ ref: "ts-a", version: 2, done: 2 });
});

test("a channel that left its client gets nothing more; edits and posts wait until it is back", async () => {
	on.session("s1", "C1", "t1");
	on.put("a", "s1", { type: "plan", view: planView() });
	await on.run();
	on.bind("C1", "another");
	on.put("a", "s1", { type: "plan", view: planView({ state: "denied" }) });
	on.put("b", "s1", say("b"));
	await on.toTheEnd();
	expect(on.asked).toEqual(["post a in C1/t1"]);
	on.bind("C1", "acme");
	on.store.retry();
	await on.run();
	expect(on.asked.slice(1).sort()).toEqual(["edit ts-a", "post b in C1/t1"]);
});

test("a slow conversation holds up no other, and its own posts do not overtake", async () => {
	on.session("s1", "C1", "t1");
	on.session("s2", "C2", "t2");
	on.put("a", "s1", say("a"));
	on.put("b", "s1", say("b"));
	const { post } = on.poster;
	let answer = () => {};
	const slow = new Promise<void>((resolve) => {
		answer = resolve;
	});
	on.poster.post = async (key, ...rest) => {
		if (key === "a") await slow;
		return post(key, ...rest);
	};
	const all = on.run();
	on.put("c", "s2", say("c"));
	const more = on.run();
	answer();
	await Promise.all([all, more]);
	expect(on.asked).toEqual(["post c in C2/t2", "post a in C1/t1", "post b in C1/t1"]);
});

/** The text of each row as it is stored. */
const stored = () =>
	Object.fromEntries(
		on.sql
			.exec<{ key: string; message: SqlStorageValue }>("SELECT key, message FROM posts")
			.toArray()
			.map(({ key, message }) => [key, Message.parse(message)]),
	);

test("a one-time message isn't kept after its post, and never posted again", async () => {
	on.session("s1", "C1", "t1");
	on.put("a", "s1", say("secret"), null, true);
	on.put("b", "s1", say("edited later"));
	await on.toTheEnd();
	expect(stored()).toEqual({ a: "", b: JSON.stringify(say("edited later")) });
	on.put("a", "s1", say("secret"), null, true);
	await on.toTheEnd();
	expect(on.asked).toEqual(["post a in C1/t1", "post b in C1/t1"]);
	expect(stored().a).toBe("");
});

test("a post goes out without what was erased before it, and no copy of that stays", async () => {
	on.session("s1", "C1");
	const question: ChatMessage = { type: "notice", view: notice({ turn: "question", text: "secret" }) };
	on.put("q", "s1", question, null, true);
	on.put("q2", "s1", question, null, true);
	on.store.unsay("q", null, null, on.now());
	expect(stored().q).toMatch(/"text":"\(erased\)"/);
	expect(stored().q2).toContain("secret");
});

test("a run's output is taken off every copy of a card, in chat too; another run's stays", async () => {
	on.session("s1", "C1", "t1");
	const run = (n: number) => {
		const first = [{ what: "error" as const, record: 4, entry: 0, message: `error${n}`, line: 1 }];
		const inside = { ...noInside, by: "powershell" as const, swallowed: 1, first };
		return runView({ run: `r_g000000000000000${n}`, excerpt: `out${n}`, inside });
	};
	const plan: ChatMessage = { type: "plan", view: planView({ runs: [run(1), run(2)] }) };
	on.put("plan:1", "s1", plan);
	on.put("plan:1:slack:T1:U1", "s1", plan, { person: "slack:T1:U1" });
	on.put("plan:10", "s1", plan);
	await on.toTheEnd();
	on.asked.length = 0;
	on.store.unsay("plan:1", run(1).run, null, on.now());
	on.store.unsay("plan:1", run(1).run, null, on.now());
	await on.toTheEnd();
	expect(on.asked.sort()).toEqual(["edit ts-plan:1", "edit ts-plan:1:slack:T1:U1"]);
	for (const key of ["plan:1", "plan:1:slack:T1:U1"]) {
		expect(stored()[key]).not.toMatch(/out1|error1/);
		expect(JSON.parse(stored()[key] ?? "").view.runs[0].inside).toMatchObject({ swallowed: 1, first: [] });
		expect(stored()[key]).toMatch(/error2.*out2/);
	}
	expect(stored()["plan:10"]).toMatch(/error1.*out1/);
});

const outcome = (endpoint: string, why: string) => ({
	...{ endpoint, outcome: "done-but-check" as const, why, doubted: [] },
});
const quoting = notice({
	turn: "finished",
	text: "Jane → Roe",
	outcomes: [outcome("A", "1 error was swallowed (“no login for Jane Roe”)"), outcome("B", "“Jane”")],
});
const ended: ChatMessage = { type: "notice", view: quoting };
const without = notice({
	turn: "finished",
	outcomes: [outcome("A", "1 error was swallowed"), outcome("B", "exit 2")],
});
const blank = { ...quoting, text: "", outcomes: [outcome("A", ""), outcome("B", "")] };

/** What chat shows of each message, by its place; by its key until it has one. */
const shown = () => {
	const all: Record<string, unknown> = {};
	const { post, edit } = on.poster;
	on.poster.post = async (key, to, message, silence) => {
		const result = await post(key, to, message, silence);
		if (result.ok) all[result.message] = message.view;
		return result;
	};
	on.poster.edit = async (ref, message) => {
		const result = await edit(ref, message);
		if (result.ok) all[ref.message] = message.view;
		return result;
	};
	return all;
};

test("a notice that waits loses what it quotes of a run, and says the rest as it is now", () => {
	on.session("s1", "C1");
	on.put("notice:1", "s1", ended, null, true);
	on.store.unsay("notice:1", null, without, on.now());
	expect(JSON.parse(stored()["notice:1"] ?? "").view).toEqual(without);
});

test("a notice in chat and its copies are edited once to what is left of them, and aren't kept after it", async () => {
	on.session("s1", "C1", "t1");
	const all = shown();
	on.put("notice:1", "s1", ended, null, true);
	on.put("notice:1@desk", "s1", ended, null, true);
	on.put("notice:1:slack:T1:U1", "s1", ended, { person: "slack:T1:U1" }, true);
	on.put("notice:10", "s1", ended, null, true);
	await on.toTheEnd();
	on.asked.length = 0;
	on.store.unsay("notice:1", null, without, on.now());
	await on.toTheEnd();
	expect(on.asked.sort()).toEqual([
		"edit ts-notice:1",
		"edit ts-notice:1:slack:T1:U1",
		"edit ts-notice:1@desk",
	]);
	expect(all).toEqual({
		"ts-notice:1": without,
		"ts-notice:1@desk": without,
		"ts-notice:1:slack:T1:U1": without,
		"ts-notice:10": quoting,
	});
	expect(Object.values(stored())).toEqual(["", "", "", ""]);
	expect(on.store.waiting()).toBe(0);
});

test("a notice on its way while its words are erased is edited once it is there", async () => {
	on.session("s1", "C1", "t1");
	const all = shown();
	on.put("notice:1", "s1", ended, null, true);
	on.before.set("notice:1", async () => on.store.unsay("notice:1", null, without, on.now()));
	await on.toTheEnd();
	expect(on.asked).toEqual(["post notice:1 in C1/t1", "edit ts-notice:1"]);
	expect(all).toEqual({ "ts-notice:1": without });
	expect(stored()).toEqual({ "notice:1": "" });
});

test("a notice whose answer was lost is found and edited if its words were erased meanwhile", async () => {
	on.session("s1", "C1", "t1");
	on.answers.set("notice:1", [{ ok: false, kind: "uncertain", error: "no answer" }]);
	on.found.set("notice:1", { is: "found", channel: "C1", message: "ts-notice:1" });
	on.put("notice:1", "s1", ended, null, true);
	await on.run();
	on.store.unsay("notice:1", null, without, on.now());
	const all = shown();
	await on.toTheEnd();
	expect(all).toEqual({ "ts-notice:1": without });
	expect(stored()).toEqual({ "notice:1": "" });
});

test("a notice that someone removed from chat stays removed, and nothing of it is kept", async () => {
	on.session("s1", "C1", "t1");
	on.put("notice:1", "s1", ended, null, true);
	await on.toTheEnd();
	on.asked.length = 0;
	on.answers.set("notice:1", [{ ok: false, kind: "gone", error: "message_not_found" }]);
	on.store.unsay("notice:1", null, without, on.now());
	await on.toTheEnd();
	expect(on.asked).toEqual(["edit ts-notice:1"]);
	expect([stored(), on.store.waiting(), on.store.held()]).toEqual([{ "notice:1": "" }, 0, 0]);
});

test("a notice that comes only after its words were erased is posted without them, in each thread and to people", async () => {
	on.session("s1", "C1", "t1");
	const all = shown();
	on.store.unsay("notice:1", null, without, on.now());
	on.put("notice:1", "s1", ended, null, true);
	on.put("notice:1@desk", "s1", ended, null, true);
	on.put("notice:1:slack:T1:U1", "s1", ended, { person: "slack:T1:U1" }, true);
	on.put("notice:10", "s1", ended, null, true);
	await on.toTheEnd();
	expect(all).toEqual({
		"ts-notice:1": blank,
		"ts-notice:1@desk": blank,
		"ts-notice:1:slack:T1:U1": blank,
		"ts-notice:10": quoting,
	});
	on.put("notice:1", "s1", ended, null, true);
	await on.toTheEnd();
	expect(all["ts-notice:1"]).toEqual(blank);
});

test("an older state of a session that comes late changes neither its message nor the copies of it", async () => {
	const card = planView();
	on.session("s1", "C1", "t1");
	const shown = (state: "open" | "approved" | "denied", asOf: number) =>
		on.show(`plan:${card.plan}`, "s1", { type: "plan", view: { ...card, state } }, asOf);
	const states = () =>
		on.sql
			.exec<{ message: SqlStorageValue }>("SELECT message FROM posts ORDER BY key")
			.toArray()
			.map(({ message }) => JSON.parse(Message.parse(message)).view.state);
	shown("open", 10);
	await on.run();
	on.store.copyFound("s1", card.plan, c1, "ts-first", on.now());
	shown("approved", 12);
	shown("denied", 11);
	expect(states()).toEqual(["approved", "approved"]);
	shown("approved", 14);
	shown("denied", 13);
	expect(states()).toEqual(["approved", "approved"]);
	shown("denied", 14);
	expect(states()).toEqual(["denied", "denied"]);
});
