// The set-up in use, its revision, and every workspace that Caisey ever heard from.
import { z } from "zod";
import { Setup } from "../../../protocol/setup.ts";
import { row, rows } from "../../durable/sql.ts";
import { emptySetup } from "./diff.ts";

const Text = z.object({ text: z.string() });
const Revision = z.object({ revision: z.int() });
const Tag = z.object({ tag: z.string() });
const Workspace = z.object({ workspace: z.string() });

export const setUpStore = (sql: SqlStorage) => {
	/** Every request of the console asks for it: parsed once for each revision. */
	let parsed: { setup: Setup; revision: number } | null = null;
	const read = (revision: number): Setup => {
		const stored = row(sql, Text, "SELECT text FROM setup");
		if (!stored) throw new Error(`no set-up of revision ${revision}`);
		return Setup.parse(JSON.parse(stored.text));
	};
	return {
		/** Revision 0: nothing was applied yet. Not to be changed. */
		stored: (): { setup: Setup; revision: number } => {
			const revision = row(sql, Revision, "SELECT revision FROM setup")?.revision ?? 0;
			if (parsed?.revision !== revision)
				parsed = { setup: revision === 0 ? emptySetup() : read(revision), revision };
			return parsed;
		},
		write: (setup: Setup, revision: number): void => {
			// Another one of this revision may have been undone.
			parsed = null;
			sql.exec(
				"INSERT INTO setup (one, text, at, revision) VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at, revision = excluded.revision",
				JSON.stringify(setup),
				Date.now(),
				revision,
			);
		},
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
	};
};
export type SetUpStore = ReturnType<typeof setUpStore>;
