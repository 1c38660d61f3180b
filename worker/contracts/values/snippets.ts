// A change of a saved command, and what comes of it.
import type { BlankProblem } from "../../../domain/blanks.ts";
import type { SnippetText } from "../../../protocol/read/snippet.ts";
import type { SignedIn } from "./caller.ts";

/** `id` null: a new one. `text` null: it is removed. `version`: which one its author has seen. */
export type SnippetChange = {
	by: SignedIn;
	id: string | null;
	version: number;
	text: SnippetText | null;
};

/** Why not: someone else changed or removed it meanwhile (`stale`, `gone`), or its text can't be kept. */
export type SnippetChanged =
	| { ok: true; id: string }
	| { ok: false; why: "not-staff" | "gone" | "stale" | "too-many" | "no-client" }
	| { ok: false; why: "blank"; problem: BlankProblem }
	/** It looks like one, in words. */
	| { ok: false; why: "secret"; what: string };
