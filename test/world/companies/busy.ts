// A busy workspace, in Slack or in Teams: five clients with an approver, a channel or more, and an endpoint each; the
// platform counts every call, and asks for silence now and then.
import type { z } from "zod";
import type { ClientMessage } from "../../../local/slack/people/wire.ts";
import { caisey, type Team } from "../../../local/slack/team.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { newCount, type Verdict } from "../lines/counted.ts";
import { type SlackCall, type SlackLine, startSlackLine } from "../lines/slack-line.ts";
import { propose as proposeInSlack } from "../people/acts.ts";
import { hasButton, textOf } from "../people/chat.ts";
import { workspaces } from "../record.ts";
import { ask as askInTeams, button, propose as proposeInTeams } from "../teams/acts.ts";
import { type Post, shown } from "../teams/connector.ts";
import { channelNo, idOf, tenant } from "../teams/person.ts";
import { startTeamsWorld } from "../teams/world.ts";
import { startWorld, tokenFrom, type World } from "../world.ts";

export type Begun = { n: number; changes: string; approve: () => Promise<unknown> };
export type Busy = {
	world: World;
	count: ReturnType<typeof newCount>;
	/** Asked for and proposed for that client's endpoint. */
	begin: (n: number, command: string) => Promise<Begun>;
	/** Waits until all that is shown makes this true. */
	until: (what: string, look: (texts: string[]) => boolean) => Promise<string[]>;
	/** Calls in any bucket that is named so, the span in ms, and how many the platform takes. */
	allowed: { calls: RegExp; span: number; most: number }[];
	stop: () => Promise<void>;
};

export const clients = 5;
const of = (n: number): number => n % clients;
export const endpoint = (n: number): string => `BUSY-${of(n)}`;
/** Until the last of them is done, in ms: each platform's pace takes minutes. */
const patience = 600_000;

const setup = (
	workspaces: string[],
	identity: (handle: string) => string,
	channels: (client: number) => string[],
): z.input<typeof Setup> => ({
	v: 1,
	msp: { name: "Brightside IT" },
	staff: { tom: { name: "Tom Okafor", identities: [identity("tom")], roles: ["technician"] } },
	workspaces: Object.fromEntries(
		workspaces.map((id) => [id, id.startsWith("slack:") ? { tokenFrom } : {}] as const),
	),
	clients: Object.fromEntries(
		Array.from({ length: clients }, (_, client) => [
			`client-${client}`,
			{
				name: `Client ${client}`,
				people: {
					pat: { name: "Pat Field", identities: [identity("pat")], roles: ["requester" as const] },
					ada: {
						name: `Ada ${client}`,
						identities: [identity(`ada${client}`)],
						roles: ["approver" as const],
					},
				},
				endpoints: { [endpoint(client)]: { description: "front desk" } },
				channels: channels(client),
			},
		]),
	),
});

const agents = Array.from({ length: clients }, (_, n) => endpoint(n));
const approvers = agents.map((_, n) => `ada${n}`);

/** Refuses every nth call with a request for silence. */
const nowAndThen = (every: number) => {
	let calls = 0;
	return (): Verdict => (++calls % every === 0 ? { silence: 3 + (calls % 2) } : "pass");
};

const teamOf = (id: string, n: number, handles: string[], channels: Team["channels"]): Team => ({
	id,
	name: id,
	app: { ...caisey, bot: `B0CAISEY${n}`, user: `U0CAISEY${n}` },
	people: handles.map((handle) => ({ id: userOf(handle), handle, name: handle, title: "" })),
	channels,
});
const userOf = (handle: string): string => `U0${handle.toUpperCase()}`;
const channelOf = (n: number): string => `C0BUSY${of(n)}`;
const channels = agents.map((_, n) => ({ id: channelOf(n), name: `client-${n}`, topic: "" }));
const office = teamOf("T0BUSY", 6, ["pat", "tom"], channels);
/** The approvers are elsewhere, and get their cards directly: that is one more card to each session, and its own rate. */
const away = teamOf("T0AWAY", 7, approvers, []);

const bucketOf = ({ method, team, fields }: SlackCall): string | null => {
	if (method === "chat.update") return `edit ${team}`;
	return method === "chat.postMessage" ? `post ${fields.channel}` : null;
};

/** The message that is edited, or the thread that is posted in. */
const messageOf = ({ fields }: SlackCall): string => `${fields.channel} ${fields.ts ?? fields.thread_ts}`;

export const busySlack = async (): Promise<Busy> => {
	const count = newCount(() => workspaces(world));
	let line: SlackLine | undefined;
	const listen = async (slack: World["slack"]): Promise<string> => {
		line = await startSlackLine(slack);
		const refuse = nowAndThen(30);
		line.silenced = (call, seconds) =>
			void count.silence(bucketOf(call) ?? call.method, messageOf(call), seconds);
		line.judge = (call) => {
			const bucket = bucketOf(call);
			if (bucket === null) return "pass";
			count.came(bucket, messageOf(call));
			const verdict = refuse();
			if (typeof verdict === "object") void count.silence(bucket, messageOf(call), verdict.silence);
			return verdict;
		};
		return line.apiUrl;
	};
	const world = await startWorld({
		rate: 1,
		teams: [office, away],
		agents,
		slackUrl: listen,
		setup: setup(
			[office, away].map(({ id }) => `slack:${id}`),
			(handle) => `slack:${handle.startsWith("ada") ? away.id : office.id}:${userOf(handle)}`,
			(n) => [`slack:${office.id}:${channelOf(n)}`],
		),
	});
	const pat = world.person("pat");
	const everybody = [pat, ...approvers.map((handle) => world.person(handle, away.id))];
	const texts = async (): Promise<string[]> => {
		const states = await Promise.all(everybody.map((person) => person.state()));
		const all = new Map<string, ClientMessage>();
		for (const { messages } of states) for (const one of messages) all.set(`${one.channel} ${one.ts}`, one);
		return [...all.values()].map(textOf);
	};
	return {
		world,
		count,
		begin: async (n, command) => {
			const changes = `prints its updates (${n})`;
			await pat.say(channelOf(n), `/caisey wish (${n})`);
			const session = await pat.message("Caisey session", `wish (${n})`);
			await proposeInSlack(world, session, { command, changes, endpoints: [endpoint(n)] });
			const ada = world.person(`ada${of(n)}`, away.id);
			const approve = async () => {
				const card = await ada.until(`the card with ${changes}`, ({ messages }) =>
					messages.find((one) => textOf(one).includes(changes) && hasButton(one, "Approve")),
				);
				// Told that it took too long, she presses again: twice counts once.
				for (let tries = 0; tries < 5; tries++) if (!(await ada.press(card, "Approve")).trouble) return;
				throw new Error(`nobody took ${changes}`);
			};
			return { n, changes, approve };
		},
		until: (what, look) =>
			pat.until(
				what,
				async () => {
					const all = await texts();
					return look(all) && all;
				},
				patience,
			),
		allowed: [
			{ calls: /^post /, span: 5_000, most: 10 },
			{ calls: /^post /, span: 60_000, most: 65 },
			{ calls: /^edit /, span: 60_000, most: 50 },
		],
		stop: async () => {
			await world.stop();
			await line?.stop();
		},
	};
};

/** Which post of a conversation: new ones have no address of their own. A card keeps its plan, a notice what it tells of. */
const postOf = (body: string): string => `${/changes something \(\d+\)/.exec(body)} ${/"plan "/.test(body)}`;

export const busyTeams = async (): Promise<Busy> => {
	const count = newCount(() => workspaces(world));
	const world = await startTeamsWorld({
		rate: 1,
		agents,
		setup: setup(
			[`teams:${tenant}`],
			(handle) => `teams:${tenant}:${idOf(handle)}`,
			// Two sessions in each.
			(n) => [channelNo(n), channelNo(n + clients)].map((channel) => `teams:${tenant}:${channel}`),
		),
	});
	const { connector } = world;
	connector.joins("pat", ...approvers);
	const refuse = nowAndThen(30);
	connector.onCall(({ method, conversation, path, body }) => {
		if (conversation === null) return "pass";
		const bucket = method === "GET" ? `members ${conversation}` : `post ${conversation}`;
		// Several posts may ask at once who the members are.
		const message = method === "GET" ? `${path} ${performance.now()}` : `${path} ${postOf(body)}`;
		count.came(bucket, message);
		const verdict = refuse();
		if (typeof verdict === "object") void count.silence(bucket, message, verdict.silence);
		return verdict;
	});
	const texts = () => connector.posts.map(({ activity }: Post) => shown(activity));
	return {
		world,
		count,
		begin: async (n, command) => {
			const asked = await askInTeams(world, "pat", channelNo(n % (2 * clients)));
			const card = await proposeInTeams(world, asked, command, endpoint(n));
			const changes = /changes something \(\d+\)/.exec(shown(card.activity))?.[0] ?? "";
			const by = `ada${of(n)}`;
			return {
				n,
				changes,
				approve: async () => world.teams(by).execute(card, await button(world, card, "Approve", by)),
			};
		},
		until: (what, look) => connector.until(what, () => look(texts()) && texts(), patience),
		allowed: [
			{ calls: /^post /, span: 1_000, most: 7 },
			{ calls: /^post /, span: 2_000, most: 8 },
			{ calls: /^post /, span: 30_000, most: 60 },
			{ calls: /^post /, span: 3_600_000, most: 1_800 },
			{ calls: /^members /, span: 1_000, most: 14 },
			{ calls: /^members /, span: 2_000, most: 16 },
			{ calls: /^members /, span: 30_000, most: 120 },
		],
		stop: world.stop,
	};
};
