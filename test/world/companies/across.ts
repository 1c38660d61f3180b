// Ten clients who are in Slack and in Teams, and an MSP that is in both: its desk may be in either.
import type { z } from "zod";
import type { ClientMessage } from "../../../local/slack/people/wire.ts";
import { acme, type Team } from "../../../local/slack/team.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Verdict } from "../lines/counted.ts";
import { type SlackLine, startSlackLine } from "../lines/slack-line.ts";
import { patience } from "../patience.ts";
import { chooseFrom, close } from "../people/acts.ts";
import { hasButton, textOf } from "../people/chat.ts";
import { signIn, signInAt } from "../people/console.ts";
import { type Post, shown } from "../teams/connector.ts";
import { cardOf, channelNo, idOf, tenant } from "../teams/person.ts";
import { startTeamsWorld } from "../teams/world.ts";
import { tokenFrom, type World } from "../world.ts";
import { brightside } from "./threads.ts";

type Platform = "slack" | "teams";
type Place = "desk" | "client";

/** A session's first message on one side. */
export type Root = {
	texts: () => Promise<string[]>;
	text: () => Promise<string>;
	say: (by: string, text: string) => Promise<unknown>;
	press: (by: string, label: string) => Promise<unknown>;
	close: (by: string) => Promise<unknown>;
	read: (by: string) => ReturnType<typeof signIn>;
};

/** One platform, as the people of the clients or of the desk use it. */
export type Side = {
	ask: (client: number, request: string) => Promise<unknown>;
	/** Waits for the session in which someone asked for this. */
	root: (request: string) => Promise<Root>;
	/** How often the platform turned the bot away. */
	refused: () => number;
	set: (state: "up" | "down" | "cut") => void;
	/** Private answers to one person. */
	privately: (by: string) => Promise<string[]>;
	/** Waits for what is shown to yield something. */
	until: (what: string, look: () => Promise<boolean>) => Promise<unknown>;
};

export const clients = Array.from({ length: 10 }, (_, n) => ({
	key: `client-${n}`,
	channel: `C0CLIENT${n}`,
}));
/** One workspace holds all the clients' channels, since the tests look at the desk. */
export const many: Team = {
	id: "T0MANY",
	name: "Many",
	app: { ...acme.app, bot: "B0CAISEY5", user: "U0CAISEY5" },
	people: [{ id: "U0PAT", handle: "pat", name: "Pat Field", title: "Office manager" }],
	channels: clients.map(({ key, channel }) => ({ id: channel, name: key, topic: "" })),
};
const desks = { slack: "C0DESK", teams: "19:desk@thread.tacv2" };

export const acrossSetup = (desk: Platform): z.input<typeof Setup> => ({
	v: 1,
	msp: {
		name: "Brightside IT",
		desk: desk === "slack" ? `slack:${brightside.id}:${desks.slack}` : `teams:${tenant}:${desks.teams}`,
	},
	staff: Object.fromEntries(
		[
			["kim", "Kim Adeyemi", "U0KIM"],
			["tom", "Tom Okafor", "U0TOMB"],
		].map(([key = "", name = "", user]) => {
			const identities = [`slack:${brightside.id}:${user}`, `teams:${tenant}:${idOf(key)}`];
			return [key, { name, identities, roles: ["technician" as const] }];
		}),
	),
	workspaces: {
		[`slack:${many.id}`]: { tokenFrom },
		[`slack:${brightside.id}`]: { tokenFrom },
		[`teams:${tenant}`]: {},
	},
	clients: Object.fromEntries(
		clients.map(({ key, channel }, n) => {
			const identities = [`slack:${many.id}:U0PAT`, `teams:${tenant}:${idOf("pat")}`];
			const people = { pat: { name: "Pat Field", identities, roles: ["requester" as const] } };
			const channels = [`slack:${many.id}:${channel}`, `teams:${tenant}:${channelNo(n)}`];
			return [key, { name: `Client ${key}`, people, channels }];
		}),
	),
});

export type Across = Awaited<ReturnType<typeof startAcross>>;

export const startAcross = async (desk: Platform) => {
	let line: SlackLine | undefined;
	const slackUrl = async (slack: World["slack"]) => {
		line = await startSlackLine(slack);
		return line.apiUrl;
	};
	const options = { teams: [many, brightside], agents: [], slackUrl };
	const world = await startTeamsWorld({ ...options, setup: acrossSetup(desk) });
	if (!line) throw new Error("no line to Slack");
	const sides = { slack: slackSide(world, line), teams: teamsSide(world) };
	world.connector.joins("pat", "kim");
	// Teams tells a bot where it is when it is added there.
	for (const channel of [desks.teams, ...clients.map((_, n) => channelNo(n))]) {
		const kim = world.teams("kim");
		const added = { membersAdded: [{ id: "28:0c0ffee0-0000-4000-8000-000000000001" }] };
		await kim.deliver(kim.activity("conversationUpdate", channel, added));
	}
	return {
		world,
		desk: sides[desk]("desk"),
		client: sides[desk === "slack" ? "teams" : "slack"]("client"),
		stop: async () => {
			await world.stop();
			await line?.stop();
		},
	};
};
type Teams = Awaited<ReturnType<typeof startTeamsWorld>>;

const slackSide =
	(world: Teams, line: SlackLine) =>
	(place: Place): Side => {
		const team = place === "desk" ? brightside.id : many.id;
		const person = (handle: string) => world.person(handle, team);
		const [looker, other] = [
			person(place === "desk" ? "kim" : "pat"),
			person(place === "desk" ? "tom" : "pat"),
		];
		const messages = async () => (await looker.state()).messages;
		const rootOf = (root: ClientMessage): Root => ({
			texts: async () =>
				(await messages()).filter(({ thread, ts }) => thread === root.ts && ts !== root.ts).map(textOf),
			text: async () => textOf((await messages()).find(({ ts }) => ts === root.ts) ?? root),
			say: (by, text) => person(by).say(root.channel, text, root.ts),
			press: (by, label) =>
				hasButton(root, label) ? person(by).press(root, label) : chooseFrom(person(by), root, label),
			close: (by) => close(person(by), root),
			read: (by) => signIn(world, person(by), root),
		});
		return {
			ask: (client, request) => looker.say(clients[client]?.channel ?? "", `/caisey ${request}`),
			root: async (request) =>
				rootOf(
					await looker.until(
						`the session for ${request}`,
						({ messages }) =>
							messages.find((one) => textOf(one).includes(`“${request}”`) && textOf(one).includes("session")),
						patience,
					),
				),
			refused: line.refused,
			set: (state) => line.set(team, state),
			privately: async (by) =>
				(await (by === looker.handle ? looker : other).state()).messages
					.filter(({ onlyYou }) => onlyYou)
					.map(textOf),
			until: (what, look) => looker.until(what, look, patience),
		};
	};

const teamsSide =
	({ connector, teams, workerUrl }: Teams) =>
	(place: Place): Side => {
		const told = new Map<string, string[]>();
		let refused = 0;
		const at = (channel: string) => (place === "desk") === (channel === desks.teams);
		const set = (state: Verdict) =>
			connector.onCall(() => {
				if (state !== "pass") refused++;
				return state;
			});
		const rootOf = (root: Post): Root => ({
			texts: async () =>
				connector.posts
					.filter(({ conversation, id }) => conversation === root.conversation && id !== root.id)
					.map(({ activity }) => shown(activity)),
			text: async () => shown(root.activity),
			say: (by, text) => teams(by).say(root.conversation, `<p>${text}</p>`),
			press: async (by, label) => {
				const answer = await teams(by).press(root, label);
				told.set(by, [...(told.get(by) ?? []), JSON.stringify(answer)]);
			},
			close: async (by) => teams(by).submit(root, await teams(by).press(root, "Close…"), { question: "" }),
			read: async (by) => {
				const link = cardOf(await teams(by).press(root, "Full transcript"));
				return signInAt({ workerUrl }, JSON.stringify(link).match(/"url":"([^"]+)"/)?.[1] ?? "");
			},
		});
		return {
			ask: (client, request) => teams("pat").say(channelNo(client), `<p>@Caisey ${request}</p>`),
			root: async (request) =>
				rootOf(
					await connector.until(
						`the session for ${request}`,
						() =>
							connector.posts.find(
								({ conversation, activity }) =>
									at(conversation.split(";")[0] ?? "") &&
									shown(activity).includes(`“${request}”`) &&
									shown(activity).includes("session"),
							),
						patience,
					),
				),
			refused: () => refused,
			set: (state) => set(state === "up" ? "pass" : state),
			privately: async (by) => told.get(by) ?? [],
			until: (what, look) => connector.until(what, look, patience),
		};
	};
