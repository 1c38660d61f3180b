// A thread that can't be opened in Slack: whoever asked, the owners and the record hear why, and it opens once that's mended.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { deliver, eventFor } from "./world/forged/requests.ts";
import { type SlackLine, startSlackLine } from "./world/lines/slack-line.ts";
import { ask } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { answered, audit, checkedOutside, entries } from "./world/record.ts";
import { acmeSetup, channel, other, startWorld, type World } from "./world/world.ts";

/** The MSP's desk is in the other workspace, and its owner has an account in each. */
const withDesk = () => {
	const { staff, ...setup } = acmeSetup();
	const olga = {
		name: "Olga Berg",
		identities: ["slack:T0LOCAL1:U0EVE", "slack:T0OTHER:U0MAL"],
		roles: ["owner" as const],
	};
	return {
		...setup,
		msp: { name: "Brightside IT", desk: "slack:T0OTHER:C0OTHER" },
		staff: { ...staff, olga },
	};
};

let world: World;
let line: SlackLine;
beforeAll(async () => {
	world = await startWorld({
		agents: [],
		setup: withDesk(),
		slackUrl: async (slack) => {
			line = await startSlackLine(slack);
			return line.apiUrl;
		},
	});
});
afterAll(async () => {
	await world?.stop();
	await line?.stop();
});
beforeEach(() => {
	line.judge = () => "pass";
});

/** Slack takes no message there. */
const refuseIn = (where: string, error: string): void => {
	line.judge = ({ method, fields }) =>
		method === "chat.postMessage" && fields.channel === where ? { error } : "pass";
};
/** What the bot told them directly. */
const directly = async (handle: string, dm: string, team?: string): Promise<string[]> =>
	(await world.person(handle, team).state()).messages.filter((one) => one.channel === dm).map(textOf);
const hears = (handle: string, dm: string, text: string, team?: string) =>
	expect.poll(() => directly(handle, dm, team)).toContainEqual(expect.stringContaining(text));
/** On the desk. */
const desk = (request: string) => world.person("mal", other.id).message("Caisey session", request);

test("who asks where the app isn't a member reads privately what to do, and the thread opens once that's done", async () => {
	refuseIn(channel, "not_in_channel");
	const dana = world.person("dana");
	const request = "nobody let me in";
	await answered(
		dana,
		() => dana.say(channel, `/caisey ${request}`),
		`I couldn't open a thread for the request “${request}”.`,
		"I'm not a member of this channel. Write “/invite @Caisey” there. Your request is kept",
	);
	line.judge = () => "pass";
	// What waits is tried again at once.
	await world.apply(withDesk());
	const reader = await signIn(world, dana, await dana.message("Caisey session", request));
	expect(await entries(reader, "thread.unopened")).toMatchObject([
		{ because: "not-a-member", told: "there" },
	]);
	expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
});

test("the owner hears once, at each account, that the desk takes no thread; each session's record has it, and the desk gets both", async () => {
	refuseIn("C0OTHER", "is_archived");
	const asked = [await ask(world), await ask(world)];
	const readers = [];
	for (const session of asked) readers.push(await signIn(world, world.person("dana"), session));
	for (const reader of readers)
		await expect
			.poll(() => entries(reader, "thread.unopened"))
			.toMatchObject([{ because: "archived", told: "directly", thread: "desk" }]);
	const told = "I can't post in #other. #other is archived. Take it out of the archive.";
	await hears("eve", "D0EVE", told);
	await hears("mal", "D0MAL", told, other.id);
	expect((await audit(world)).filter((row) => row.includes("nothing can be posted"))).toEqual([
		"slack nothing can be posted slack:T0OTHER #other (C0OTHER): the conversation is archived",
	]);
	line.judge = () => "pass";
	await world.apply(withDesk());
	for (const session of asked) await desk(/please change something \(\d+\)/.exec(textOf(session))?.[0] ?? "");
	for (const [handle, dm, team] of [
		["eve", "D0EVE"],
		["mal", "D0MAL", other.id],
	] as const)
		expect((await directly(handle, dm, team)).filter((text) => text.includes("can't post"))).toHaveLength(1);
	const [reader] = readers;
	expect(await checkedOutside(world, (await reader?.text("transcript.json")) ?? "")).toContain(
		"Everything holds.",
	);
});

const theirs = () => {
	const found = world.slack.workspaces.find(({ team }) => team === other.id);
	if (!found) throw new Error("no other workspace");
	return found;
};
const lost = "My access to the Slack workspace slack:T0OTHER is missing or no longer valid.";
/** How often the owner heard that in each workspace. */
const heardOfIt = async () => {
	const [here, there] = [await directly("eve", "D0EVE"), await directly("mal", "D0MAL", other.id)];
	return [here, there].map((all) => all.filter((text) => text.includes(lost)).length);
};
/** Resolves with what waits until its thread on the desk is there, as the Worker knows. */
const asksUnseen = async (request: string) => {
	const reader = await signIn(world, world.person("dana"), await ask(world, request));
	await expect
		.poll(() => entries(reader, "thread.unopened"))
		.toMatchObject([{ because: "access-refused", told: "directly", thread: "desk" }]);
	return async () => {
		await desk(request);
		const kinds = async () => (await entries(reader, "thread.opened")).map(({ thread }) => thread);
		await expect.poll(kinds).toContain("desk");
	};
};

test("the owner hears once, where that works, that the desk's workspace no longer takes our token, and a new token brings what waited", async () => {
	theirs().revoke();
	const requests = ["asked after the token was gone", "asked a little later"];
	const there = [];
	for (const request of requests) there.push(await asksUnseen(request));
	await hears("eve", "D0EVE", lost);
	theirs().botToken = theirs().renew();
	await world.apply(withDesk());
	for (const isThere of there) await isThere();
	expect(await heardOfIt()).toEqual([1, 0]);
});

test("the owner hears at once that the app was removed, and not again of what waits for it", async () => {
	const [before = 0] = await heardOfIt();
	await deliver(world, eventFor(other, { type: "app_uninstalled" }), { type: "application/json" });
	await expect.poll(heardOfIt).toEqual([before + 1, 0]);
	const isThere = await asksUnseen("asked without the app");
	theirs().botToken = theirs().renew();
	await world.apply(withDesk());
	await isThere();
	expect(await heardOfIt()).toEqual([before + 1, 0]);
});
