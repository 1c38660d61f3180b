// Puts a team's people, channels, app and tokens into an empty store; what is there already stays as it is.
import { randomBytes } from "node:crypto";
import { directMessage, type Person, type Team } from "../team.ts";
import { collections } from "./rows.ts";
import type { Row, Store } from "./store.ts";

export const seed = (store: Store, team: Team): void => {
	once(store, collections.teams, "team_id", team.id, { name: team.name, domain: team.id.toLowerCase() });
	for (const person of team.people) addUser(store, team, person, false);
	const bot: Person = { id: team.app.user, handle: "caisey", name: team.app.name, title: "App" };
	addUser(store, team, bot, true);
	once(store, collections.bots, "bot_id", team.app.bot, {
		app_id: team.app.id,
		user_id: team.app.user,
		name: team.app.name,
		deleted: false,
		icons: { image_48: "" },
	});
	const everyone = [...team.people.map(({ id }) => id), team.app.user];
	for (const { id, name, topic } of team.channels) {
		addChannel(store, team, id, { name, topic, is_im: false, members: everyone });
	}
	for (const person of team.people) {
		const members = [team.app.user, person.id];
		addChannel(store, team, directMessage(person), { name: person.handle, topic: "", is_im: true, members });
	}
};

/** The token of the bot or of a person; made when it is first asked for, kept with the rest. */
export const tokenOf = (store: Store, team: Team, user: string): string => {
	const rows = store.collection<Row & { user_id: string; token: string }>(collections.tokens);
	return rows.findOneBy("user_id", user)?.token ?? newToken(store, team, user);
};

/** A further token, beside those that there are. */
export const newToken = (store: Store, team: Team, user: string): string => {
	const rows = store.collection<Row & { user_id: string; token: string }>(collections.tokens);
	const isBot = user === team.app.user;
	const token = `${isBot ? "xoxb" : "xoxp"}-${team.id}-${randomBytes(24).toString("hex")}`;
	const app = isBot ? { app_id: team.app.id, bot_id: team.app.bot, bot_user_id: user } : {};
	rows.insert({
		token,
		user_id: user,
		...{ token_type: isBot ? "bot" : "user", team_id: team.id, scopes: [] },
		...app,
	});
	return token;
};

/** Whether this is a token of the app's: the first one, or one that OAuth gave since. */
export const isBots = (store: Store, team: Team, token: string): boolean =>
	store
		.collection<Row & { user_id: string; token: string }>(collections.tokens)
		.findBy("token", token)
		.some((row) => row.user_id === team.app.user);

/** From now on the app's tokens are invalid. */
export const revokeBots = (store: Store, team: Team): void => {
	const rows = store.collection<Row & { user_id: string }>(collections.tokens);
	for (const { id } of rows.findBy("user_id", team.app.user)) rows.delete(id);
};

const once = (store: Store, collection: string, key: string, value: string, rest: object): void => {
	const rows = store.collection<Row & Record<string, unknown>>(collection);
	if (!rows.findOneBy(key, value)) rows.insert({ [key]: value, ...rest });
};

const addUser = (store: Store, team: Team, person: Person, is_bot: boolean): void => {
	const email = `${person.handle}@${team.id.toLowerCase()}.example`;
	once(store, collections.users, "user_id", person.id, {
		team_id: team.id,
		name: person.handle,
		real_name: person.name,
		email,
		is_admin: false,
		is_bot,
		deleted: false,
		profile: {
			title: person.title,
			display_name: person.name,
			display_name_normalized: person.name,
			real_name: person.name,
			real_name_normalized: person.name,
			email,
			image_48: "",
			image_192: "",
			status_text: "",
			status_emoji: "",
			status_emoji_display_info: [],
			status_expiration: 0,
		},
		presence: "active",
		manual_presence: "auto",
		connection_count: 1,
	});
};

const addChannel = (
	store: Store,
	team: Team,
	id: string,
	{ name, topic, is_im, members }: { name: string; topic: string; is_im: boolean; members: string[] },
): void =>
	once(store, collections.channels, "channel_id", id, {
		team_id: team.id,
		name,
		is_channel: !is_im,
		is_private: is_im,
		is_im,
		is_mpim: false,
		is_archived: false,
		topic: { value: topic, creator: team.app.user, last_set: 0 },
		purpose: { value: "", creator: team.app.user, last_set: 0 },
		members,
		creator: team.app.user,
		num_members: members.length,
		...(is_im ? { user: members[1], is_open_by_user: {}, last_read: {} } : {}),
	});
