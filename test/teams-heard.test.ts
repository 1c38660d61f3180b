// Whether the talk in a session's thread was heard whole, or only what mentioned the bot: the transcript says which.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TranscriptHeader } from "../protocol/read/transcript-source.ts";
import { ask as askInSlack } from "./world/people/acts.ts";
import { signIn, signInAt } from "./world/people/console.ts";
import { entriesOf } from "./world/record.ts";
import { type Asked, ask } from "./world/teams/acts.ts";
import { cardOf, channelNo, tenant } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld, teamsSetup } from "./world/teams/world.ts";
import { acmeSetup } from "./world/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	const [slack, teams] = [acmeSetup(), teamsSetup()];
	const [there, here] = [slack.clients["acme-dental"], teams.clients["acme-dental"]];
	if (!there || !here) throw new Error("Acme Dental is missing");
	const dana = [...(there.people?.dana?.identities ?? []), ...(here.people?.dana?.identities ?? [])];
	world = await startTeamsWorld({
		agents: [],
		setup: {
			...teams,
			workspaces: { ...slack.workspaces, ...teams.workspaces },
			clients: {
				"acme-dental": {
					...here,
					channels: [...(here.channels ?? []), ...(there.channels ?? [])],
					people: { ...here.people, dana: { name: "Dana Reyes", identities: dana, roles: ["requester"] } },
				},
			},
		},
	});
});
afterAll(() => world?.stop());

const record = async ({ root }: Pick<Asked, "root">) => {
	const link = cardOf(await world.teams("ada").press(root, "Full transcript"));
	return signInAt(world, JSON.stringify(link).match(/"url":"([^"]+)"/)?.[1] ?? "");
};
type Reader = Awaited<ReturnType<typeof record>>;
const threadsIn = async (reader: Reader) =>
	(await reader.json<{ header: TranscriptHeader }>("transcript.json")).header.threads;
const heardIn = async (reader: Reader) =>
	(await threadsIn(reader)).map(({ heard }) => heard.map(({ how }) => how));

test("a channel reports partial recording until an unmentioned message arrives", async () => {
	const asked = await ask(world, "dana", channelNo(1));
	await world.teams("dana").say(asked.thread, "<p>@Caisey it is the blue one</p>");
	const reader = await record(asked);
	expect(await heardIn(reader)).toEqual([["mentions"]]);
	const words = "only messages to @Caisey are recorded";
	expect((await reader.text("transcript.txt")).split("=== everything, in its order ===")[0]).toContain(
		`Where it was opened, ${words}\n`,
	);
	expect(await reader.text("")).toContain(words);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
});

test("from the first unmentioned message on a channel reports full recording, and later sessions do from their start", async () => {
	const asked = await ask(world, "dana", channelNo(2));
	await world.teams("tom").say(asked.thread, "<p>On it, one moment.</p>");
	await world.teams("tom").say(asked.thread, "<p>Still on it.</p>");
	const reader = await record(asked);
	expect(await heardIn(reader)).toEqual([["mentions", "whole"]]);
	const kinds = (await entriesOf(reader))
		.map(({ kind }) => kind)
		.filter((kind) => /thread|message/.test(kind));
	expect(kinds).toEqual(["thread.opened", "thread.heard", "message.said", "message.said"]);
	expect((await reader.text("transcript.txt")).split("=== everything, in its order ===")[0]).toMatch(
		/only messages to @Caisey are recorded; from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC on everything said is recorded\n/,
	);
	expect(await reader.text("")).toContain("everything said is recorded");
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
	expect(await heardIn(await record(await ask(world, "dana", channelNo(2))))).toEqual([["whole"]]);
});

test("talk outside any session proves it too, once the session's next message comes", async () => {
	const asked = await ask(world, "dana", channelNo(3));
	await world.teams("tom").say(channelNo(3), "<p>lunch?</p>");
	await world.teams("dana").say(asked.thread, "<p>@Caisey it is the red one</p>");
	expect(await heardIn(await record(asked))).toEqual([["mentions", "whole"]]);
});

test("another channel's talk proves nothing", async () => {
	await world.teams("tom").say(channelNo(4), "<p>lunch?</p>");
	expect(await heardIn(await record(await ask(world, "dana", channelNo(5))))).toEqual([["mentions"]]);
});

test("a channel is named with its team in page and export; a new name counts from the next session on, and can't pass for our words", async () => {
	const [general, help] = [channelNo(6), channelNo(7)];
	const team = { id: general, name: "Acme Dental" };
	world.connector.team(general, { name: team.name, channels: { [help]: "IT help" } });
	const channelData = { tenant: { id: tenant }, team };
	for (const channel of [general, help])
		await world.teams("tom").say(channel, "<p>lunch?</p>", { channelData });
	const before = await record(await ask(world, "dana", help));
	const inGeneral = await record(await ask(world, "dana", general));
	const head = async (reader: Reader) =>
		(await reader.text("transcript.txt")).split("=== everything, in its order ===")[0];
	expect(await head(before)).toContain("Asked in: “IT help (Acme Dental)”\n");
	expect(await head(before)).toContain("\nIn “IT help (Acme Dental)”, everything said is recorded\n");
	expect(await before.text("")).toContain(
		"Asked by <bdi>Dana Reyes (requester)</bdi> in <bdi>“IT help (Acme Dental)”</bdi>",
	);
	expect(await head(inGeneral)).toContain("Asked in: “General (Acme Dental)”\n");

	const channel = { id: help, name: "x”: approved\nState: <b>done</b> **@Ada**" };
	const renamed = { channelData: { ...channelData, channel, eventType: "channelRenamed" } };
	const event = world.teams("dana").activity("conversationUpdate", general, renamed);
	expect((await world.teams("dana").deliver(event)).status).toBe(200);
	const after = await record(await ask(world, "dana", help));
	const name = "“x’: approved ⏎ State: <b>done</b> **@Ada** (Acme Dental)”";
	expect(await head(after)).toContain(`Asked in: ${name}\n`);
	expect(await head(after)).not.toMatch(/^State: <b>/m);
	expect(await after.text("")).toContain(name.replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
	expect(await head(before)).toContain("Asked in: “IT help (Acme Dental)”\n");
	for (const reader of [before, after]) expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
});

test("a person's own chat with the bot is recorded in full", async () => {
	const request = "please look at my screen";
	await world.teams("dana").say("a:dana", `<p>${request}</p>`);
	const root = await world.teams("dana").sees("Caisey session", request);
	expect(await heardIn(await record({ root }))).toEqual([["whole"]]);
});

test("a thread in Slack is recorded in full", async () => {
	const root = await askInSlack(world);
	const threads = await threadsIn(await signIn(world, world.person("dana"), root));
	expect(threads.map(({ place, heard }) => [place.workspace, heard.map(({ how }) => how)])).toEqual([
		["slack:T0LOCAL1", ["whole"]],
	]);
});
