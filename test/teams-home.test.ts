// What waits for someone, their endpoints and sessions, in their own chat with the bot: as on Slack's Home tab.
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ask, propose } from "./world/teams/acts.ts";
import { app, type Post, shown } from "./world/teams/connector.ts";
import { cardOf, channelNo } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld();
});
afterAll(() => world?.stop());

/** The newest card in someone's own chat that says this, after so many posts. */
const own = (handle: string, text: string, after: number): Promise<Post> =>
	world.connector.until(`${text} in the chat of ${handle}`, () =>
		world.connector.posts
			.slice(after)
			.findLast(
				({ conversation, activity }) => conversation === `a:${handle}` && shown(activity).includes(text),
			),
	);
const home = async (handle: string, text: string, word = "home"): Promise<Post> => {
	const after = world.connector.posts.length;
	await world.teams(handle).say(`a:${handle}`, `<p>${word}</p>`);
	return own(handle, text, after);
};
/** The same, asked for until it has this: the client's list of sessions lags behind them. */
const homeWith = async (handle: string, listed: string, word?: string): Promise<Post> => {
	let seen: Post | undefined;
	const look = async (): Promise<string> => {
		seen = await home(handle, "What's waiting for you", word);
		return shown(seen.activity);
	};
	await expect.poll(look).toContain(listed);
	return seen as Post;
};
const Body = z.object({
	body: z.array(z.looseObject({ actions: z.array(z.unknown()).optional() })),
});
/** Presses the first button of this name below an entry. */
const pressIn = (handle: string, post: Post, title: string) => {
	const { body } = Body.parse(post.activity.attachments?.[0]?.content);
	const actions = body.flatMap(({ actions }) => actions ?? []);
	return world.teams(handle).press(post, title, {}, { actions });
};

test("an approver sees what is waiting for a decision, with a personal link to decide", async () => {
	const card = await propose(world, await ask(world, "dana", channelNo(1)));
	const changes = shown(card.activity).match(/changes something \(\d+\)/)?.[0] ?? "";
	const seen = await homeWith("ada", "Waiting for your decision");
	expect(shown(seen.activity)).toContain(`Acme Dental  ·  “${changes}`);
	expect(shown(seen.activity)).toContain("On CLIENT-ACCT-01 · decide by");
	expect(shown(seen.activity)).not.toContain("Recent sessions");
	expect(JSON.stringify(cardOf(await pressIn("ada", seen, "Review in the console")))).toMatch(
		/"url":"[^"]+\/sign-in\//,
	);
});

test("a technician sees the queue and the endpoints, also by HOME", async () => {
	const { request } = await ask(world, "dana", channelNo(2));
	const seen = await homeWith("tom", request, "HOME");
	expect(shown(seen.activity)).toContain("Unclaimed");
	expect(shown(seen.activity)).toMatch(/CLIENT-ACCT-01 {2}· Acme Dental · front desk/);
	expect(shown(seen.activity)).not.toContain("Waiting for your decision");
	expect(JSON.stringify(cardOf(await pressIn("tom", seen, "Full transcript")))).toContain("/sign-in/");
});

test("people read what they asked for, or that they have no role; elsewhere the word is an ordinary request", async () => {
	await home("dana", "Your requests");
	await home("mal", "You have no role at any client yet");
	await world.teams("dana").say(channelNo(3), "<p>@Caisey home</p>");
	await world.teams("dana").sees("Caisey session", "asked: ", "“home”");
});

test("a person who adds the app sees Home at once, and help mentions the word", async () => {
	const after = world.connector.posts.length;
	const ada = world.teams("ada");
	await ada.deliver(ada.activity("conversationUpdate", "a:ada", { membersAdded: [{ id: `28:${app.id}` }] }));
	await own("ada", "Waiting for your decision", after);
	await home("dana", "the word home, in your own chat with me", "help");
});
