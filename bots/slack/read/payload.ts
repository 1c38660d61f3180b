// What we read of Slack's payloads, and who did it, where: decoded once, here.
import { z } from "zod";
import type { MessageRef, Place } from "../../../protocol/record/events.ts";
import type { ChatUser, Whom } from "../../intent.ts";

/** An id of Slack's: of a team, a person, a conversation. */
export const Id = z.string().regex(/^[A-Za-z0-9-]+$/);
const Team = z.object({ id: Id, enterprise_id: Id.nullish() });

/** The installation that a payload is for. */
const Installed = z.object({
	team_id: Id.nullish(),
	enterprise_id: Id.nullish(),
	is_enterprise_install: z.union([z.boolean(), z.string()]).nullish(),
	team: Team.nullish(),
	enterprise: z.object({ id: Id }).nullish(),
	user: z.union([z.object({ team_id: Id.nullish() }), z.string()]).nullish(),
	view: z.object({ app_installed_team_id: Id.nullish() }).nullish(),
	authorizations: z
		.array(
			z.object({
				team_id: Id.nullish(),
				enterprise_id: Id.nullish(),
				is_enterprise_install: z.boolean().nullish(),
			}),
		)
		.nullish(),
});

export type Installation = {
	team: string;
	/** The organisation that the team belongs to. */
	enterprise: string | null;
	/** The same, if an event names it as the app's own authorization: it can't be another organisation's. */
	vouched: string | null;
	/** Whether the app was installed for all of the organisation. */
	orgWide: boolean;
};

/** Null if the payload doesn't say. */
export const installationOf = (body: unknown): Installation | null => {
	const read = Installed.safeParse(body);
	if (!read.success) return null;
	const { view, authorizations, team, team_id, enterprise, enterprise_id, user, is_enterprise_install } =
		read.data;
	const [first] = authorizations ?? [];
	const own = typeof user === "object" ? user?.team_id : null;
	const found = view?.app_installed_team_id ?? first?.team_id ?? team?.id ?? team_id ?? own;
	if (!found) return null;
	const orgWide = first?.is_enterprise_install ?? `${is_enterprise_install}` === "true";
	return {
		team: found,
		enterprise: first?.enterprise_id ?? enterprise?.id ?? team?.enterprise_id ?? enterprise_id ?? null,
		vouched: first?.team_id === found ? (first.enterprise_id ?? null) : null,
		orgWide,
	};
};

export const workspaceOf = ({ team }: Installation): string => `slack:${team}`;

/** Keyed on the person's own team: its organisation where that is ours, as ids are the organisation's there. */
export const identityOf = (user: string, ownTeam: string | null | undefined, at: Installation): string =>
	`slack:${!ownTeam || ownTeam === at.team ? (at.enterprise ?? at.team) : ownTeam}:${user}`;

/** An interaction, as far as all have it in common: who, where, and how they can be answered. */
export type Deed = {
	by: ChatUser;
	user: string;
	at: Installation;
	place: Place;
	ref: MessageRef;
	/** Where a private answer goes; `channel` null: only to a dialog. */
	answer: { channel: string | null; thread: string | null; url: string | null; trigger: string | null };
};

const User = z.object({
	id: Id,
	name: z.string().nullish(),
	username: z.string().nullish(),
	team_id: Id.nullish(),
});
const Message = z.looseObject({ ts: z.string(), thread_ts: z.string().nullish() });

const Interaction = z.looseObject({
	user: User,
	channel: z.object({ id: Id }).nullish(),
	message: Message.nullish(),
	container: z
		.object({ channel_id: Id.nullish(), message_ts: z.string().nullish(), thread_ts: z.string().nullish() })
		.nullish(),
	response_url: z.string().nullish(),
	trigger_id: z.string().nullish(),
});

/** The deed of a button, a shortcut or a dialog. A dialog alone has no channel: its `place` is empty. */
export const deedOf = (body: unknown): Deed => {
	const { user, channel, message, container, response_url, trigger_id } = Interaction.parse(body);
	const at = installed(body);
	const id = channel?.id ?? container?.channel_id ?? null;
	const ts = message?.ts ?? container?.message_ts ?? "";
	const thread = message?.thread_ts ?? container?.thread_ts ?? null;
	const workspace = workspaceOf(at);
	return {
		by: { identity: identityOf(user.id, user.team_id, at), name: user.name ?? user.username ?? user.id },
		user: user.id,
		at,
		place: { workspace, channel: id ?? "", thread: thread ?? (ts === "" ? null : ts) },
		ref: { workspace, channel: id ?? "", message: ts },
		answer: { channel: id, thread, url: response_url ?? null, trigger: trigger_id ?? null },
	};
};

export const installed = (body: unknown): Installation => {
	const at = installationOf(body);
	if (!at) throw new TypeError("a payload that names no team");
	return at;
};

const Pressed = z.object({
	actions: z
		.array(
			z.object({
				action_id: z.string(),
				value: z.string().nullish(),
				selected_option: z.object({ value: z.string() }).nullish(),
			}),
		)
		.min(1),
	state: z
		.object({
			values: z.record(
				z.string(),
				z.record(z.string(), z.looseObject({ selected_option: z.object({ value: z.string() }).nullish() })),
			),
		})
		.nullish(),
});

/** Which button, with the id that it carries; of menus, the chosen option. */
export const pressOf = (body: unknown): { action: string; value: string } => {
	const [action] = Pressed.parse(body).actions;
	return { action: action?.action_id ?? "", value: action?.value ?? action?.selected_option?.value ?? "" };
};

const WithButtons = z.object({
	message: z.object({
		blocks: z.array(z.looseObject({ elements: z.array(z.looseObject({})).optional() })),
	}),
});

/** Whether Slack has asked before this press came: whether the button, as the message has it, says so. Cards that were
 * posted by an older version have buttons that ask nothing. */
export const wasAsked = (body: unknown): boolean => {
	const { action, value } = pressOf(body);
	const read = WithButtons.safeParse(body);
	const elements = read.success ? read.data.message.blocks.flatMap(({ elements = [] }) => elements) : [];
	const pressed = elements.filter((one) => one.action_id === action && one.value === value);
	return (
		pressed.length > 0 && pressed.every(({ confirm }) => typeof confirm === "object" && confirm !== null)
	);
};

/** What is chosen in a message's select, by its action id. */
export const chosenIn = (body: unknown, actionId: string): string | null => {
	const blocks = Object.values(Pressed.parse(body).state?.values ?? {});
	return blocks.map((block) => block[actionId]?.selected_option?.value).find((value) => value) ?? null;
};

const Command = z.object({
	user_id: Id,
	user_name: z.string().default(""),
	channel_id: Id,
	text: z.string().default(""),
	trigger_id: z.string(),
	response_url: z.string().nullish(),
});

export const commandOf = (body: unknown): Deed & { text: string; once: string } => {
	const read = Command.parse(body);
	const at = installed(body);
	const workspace = workspaceOf(at);
	return {
		by: { identity: identityOf(read.user_id, null, at), name: read.user_name || read.user_id },
		user: read.user_id,
		at,
		place: { workspace, channel: read.channel_id, thread: null },
		ref: { workspace, channel: read.channel_id, message: "" },
		answer: {
			channel: read.channel_id,
			thread: null,
			url: read.response_url ?? null,
			trigger: read.trigger_id,
		},
		text: read.text,
		once: read.trigger_id,
	};
};

/** When a message was posted, in ms, from its `ts` such as `1705077667.000200`. */
export const instantOf = (ts: string): number => Math.floor(Number(ts) * 1000);

/** Someone called by a name, or mentioned by their id. */
export const whomOf = (name: string, user: string | undefined, at: Installation): Whom =>
	user === undefined ? { name } : { identity: identityOf(user, null, at) };
