// One workspace of the local Slack: its store behind emulate's Web API, its live windows, its way to the app.
import { join } from "node:path";
import { z } from "zod";
import { type Deliver, deliverTo } from "./deliver/deliver.ts";
import { slackEvents } from "./deliver/events.ts";
import { compose, type Names } from "./people/compose.ts";
import { createLive, type Live } from "./people/live.ts";
import { showChannel, showMessage, showView } from "./people/show.ts";
import { emulateSlack } from "./store/emulated.ts";
import {
	type ChannelRow,
	collections,
	type EphemeralRow,
	type MessageRow,
	type ViewRow,
} from "./store/rows.ts";
import { seed, tokenOf } from "./store/seed.ts";
import type { Change, Store } from "./store/store.ts";
import type { Team } from "./team.ts";

/** Any answer of the Web API. */
export const ApiAnswer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
export type ApiAnswer = z.infer<typeof ApiAnswer>;

export type Workspace = {
	team: Team;
	store: Store;
	live: Live;
	deliver: Deliver;
	/** This server's address, without a slash at the end. */
	url: string;
	botToken: string;
	names: Names;
	/** Calls the Web API as a user of this workspace, past the limits. */
	call(user: string, method: string, body: object): Promise<ApiAnswer>;
	fetch(request: Request): Promise<Response>;
	message(channel: string, ts: string): MessageRow | undefined;
	ephemeral(channel: string, ts: string): EphemeralRow | undefined;
	channel(id: string): ChannelRow | undefined;
	/** How long a press may open a dialog, in ms. */
	patience: number;
	/** Each person's open dialogs, the topmost last. */
	modals: Map<string, string[]>;
	stop(): Promise<void>;
};

/** https://docs.slack.dev/interactivity/handling-user-interaction: three seconds, for the answer and for a dialog. */
const slacksPatience = 3_000;

export const openWorkspace = async (
	team: Team,
	options: { url: string; folder: string; workerUrl: () => string; signingSecret: string; patience?: number },
): Promise<Workspace> => {
	const live = createLive();
	const { patience = slacksPatience } = options;
	const deliver = deliverTo(options.workerUrl, options.signingSecret, patience);
	const names = namesOf(team);
	const { store, fetch, close } = await emulateSlack(options.url, join(options.folder, `${team.id}.json`), {
		shape: (collection, row) => (collection === collections.messages ? completed(row, team, names) : row),
		changed: (change) => announce(change),
		event: (raw) => {
			for (const event of slackEvents(raw, team, channelOf)) deliver.event(event);
		},
	});
	const channelOf = (id: string) =>
		store.collection<ChannelRow>(collections.channels).findOneBy("channel_id", id);
	const announce = (change: Change) => tell(change, live, (id) => channelOf(id)?.members);
	seed(store, team);
	const call = async (user: string, method: string, body: object): Promise<ApiAnswer> => {
		const headers = {
			"content-type": "application/json",
			authorization: `Bearer ${tokenOf(store, team, user)}`,
		};
		const request = new Request(`${options.url}/api/${method}`, {
			method: "POST",
			headers,
			body: JSON.stringify(body),
		});
		return ApiAnswer.parse(await (await fetch(request)).json());
	};
	const find = <T extends MessageRow>(name: string, channel: string, ts: string) =>
		store
			.collection<T>(name)
			.findBy("ts", ts)
			.find((row) => row.channel_id === channel);
	return {
		team,
		store,
		live,
		deliver,
		url: options.url,
		botToken: tokenOf(store, team, team.app.user),
		names,
		call,
		fetch,
		message: (channel, ts) => find<MessageRow>(collections.messages, channel, ts),
		ephemeral: (channel, ts) => find<EphemeralRow>(collections.ephemeral, channel, ts),
		channel: channelOf,
		patience,
		modals: new Map(),
		stop: async () => {
			deliver.stop();
			live.stop();
			await close();
		},
	};
};

const namesOf = (team: Team): Names => ({
	users: new Map(
		[...team.people, { id: team.app.user, handle: "caisey", name: team.app.name }].flatMap(
			({ id, handle, name }) => [
				[handle, id],
				[name.toLowerCase(), id],
			],
		),
	),
	channels: new Map(team.channels.map(({ id, name }) => [name, id])),
});

// Emulate leaves a message as the caller sent it; Slack names the app on its own and reads what people typed with a file.
const completed = (row: object, team: Team, names: Names): object => {
	const { user, subtype, text } = z
		.looseObject({ user: z.string(), subtype: z.string().optional(), text: z.string() })
		.parse(row);
	if (user === team.app.user) return { ...row, bot_id: team.app.bot, app_id: team.app.id };
	const said = subtype === "file_share" && text ? compose(text, names) : {};
	return { ...row, ...said, client_msg_id: crypto.randomUUID() };
};

// The rows are emulate's own: a collection's name tells their shape.
const tell = (
	{ collection, kind, row }: Change,
	live: Live,
	members: (channel: string) => string[] | undefined,
): void => {
	if (collection === collections.messages || collection === collections.ephemeral) {
		const message = row as MessageRow | EphemeralRow;
		const onlyYou = "target_user" in message;
		const to = onlyYou ? [message.target_user] : members(message.channel_id);
		const { channel_id: channel, ts } = message;
		if (kind === "delete") live.send({ type: "deleted", channel, ts }, to);
		else live.send({ type: "message", message: showMessage(message, onlyYou) }, to);
	}
	if (collection === collections.channels) {
		const channel = row as ChannelRow;
		live.send({ type: "channel", channel: showChannel(channel) }, channel.members);
	}
	if (collection === collections.views) {
		const view = row as ViewRow;
		if (view.type === "home") live.send({ type: "home", view: showView(view) }, [view.user_id]);
	}
};
