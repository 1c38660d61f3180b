// The app is removed from a team or from someone's own chat: nothing is posted there until it is added again.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TranscriptHeader } from "../protocol/read/transcript-source.ts";
import { signInAt } from "./world/people/console.ts";
import { audit, strays, workspaces } from "./world/record.ts";
import { ask, propose } from "./world/teams/acts.ts";
import { app, type Post, shown } from "./world/teams/connector.ts";
import { buttonsOf, cardOf, channelNo, tenant } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld();
});
afterAll(() => world?.stop());

const tell = async (by: string, type: string, place: string, more: object) => {
	const person = world.teams(by);
	expect((await person.deliver(person.activity(type, place, more))).status).toBe(200);
};
const inTeam = (id: string) => ({ channelData: { tenant: { id: tenant }, team: { id } } });
const installation = (by: string, place: string, action: string, more: object = {}) =>
	tell(by, "installationUpdate", place, { action, ...more });
const members = (by: string, place: string, change: "membersAdded" | "membersRemoved", id: string) =>
	tell(by, "conversationUpdate", place, { [change]: [{ id }] });
const bot = `28:${app.id}`;

/** What a conversation's messages say now. A call that was on its way when the app went may come after it, and says nothing newer. */
const saidIn = (place: string): string[] =>
	world.connector.posts
		.filter(({ conversation }) => conversation === place || conversation.startsWith(`${place};`))
		.map(({ activity }) => shown(activity));
const directly = (handle: string, text: string) =>
	world.connector.until(`${text} directly to ${handle}`, () =>
		world.connector.posts.find(
			({ conversation, activity }) => conversation === `a:29:${handle}` && shown(activity).includes(text),
		),
	);
const approve = async (direct: Post) => {
	const button = buttonsOf(direct.activity.attachments?.[0]?.content).find(
		({ title }) => title === "Approve",
	);
	await world.teams("ada").execute(direct, button ?? {});
	await world.connector.until("the end, directly", () => /Done on/.test(shown(direct.activity)));
};
/** From where the owner hears that the app was removed. */
const away = async () =>
	(await workspaces(world)).flatMap(({ workspace, away }) => (workspace === `teams:${tenant}` ? away : []));
const wordsOf = (card: Post): string => shown(card.activity).match(/changes something \(\d+\)/)?.[0] ?? "";

test("a team that lost the app gets nothing, in any of its channels; waiting messages come when someone adds it again", async () => {
	const [general, channel] = [channelNo(1), channelNo(2)];
	world.connector.team(general, { name: "Acme Dental", channels: { [channel]: "IT help" } });
	await world.teams("tom").say(channel, "<p>lunch?</p>", inTeam(general));
	const asked = await ask(world, "dana", channel);
	const card = await propose(world, asked);
	const direct = await directly("ada", wordsOf(card));
	await world.connector.until("the notice in the thread", () =>
		world.connector.posts.some(
			({ activity, conversation }) =>
				conversation.startsWith(channel) && /asks you to approve/.test(activity.text ?? ""),
		),
	);
	await installation("dana", general, "remove", inTeam(general));
	await approve(direct);
	expect(saidIn(channel).filter((text) => /Approved by|Running on|Done on/.test(text))).toEqual([]);
	expect(await away()).toEqual([general]);

	await installation("dana", general, "add", inTeam(general));
	await world.connector.until("the finished card", () => /Done on/.test(shown(card.activity)));
	expect(await away()).toEqual([]);
	await world.teams("dana").say(asked.thread, "<p>@Caisey thank you</p>", inTeam(general));
	const link = cardOf(await world.teams("ada").press(asked.root, "Full transcript"));
	const reader = await signInAt(world, JSON.stringify(link).match(/"url":"([^"]+)"/)?.[1] ?? "");
	const { header } = await reader.json<{ header: TranscriptHeader }>("transcript.json");
	expect(header.threads[0]?.heard.map(({ how }) => how)).toEqual(["whole", "nothing", "mentions"]);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	const told = `app removed teams:${tenant} “Acme Dental” (${general}): nothing can be posted there`;
	for (const log of [await audit(world), await strays(world)])
		expect(log.filter((line) => line.includes(told)).join()).toContain("Dana Reyes");
});

test("someone who removed the app for themselves gets nothing directly until they add it again", async () => {
	const first = await propose(world, await ask(world, "dana", channelNo(3)));
	await directly("sam", wordsOf(first));
	await members("sam", "a:29:sam", "membersRemoved", bot);
	const second = await propose(world, await ask(world, "dana", channelNo(4)));
	await approve(await directly("ada", wordsOf(second)));
	expect(saidIn("a:29:sam").filter((text) => text.includes(wordsOf(second)))).toEqual([]);
	await members("sam", "a:29:sam", "membersAdded", bot);
	await directly("sam", wordsOf(second));
});

test("a later message proves that the app is back; an earlier removal then changes nothing", async () => {
	const channel = channelNo(5);
	const before = { timestamp: new Date(Date.now() - 60_000).toISOString() };
	await installation("dana", channel, "remove");
	expect(await away()).toEqual([channel]);
	await ask(world, "dana", channel);
	expect(await away()).toEqual([]);
	await installation("dana", channel, "remove", before);
	expect(await away()).toEqual([]);
});

test("an upgrade of the app doesn't count as a removal, nor does someone else's leaving", async () => {
	await ask(world, "dana", channelNo(6));
	await installation("dana", channelNo(6), "remove-upgrade");
	await members("dana", channelNo(6), "membersRemoved", "29:tom");
	expect(await away()).toEqual([]);
});
