// Rows of the store as the web client shows them.
import type { ChannelRow, EphemeralRow, MessageRow, ViewRow } from "../store/rows.ts";
import { collections } from "../store/rows.ts";
import type { Store } from "../store/store.ts";
import type { Team } from "../team.ts";
import type { ClientChannel, ClientMessage, ClientPerson, ClientView, State } from "./wire.ts";

/** At most this many messages of all conversations together are loaded into a window. */
const newest = 2_000;

export const showMessage = (row: MessageRow, onlyYou: boolean): ClientMessage => ({
	channel: row.channel_id,
	ts: row.ts,
	thread: row.thread_ts && row.thread_ts !== row.ts ? row.thread_ts : null,
	user: row.user,
	text: row.text,
	blocks: row.blocks ?? [],
	files: (row.files ?? []).map(({ file_id, name, size }) => ({ id: file_id, name, bytes: size })),
	edited: row.edited !== undefined,
	replies: row.reply_count,
	repliers: row.reply_users,
	onlyYou,
});

export const showChannel = (row: ChannelRow): ClientChannel => ({
	id: row.channel_id,
	name: row.name,
	topic: row.topic.value,
	direct: row.is_im,
	members: row.members,
});

export const showView = (row: ViewRow): ClientView => ({
	id: row.view_id,
	title: row.title?.text ?? "",
	submit: row.submit?.text ?? null,
	close: row.close?.text ?? "Cancel",
	blocks: row.blocks,
});

export const showState = (store: Store, team: Team, me: string, modals: ViewRow[]): State => {
	const channels = store
		.collection<ChannelRow>(collections.channels)
		.all()
		.filter((row) => row.members.includes(me));
	const mine = new Set(channels.map((row) => row.channel_id));
	const messages = store.collection<MessageRow>(collections.messages).all();
	const ephemeral = store.collection<EphemeralRow>(collections.ephemeral).findBy("target_user", me);
	const home = store.collection<ViewRow>(collections.views).findBy("user_id", me);
	return {
		me,
		team: { id: team.id, name: team.name },
		app: team.app.user,
		people: showPeople(team),
		channels: channels.map(showChannel),
		messages: [
			...messages
				.filter((row) => mine.has(row.channel_id))
				.slice(-newest)
				.map((row) => showMessage(row, false)),
			...ephemeral.map((row) => showMessage(row, true)),
		],
		home: home.filter((row) => row.type === "home").map(showView)[0] ?? null,
		modals: modals.map(showView),
	};
};

const showPeople = (team: Team): ClientPerson[] => [
	...team.people.map((person) => ({ ...person, app: false })),
	{ id: team.app.user, handle: "caisey", name: team.app.name, title: "App", app: true },
	{ id: slackbot, handle: "slackbot", name: "Slackbot", title: "", app: true },
];

/** Who tells people what went wrong. */
export const slackbot = "USLACKBOT";
