// What happens to conversations and the app:
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
import {
	type Arrival,
	at,
	bot,
	channel,
	channelData,
	dana,
	group,
	inChannel,
	inGroup,
	inPersonal,
	message,
	met,
	person,
	personal,
	team,
	tenant,
	tom,
	workspace,
} from "./acme.ts";

const id = "f:0b9079f4-d4d3-3d8e-b883-798298053c7e";
const who = `${person(dana).identity} (${dana.name})`;
const came = (place: string, here: boolean) =>
	["came", { workspace, place, here, who, at }] as ["came", unknown];
/** What an event calls a channel, a team or a group chat. */
const named = (of: string, id: string, name: string) =>
	["named", { workspace, of, id, name }] as ["named", unknown];
const selected = { settings: { selectedChannel: { id: channel } } };
const place = { workspace, channel, thread: null };
/** Every update but the bot's own coming names the team in place of the channel. */
const ofTeam = (event: string, some: object = {}, from: object = dana) =>
	inChannel("conversationUpdate", from, null, {
		id,
		conversation: { id: team.id, conversationType: "channel", isGroup: true, tenantId: tenant },
		channelData: channelData({ eventType: event, channel: undefined }),
		...some,
	});
const metInTeam = met(dana, "channel", null, { channel: team.id });

/** By event; those of a channel say which. Their `from` comes without an object id as often as with one. */
const events: Record<string, object> = {
	channelCreated: { channel: { id: "19:new@thread.tacv2", name: "New", type: "standard" } },
	channelRenamed: { channel: { id: channel, name: "IT help" } },
	channelDeleted: { channel: { id: channel, name: "Help" } },
	channelRestored: { channel: { id: channel, name: "Help" } },
	channelShared: {
		sharedWithTeams: [{ id: team.id, name: team.name, aadGroupId: team.aadGroupId, tenantId: tenant }],
	},
	channelUnshared: { unsharedFromTeams: [{ id: team.id, aadGroupId: team.aadGroupId, tenantId: tenant }] },
	channelMemberAdded: {
		channel: { id: channel, type: "shared" },
		membershipSource: { sourceType: "channel", id: channel },
	},
	channelMemberRemoved: { channel: { id: channel, type: "shared" } },
	teamRenamed: { team: { ...team, name: "Acme Dental Group" } },
	teamDeleted: {},
	teamHardDeleted: {},
	teamRestored: {},
	teamArchived: {},
	teamUnarchived: {},
};

/** Which of them tell a new name. */
const names: Record<string, ["named", unknown]> = {
	channelCreated: named("channel", "19:new@thread.tacv2", "New"),
	channelRenamed: named("channel", channel, "IT help"),
	teamRenamed: named("team", team.id, "Acme Dental Group"),
};

const namesIn = (event: string): ["named", unknown][] => {
	const named = names[event];
	return named ? [named] : [];
};

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference: other types. */
const others: Record<string, object> = {
	messageReaction: { reactionsAdded: [{ type: "like" }], replyToId: message },
	typing: {},
	event: { name: "application/vnd.microsoft.readReceipt", value: { lastReadMessageId: message } },
	endOfConversation: { code: "completedSuccessfully" },
	contactRelationUpdate: { action: "add" },
};

export const updates: Arrival[] = [
	{
		what: "that the bot was added to a team",
		activity: inChannel("conversationUpdate", dana, null, {
			id,
			membersAdded: [bot],
			channelData: channelData({ ...selected, eventType: "teamMemberAdded" }),
		}),
		means: [came(team.id, true), met(dana, "channel"), ["clientAt", place]],
		calls: [`POST ${channel}/activities`],
	},
	{
		what: "that the bot was added where no client is",
		activity: inChannel("conversationUpdate", dana, null, {
			id,
			membersAdded: [bot],
			channelData: channelData({ ...selected, eventType: "teamMemberAdded" }),
		}),
		backend: { clientAt: async () => null },
		means: [
			came(team.id, true),
			met(dana, "channel"),
			["clientAt", place],
			[
				"attempt",
				{ by: person(dana), place, action: "added", code: "not-bound", detail: `${workspace}:${channel}` },
			],
		],
		calls: [`POST ${channel}/activities`],
	},
	{
		what: "that the bot was added to a group chat",
		activity: inGroup("conversationUpdate", dana, { id, membersAdded: [bot], topicName: null }),
		means: [
			came(group, true),
			named("group", group, "Desk"),
			met(dana, "group"),
			["clientAt", { ...place, channel: group }],
		],
		calls: [`POST ${group}/activities`],
	},
	{
		what: "that the bot was added by someone for themselves",
		activity: inPersonal("conversationUpdate", dana, {
			id,
			membersAdded: [bot, { id: dana.id, aadObjectId: dana.aadObjectId }],
		}),
		means: [
			came(personal, true),
			met(dana, "personal"),
			["clientAt", { ...place, channel: personal }],
			["home", { by: person(dana), workspace }],
		],
		calls: [`POST ${personal}/activities`, `POST ${personal}/activities`],
	},
	{
		// Told of a team without anybody of a tenant who did it.
		what: "that someone unnamed added the bot",
		activity: ofTeam("teamMemberAdded", { membersAdded: [bot] }, { id: "29:1unknown" }),
		means: [["came", { workspace, place: team.id, here: true, who: "teams", at }]],
	},
	{
		what: "that a member was added to a team",
		activity: ofTeam("teamMemberAdded", { membersAdded: [{ id: tom.id, aadObjectId: tom.aadObjectId }] }),
		means: [metInTeam],
	},
	{
		what: "that a member was removed from a team",
		activity: ofTeam("teamMemberRemoved", { membersRemoved: [{ id: tom.id }] }),
		means: [metInTeam],
	},
	{
		what: "that the bot was removed from a team",
		activity: ofTeam("teamMemberRemoved", { membersRemoved: [bot] }),
		means: [came(team.id, false)],
	},
	{
		what: "that the bot was removed from a group chat",
		activity: inGroup("conversationUpdate", dana, { id, membersRemoved: [bot] }),
		means: [came(group, false)],
	},
	...["add", "add-upgrade", "remove", "remove-upgrade"].map((action): Arrival => {
		const known = action === "add" || action === "remove";
		return {
			what: `the installation's ${action}`,
			activity: inChannel("installationUpdate", dana, null, {
				id,
				action,
				channelData: channelData(selected),
			}),
			means: [
				...(known ? [came(team.id, action === "add")] : []),
				...(action === "remove" ? [] : [met(dana, "channel")]),
			],
		};
	}),
	{
		what: "an installation for one person",
		activity: inPersonal("installationUpdate", dana, {
			id,
			action: "add",
			channelData: { tenant: { id: tenant }, source: { name: "appStore" } },
		}),
		means: [came(personal, true), met(dana, "personal")],
	},
	...Object.entries(events).flatMap(([event, some]): Arrival[] => [
		{
			what: `the team's event ${event}`,
			activity: ofTeam(event, {
				channelData: channelData({ channel: undefined, ...some, eventType: event }),
			}),
			means: [...namesIn(event), metInTeam],
		},
		{
			what: `the team's event ${event}, by someone without an object id`,
			activity: ofTeam(
				event,
				{ channelData: channelData({ channel: undefined, ...some, eventType: event }) },
				{ id: "29:1unknown" },
			),
			means: namesIn(event),
		},
	]),
	...Object.entries(others).map(
		([type, some]): Arrival => ({
			what: `an activity of type ${type}`,
			activity: inChannel(type, dana, message, { id, ...some }),
			means: [met(dana, "channel")],
		}),
	),
	{
		what: "that a reaction was taken back",
		activity: inChannel("messageReaction", dana, message, {
			id,
			reactionsRemoved: [{ type: "like" }],
			replyToId: message,
		}),
		means: [met(dana, "channel")],
	},
];
