// Trigger ids: made for every interaction, valid for one dialog, within three seconds as in Slack.
import { randomBytes } from "node:crypto";
import { collections } from "../store/rows.ts";
import type { Row } from "../store/store.ts";
import type { Workspace } from "../workspace.ts";
import type { Refused } from "./limits.ts";

type TriggerRow = Row & {
	trigger_id: string;
	team_id: string;
	user_id: string;
	app_id: string;
	expires_at: number;
	used: boolean;
	view_id?: string;
};

/** `view`: the dialog in which something was pressed, that another may be pushed onto. */
export const newTrigger = ({ team, store, patience }: Workspace, user: string, view?: string): string => {
	const now = Date.now();
	const trigger_id = `${now}.${team.id}.${randomBytes(12).toString("hex")}`;
	const rows = store.collection<TriggerRow>(collections.triggers);
	for (const row of rows.all()) if (row.expires_at * 1000 < now) rows.delete(row.id);
	rows.insert({
		trigger_id,
		team_id: team.id,
		user_id: user,
		app_id: team.app.id,
		// Emulate counts in whole seconds: the exact limit is judged below.
		expires_at: Math.ceil((now + patience) / 1000) + 60,
		used: false,
		...(view ? { view_id: view } : {}),
	});
	return trigger_id;
};

/** Refuses what came too late; emulate itself refuses unknown and used ones. */
export const checkTrigger = ({ patience }: Workspace, trigger: string): Refused | null => {
	const made = Number(trigger.split(".")[0]);
	return Number.isFinite(made) && made > 0 && Date.now() - made > patience
		? { ok: false, error: "expired_trigger_id" }
		: null;
};
