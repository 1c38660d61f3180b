// The parts that Slack's interaction payloads have in common.

import type { Values } from "../people/inputs.ts";
import type { ViewRow } from "../store/rows.ts";
import type { Workspace } from "../workspace.ts";

/** Who did it and where the app is: part of every payload. */
export const common = ({ team }: Workspace, user: string): object => {
	const person = team.people.find(({ id }) => id === user);
	return {
		team: { id: team.id, domain: team.id.toLowerCase() },
		user: { id: user, username: person?.handle ?? user, name: person?.handle ?? user, team_id: team.id },
		api_app_id: team.app.id,
		token: "local",
		enterprise: null,
		is_enterprise_install: false,
	};
};

export const channelPart = (workspace: Workspace, id: string): { id: string; name: string } => {
	const channel = workspace.channel(id);
	return { id, name: channel?.is_im ? "directmessage" : (channel?.name ?? "") };
};

/** A view as payloads carry it. */
export const viewPart = (workspace: Workspace, row: ViewRow, values: Values): object => ({
	id: row.view_id,
	team_id: workspace.team.id,
	type: row.type,
	blocks: row.blocks,
	private_metadata: row.private_metadata,
	callback_id: row.callback_id,
	state: { values },
	hash: row.hash,
	title: row.title,
	close: row.close,
	submit: row.submit,
	clear_on_close: row.clear_on_close,
	notify_on_close: row.notify_on_close,
	root_view_id: row.root_view_id,
	previous_view_id: row.previous_view_id ?? null,
	app_id: workspace.team.app.id,
	app_installed_team_id: workspace.team.id,
	bot_id: workspace.team.app.bot,
	external_id: row.external_id ?? "",
});

/** What people read when the app did not answer as Slack expects. */
export const trouble = {
	operation_timeout: "Caisey took longer than 3 seconds to answer (operation_timeout).",
	dispatch_failed: "Caisey could not be reached, or answered with an error (dispatch_failed).",
	answer: "Caisey answered with something that Slack does not understand.",
	changed: "This message has changed since. Look at it, and press again.",
	gone: "This dialog is not open any more: it was closed, or another took its place.",
} as const;
