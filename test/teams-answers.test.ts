// What Teams does not take at once: private answers stay private, and previews arrive.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Verdict } from "./world/lines/counted.ts";
import { type Asked, ask } from "./world/teams/acts.ts";
import { shown } from "./world/teams/connector.ts";
import { channelNo } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld({ agents: [] });
});
afterEach(() => world.connector.onCall(() => "pass"));
afterAll(() => world?.stop());

let used = 0;
const asked = () => ask(world, "dana", channelNo(++used));

/** The first posts there go so, one after the other; null: where a chat is created for a person. */
const inTurn = (...verdicts: { to: string | null; how: Verdict }[]) =>
	world.connector.onCall(({ method, conversation }) => {
		const at = verdicts.findIndex(({ to }) => method === "POST" && to === conversation);
		return at < 0 ? "pass" : (verdicts.splice(at, 1)[0]?.how ?? "pass");
	});
const saying = (conversation: string, words: string) =>
	world.connector.posts.filter(
		(post) => post.conversation === conversation && shown(post.activity).includes(words),
	);
const inThread = ({ thread }: Asked) => saying(thread, "code block");
const inOwnChat = () => saying("a:29:tom", "code block");

test.each<{ why: string; chat: Verdict; post: Verdict }>([
	{ why: "Teams asks for silence", chat: { silence: 1 }, post: { silence: 1 } },
	{ why: "Teams is down for a moment", chat: "down", post: "down" },
	{ why: "the line breaks", chat: "cut", post: "pass" },
])("where $why, a private answer comes after it, to one person alone", async ({ chat, post }) => {
	const session = await asked();
	const before = inOwnChat().length;
	inTurn({ to: null, how: chat }, { to: "a:29:tom", how: post });
	await world.teams("tom").say(session.thread, "<p>$ echo <i>again</i></p>");
	await world.connector.until("the private answer", () => inOwnChat().length > before);
	expect(inOwnChat()).toHaveLength(before + 1);
	expect(inThread(session)).toEqual([]);
});

test("if Teams stays down, Caisey drops a private answer and doesn't post it to everyone", async () => {
	const session = await asked();
	inTurn({ to: null, how: "down" }, { to: null, how: "down" });
	await world.teams("tom").say(session.thread, "<p>$ echo <i>again</i></p>");
	await expect.poll(() => world.workerLog()).toMatch(/error [0-9a-f]{8}: Error: not answered: HTTP 503/);
	expect(inThread(session)).toEqual([]);
});

test.each<{ why: string; how: Verdict }>([
	{ why: "Teams asks for silence", how: { silence: 1 } },
	{ why: "Teams is down for a moment", how: "down" },
])("if $why, a technician's preview follows in the thread", async ({ how }) => {
	const session = await asked();
	inTurn({ to: session.thread.split(";")[0] as string, how });
	await world.teams("tom").say(session.thread, "<p>$ uptime --pretty</p>");
	await world.connector.until("the preview", () => saying(session.thread, "uptime --pretty")[0]);
	expect(world.workerLog()).not.toContain("no preview");
});
