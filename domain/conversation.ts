// What sort of conversation an id names, by the forms that the platforms give their ids.

/** `channel`: of a team, with threads. `group`: a chat of several people. `personal`: one person's own chat with the bot.
 * `unknown`: its id does not tell. */
export type ConversationKind = "channel" | "group" | "personal" | "unknown";

type Conversation = { workspace: string; channel: string };

/** Slack: `C…` and `D…`, while `G…` may be a private channel or a chat. Teams: `19:…@thread.tacv2`, `19:…@thread.v2`, `a:…`. */
export const conversationKind = ({ workspace, channel }: Conversation): ConversationKind =>
	workspace.startsWith("teams:") ? inTeams(channel) : inSlack(channel);

const inSlack = (channel: string): ConversationKind => {
	if (channel.startsWith("C")) return "channel";
	return channel.startsWith("D") ? "personal" : "unknown";
};

const inTeams = (channel: string): ConversationKind => {
	if (/@thread\.(?:tacv2|skype)$/.test(channel)) return "channel";
	if (/@thread\.v2$/.test(channel)) return "group";
	return channel.startsWith("a:") || /@unq\.gbl\.spaces$/.test(channel) ? "personal" : "unknown";
};
