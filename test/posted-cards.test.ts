// Cards at each limit and one beyond it, really posted: to the local Slack, which refuses what Slack refuses, and to Microsoft's
// Agents Playground.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Poster } from "../bots/poster.ts";
import { slackPoster } from "../bots/slack/poster.ts";
import { connector } from "../bots/teams/call/connector.ts";
import { sendTo } from "../bots/teams/call/send.ts";
import { tokenSource } from "../bots/teams/call/token.ts";
import type { Contacts, Conversation } from "../bots/teams/contacts.ts";
import { teamsPoster } from "../bots/teams/poster.ts";
import { actions } from "../cards/model/actions.ts";
import { type Card, sentences } from "../cards/model/card.ts";
import { inChat } from "../cards/model/limits.ts";
import { renderSlack } from "../cards/slack/card.ts";
import { renderTeams, type TeamsMessage } from "../cards/teams/card.ts";
import { largestPlan, manyRuns } from "../cards/testing/large.ts";
import { type Read, readSlack, readTeams } from "../cards/testing/read.ts";
import { endpoint, planView, runView, sessionView } from "../cards/testing/views.ts";
import { type Listening, listen } from "../local/slack/http.ts";
import { startTestSlack, type TestSlack } from "../local/slack/testing/slack.ts";
import { type LocalTeams, startLocalTeams } from "../local/teams/server.ts";
import { idOf, personalChat, tenant } from "../local/teams/tenant.ts";
import type { ChatMessage, PlanView } from "../protocol/read/view.ts";
import { freePort } from "./world/ports.ts";

let slack: TestSlack;
let teams: LocalTeams;
let bot: Listening;
let folder: string;
beforeAll(async () => {
	slack = await startTestSlack();
	folder = await mkdtemp(join(tmpdir(), "caisey-cards-"));
	// The Playground asks for Ada's own view of a card, and there is none.
	bot = await listen(0, () => Response.json({ type: "application/vnd.microsoft.activity.message" }));
	const workerUrl = `http://127.0.0.1:${bot.port}`;
	teams = await startLocalTeams({ port: await freePort(), workerUrl, folder });
});
afterAll(async () => {
	await teams?.stop();
	await bot?.stop();
	await slack?.stop();
	await rm(folder, { recursive: true, force: true });
});

type There = { poster: Poster; channel: string; taken: (card: Card) => Promise<boolean> };

let posts = 0;
const inSlack = (): There => {
	const { botToken: token, apiUrl } = slack.slack;
	// One channel takes only so many at once.
	const channel = ["C0ACME", "C0GENERAL"][posts++ % 2] ?? "";
	const taken = async (card: Card) =>
		(await slack.call("chat.postMessage", { channel, ...renderSlack(card, "slack:T01") })).ok;
	return { poster: slackPoster({ token, workspace: "slack:T01", apiUrl }), channel, taken };
};
/** In the chat of Ada, who decides: there the card has its buttons at once. */
const inTeams = (): There => {
	const app = { id: "", password: "", tenant, local: true };
	const chat: Conversation = {
		serviceUrl: teams.serviceUrl,
		kind: "personal",
		person: `teams:${tenant}:${idOf("ada")}`,
	};
	const contacts: Contacts = {
		conversation: () => chat,
		keep: () => {},
		serviceUrl: () => teams.serviceUrl,
		userId: (identity) => identity.split(":").at(-1) ?? null,
		keepUser: () => {},
		isNoMember: () => false,
		keepNoMembers: () => {},
		isAway: () => false,
	};
	const call = connector(app, tokenSource(app, Date.now));
	return {
		poster: teamsPoster({ call, bot: "28:caisey", workspace: `teams:${tenant}`, contacts }),
		channel: personalChat,
		taken: async (card) => {
			const where = { serviceUrl: teams.serviceUrl, channel: personalChat, thread: null };
			return (await sendTo(call, where, JSON.stringify(renderTeams(card, { ids: new Map() })))).ok;
		},
	};
};

/** 50 facts, and the longest of all else. */
const facts: Card = {
	...sentences(["x".repeat(50_000)]),
	title: "T".repeat(1_000),
	sections: [
		{
			kind: "facts",
			facts: Array.from({ length: 50 }, (_, n) => ({
				label: `"label\\${"l".repeat(100)}${n}`,
				line: ["é\n".repeat(1_000)],
			})),
		},
	],
};

const ada = { identities: ["slack:T01:U0ADA", `teams:${tenant}:${idOf("ada")}`], name: "Ada Lindqvist" };
const one = (command: string, some: Partial<PlanView> = {}): PlanView =>
	planView({ steps: [{ phase: "command", command }], approvers: [ada], ...some });
const printed = `${"é".repeat(39)}\n`.repeat(2_000);

describe.each([
	{ name: "Slack", place: inSlack, read: (sent: string): Read => readSlack(JSON.parse(sent), {}) },
	{
		name: "Teams",
		place: inTeams,
		read: (sent: string): Read => readTeams(JSON.parse(sent) as TeamsMessage),
	},
])("a card in $name", ({ place, read }) => {
	/** Posts it, edits it to the same, and resolves with the message there. */
	const posted = async (message: ChatMessage): Promise<Read> => {
		const { poster, channel } = place();
		const post = await poster.post(`card:${Math.random()}`, { channel, thread: null }, message, () => 0);
		if (!post.ok) throw new Error(`not posted: ${JSON.stringify(post)}`);
		expect(await poster.edit(post, message)).toMatchObject({ ok: true });
		return read(post.sent);
	};
	const plan = (view: PlanView) => posted({ type: "plan", view });
	const text = ({ sentences }: Read) => sentences.join("\n");

	test("with the longest names is taken, and has [Approve]", async () => {
		const name = "N".repeat(64);
		const people = { proposer: { ...ada, name: "P".repeat(200) }, client: "C".repeat(200) };
		const card = await plan(
			one("true", { ...people, endpoints: [endpoint(name, { description: "d".repeat(200) })] }),
		);
		expect(text(card)).toContain(name);
		expect(card.buttons).toContain(actions.approve);
		const view = sessionView({ client: "C".repeat(200), request: "r".repeat(3_000), requester: ada });
		expect(text(await posted({ type: "session", view }))).toContain("C".repeat(200));
	});

	test.each([
		[
			"characters",
			"x".repeat(inChat.characters),
			"x".repeat(inChat.characters + 1),
			/3,001 characters; up to 3,000/,
		],
		[
			"lines",
			Array(inChat.lines).fill("x").join("\n"),
			Array(inChat.lines + 1)
				.fill("x")
				.join("\n"),
			/61 lines; up to 60/,
		],
	])(
		"with the most %s that fit is shown whole and has [Approve]; one more, and it is reviewed in the console",
		async (_, fits, more, why) => {
			const card = await plan(one(fits));
			expect(card.codes.map(({ text }) => text)).toEqual([fits]);
			expect(card.buttons).toContain(actions.approve);
			const beyond = await plan(one(more));
			expect(text(beyond)).toMatch(why);
			expect(beyond.buttons).not.toContain(actions.approve);
			expect(beyond.buttons).toContain(actions.review);
		},
	);

	test("of the largest plan that fits is taken whole", async () => {
		const view = { ...largestPlan(), approvers: [ada] };
		const card = await plan(view);
		expect(card.codes.map(({ text }) => text)).toEqual(view.steps.map(({ command }) => command));
		expect(card.buttons).toContain(actions.approve);
	});

	test("of a 64 KB command is cut, and says of how many bytes", async () => {
		const card = await plan(one("y".repeat(65_536)));
		expect(card.codes.map(({ label }) => label).join()).toMatch(/shown: first [\d,]+ of 65,536 bytes/);
		expect(card.buttons).not.toContain(actions.approve);
	});

	test("of long output is cut, and says of how many lines and bytes", async () => {
		const run = runView({ stdout: 158_000, lines: 2_000, whole: false, excerpt: printed.slice(0, 4_000) });
		const card = await plan(one("true", { state: "finished", runs: [run] }));
		expect(card.codes.map(({ label }) => label).join()).toMatch(
			/shown: first 20 of 2,000 lines · 158,000 bytes in all/,
		);
	});

	test("of 50 facts and the longest of everything is taken", async () => {
		expect(await place().taken(facts)).toBe(true);
	});

	test("of ten endpoints with 210 runs is taken, and says what is left out", async () => {
		for (const state of ["running", "finished"] as const)
			expect(text(await plan(manyRuns(state)))).toMatch(/and \d+ more; all of it is in the full transcript/);
	});

	test("that quotes as much as someone can say is taken", async () => {
		const view = {
			session: "s_g0123456789ab7a3f",
			author: "A".repeat(200),
			surface: "slack",
			text: `"\\<é>${"z".repeat(39_994)}`,
			files: Array.from({ length: 50 }, (_, n) => ({ name: `${"f".repeat(200)}${n}`, bytes: 1 })),
			known: true,
			state: "said",
			url: "https://caisey.example/s/s_g0123456789ab7a3f",
		} as const;
		expect(text(await posted({ type: "relay", view }))).toMatch(/shortened; [\d,]+ bytes in all/);
	});
});

test("the local Slack does refuse what is beyond Slack's limits", async () => {
	const blocks = Array.from({ length: 51 }, () => ({ type: "divider" }));
	const long = { type: "header", text: { type: "plain_text", text: "h".repeat(151) } };
	for (const beyond of [blocks, [long]])
		expect(
			await slack.call("chat.postMessage", { channel: "C0GENERAL", text: "t", blocks: beyond }),
		).toMatchObject({ ok: false, error: "invalid_blocks" });
});
