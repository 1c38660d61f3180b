// The set-up in use, its revision, and every workspace that Caisey ever heard from.
import { z } from "zod";
import { Setup } from "../../../protocol/setup.ts";
import { row, rows } from "../../durable/sql.ts";
import { emptySetup } from "./diff.ts";

const Stored = z.object({ text: z.string(), revision: z.int() });
const Tag = z.object({ tag: z.string() });
const Workspace = z.object({ workspace: z.string() });

export const setUpStore = (sql: SqlStorage) => ({
	/** Revision 0: nothing was applied yet. */
	stored: (): { setup: Setup; revision: number } => {
		const stored = row(sql, Stored, "SELECT text, revision FROM setup");
		return stored
			? { setup: Setup.parse(JSON.parse(stored.text)), revision: stored.revision }
			: { setup: emptySetup(), revision: 0 };
	},
	write: (setup: Setup, revision: number): void =>
		void sql.exec(
			"INSERT INTO setup (one, text, at, revision) VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at, revision = excluded.revision",
			JSON.stringify(setup),
			Date.now(),
			revision,
		),
	/** Recognizes the bot token that was applied last; undefined: none was. */
	tagOf: (workspace: string): string | undefined =>
		row(sql, Tag, "SELECT tag FROM tokens WHERE workspace = ?", workspace)?.tag,
	keepTag: (workspace: string, tag: string): void =>
		void sql.exec(
			"INSERT INTO tokens (workspace, tag) VALUES (?, ?) ON CONFLICT DO UPDATE SET tag = excluded.tag",
			workspace,
			tag,
		),
	/** Workspaces to which something happened, whether a set-up file names them or not. */
	heardOf: (): string[] =>
		rows(sql, Workspace, "SELECT workspace FROM heard_of").map(({ workspace }) => workspace),
	hearOf: (workspace: string): void =>
		void sql.exec("INSERT INTO heard_of (workspace) VALUES (?) ON CONFLICT DO NOTHING", workspace),
});
export type SetUpStore = ReturnType<typeof setUpStore>;
