// What the pages of snippets show, and what their forms may come to.
import type { BlankProblem } from "../../domain/blanks.ts";
import type { KeptSnippet, SnippetText } from "../../protocol/read/snippet.ts";

/** Every client by name, for whom one may be. */
export type SnippetsFound = { snippets: KeptSnippet[]; clients: { client: string; name: string }[] };

/** `id` null: a new one; `text` null: it is removed. */
export type SnippetAsked = { id: string | null; version: number; text: SnippetText | null };

export type SnippetDone =
	| { ok: true; id: string }
	| { ok: false; why: "not-staff" | "gone" | "stale" | "too-many" | "no-client" }
	| { ok: false; why: "blank"; problem: BlankProblem }
	| { ok: false; why: "secret"; what: string };
