// The rows of emulate's collections, as far as the local Slack reads or writes them.
import type { Row } from "./store.ts";

/** Block Kit as it came over the Web API, after its limits were checked. */
export type Block = { type: string; block_id?: string; [key: string]: unknown };

export type FileRow = Row & {
	file_id: string;
	name: string;
	mimetype: string;
	size: number;
	content_base64?: string;
	/** Where it was shared. */
	channels: string[];
	ims: string[];
};

export type MessageRow = Row & {
	ts: string;
	channel_id: string;
	user: string;
	text: string;
	type: "message";
	subtype?: string;
	thread_ts?: string;
	blocks?: Block[];
	files?: FileRow[];
	bot_id?: string;
	edited?: { user: string; ts: string };
	reply_count: number;
	reply_users: string[];
	reactions: { name: string; users: string[]; count: number }[];
};

export type EphemeralRow = MessageRow & { target_user: string };

export type ChannelRow = Row & {
	channel_id: string;
	name: string;
	is_im: boolean;
	is_private: boolean;
	members: string[];
	topic: { value: string };
};

export type ViewRow = Row & {
	view_id: string;
	user_id: string;
	type: "modal" | "home";
	title: { text: string } | null;
	submit: { text: string } | null;
	close: { text: string } | null;
	blocks: Block[];
	callback_id: string;
	private_metadata: string;
	hash: string;
	root_view_id: string;
	previous_view_id?: string;
	clear_on_close: boolean;
	notify_on_close: boolean;
	[key: string]: unknown;
};

export const collections = {
	teams: "slack.teams",
	users: "slack.users",
	channels: "slack.channels",
	messages: "slack.messages",
	ephemeral: "slack.ephemeral_messages",
	bots: "slack.bots",
	tokens: "slack.tokens",
	oauthApps: "slack.oauth_apps",
	files: "slack.files",
	views: "slack.views",
	triggers: "slack.view_triggers",
} as const;
