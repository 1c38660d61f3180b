// Slack's errors that people can do something about: https://docs.slack.dev/reference/methods/chat.postMessage#errors
import type { Unposted } from "../../protocol/read/unposted.ts";
import { tokenIsDead } from "./web-api.ts";

const known: Readonly<Record<string, Unposted>> = {
	not_in_channel: "not-a-member",
	// Of a private channel that the app isn't in.
	channel_not_found: "not-a-member",
	is_archived: "archived",
	restricted_action: "not-allowed",
	restricted_action_thread_locked: "not-allowed",
	restricted_action_read_only_channel: "not-allowed",
	restricted_action_non_threadable_channel: "not-allowed",
	no_permission: "not-allowed",
	access_denied: "not-allowed",
	user_disabled: "account-disabled",
	user_not_found: "account-unknown",
	users_not_found: "account-unknown",
	messages_tab_disabled: "no-app",
	missing_scope: "access-refused",
	team_access_not_granted: "access-refused",
	ekm_access_denied: "access-refused",
	org_login_required: "access-refused",
	accesslimited: "access-refused",
	msg_too_long: "not-taken",
	msg_blocks_too_long: "not-taken",
	invalid_blocks: "not-taken",
	cannot_dm_bot: "not-taken",
	user_not_visible: "not-taken",
};

export const slackTrouble = (error: string): Unposted | null =>
	tokenIsDead(error) ? "access-refused" : (known[error] ?? null);
