// The commands that the MSP's technicians saved for the next time. They are the MSP's own, so they are here, beside its staff.
import { z } from "zod";
import { may } from "../../domain/authority.ts";
import { blankProblem } from "../../domain/blanks.ts";
import { newId } from "../../protocol/ids.ts";
import { type KeptSnippet, type Snippet, SnippetText, snippetsAtMost } from "../../protocol/read/snippet.ts";
import { textsOfSnippet } from "../contracts/values/scan.ts";
import type { SnippetChange, SnippetChanged } from "../contracts/values/snippets.ts";
import { json } from "../durable/columns.ts";
import type { Scans } from "../durable/scans.ts";
import { rows } from "../durable/sql.ts";
import type { Core } from "./core.ts";
import { belonging } from "./signing-in/belonging.ts";

/** A migration. `version` counts its changes. */
export const snippetTable =
	"CREATE TABLE snippets (id TEXT PRIMARY KEY, version INTEGER NOT NULL, text TEXT NOT NULL, changed_by TEXT NOT NULL, at INTEGER NOT NULL) STRICT;";

const Row = z
	.object({
		id: z.string(),
		version: z.int(),
		text: json(SnippetText),
		changed_by: z.string(),
		at: z.int(),
	})
	.transform(({ id, version, text, changed_by: by, at }): KeptSnippet => ({ ...text, id, version, by, at }));

export const snippetStore = (sql: SqlStorage) => ({
	/** By title. */
	all: (): KeptSnippet[] =>
		rows(sql, Row, "SELECT * FROM snippets").sort((a, b) => a.title.localeCompare(b.title, "en")),
	put: ({ id, version, by, at, ...text }: KeptSnippet) =>
		sql.exec(
			`INSERT INTO snippets (id, version, text, changed_by, at) VALUES (?1, ?2, ?3, ?4, ?5)
			ON CONFLICT (id) DO UPDATE SET version = ?2, text = ?3, changed_by = ?4, at = ?5`,
			...[id, version, JSON.stringify(text), by, at],
		),
	remove: (id: string) => sql.exec("DELETE FROM snippets WHERE id = ?", id),
});
export type SnippetStore = ReturnType<typeof snippetStore>;

type Place = Core & { readonly kept: SnippetStore };

/** Whether this person keeps the MSP's snippets now. */
export const keepsSnippets = ({ setUp, people }: Core, person: string): boolean => {
	const { staff } = belonging(setUp.stored().setup, people.keyOf(person), people.clientId);
	return may("keep snippets", staff);
};

/** Those for a client's plans; for who isn't of the MSP, those for this client alone. Without what only their keepers see. */
export const snippetsFor = (core: Place, client: string, person: string): Snippet[] => {
	const ours = keepsSnippets(core, person);
	return core.kept
		.all()
		.filter((one) => one.client === client || (ours && one.client === null))
		.map(({ version: _, by: __, at: ___, ...snippet }) => snippet);
};

/** Makes, changes or removes one, and notes it in the deployment's log. */
export const changeSnippet = (
	core: Place,
	{ by, id, version, text }: SnippetChange,
	scans: Scans,
): SnippetChanged => {
	if (!keepsSnippets(core, by.person)) return { ok: false, why: "not-staff" };
	const all = core.kept.all();
	const before = all.find((one) => one.id === id) ?? null;
	if (id !== null && !before) return { ok: false, why: "gone" };
	if (before && before.version !== version) return { ok: false, why: "stale" };
	const problem = text === null ? null : problemOf(core, text, all.length - (before ? 1 : 0), scans);
	if (problem) return problem;
	const now = text ?? before;
	if (!now) return { ok: false, why: "gone" };
	const kept = before?.id ?? newId("snippet", "none");
	core.change(() => {
		if (text === null) core.kept.remove(kept);
		else
			core.kept.put({
				...text,
				...{ id: kept, version: (before?.version ?? 0) + 1, by: by.name, at: Date.now() },
			});
		core.log.keep({
			kind: "changed",
			...{ who: by.name, person: by.person },
			what: text === null ? "removed a snippet" : before ? "changed a snippet" : "made a snippet",
			detail: `“${now.title}”, ${now.shell}: ${now.command}`,
		});
	});
	return { ok: true, id: kept };
};

/** `others`: how many there are besides it. */
const problemOf = (
	core: Core,
	text: SnippetText,
	others: number,
	scans: Scans,
): Extract<SnippetChanged, { ok: false }> | null => {
	if (others >= snippetsAtMost.all) return { ok: false, why: "too-many" };
	if (text.client !== null && !core.known.has(text.client)) return { ok: false, why: "no-client" };
	const blank = blankProblem(text);
	if (blank) return { ok: false, why: "blank", problem: blank };
	const secret = textsOfSnippet(text)
		.map(scans.secretIn)
		.find((what) => what !== null);
	return secret ? { ok: false, why: "secret", what: secret } : null;
};
