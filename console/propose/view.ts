// What the form of a proposal has, what someone wrote into it, and what comes of that. Its fields are those of the dialog in chat.
import type { Instant } from "../../protocol/ids.ts";
import type { Shell, Step } from "../../protocol/plan/plan.ts";
import type { EndpointPreflight } from "../../protocol/plan/preflight.ts";
import type { ScriptEncoding } from "../../protocol/plan/script.ts";

/** `detail`: a second line. */
export type FormOption = { value: string; label: string; detail?: string };

export type FormField = { id: string; label: string; hint?: string; optional?: boolean } & (
	| { kind: "input"; value: string; longest: number; multiline?: boolean }
	| { kind: "choice"; options: FormOption[]; chosen: string | null }
	/** `more`: there are others than these, to be searched. */
	| { kind: "choices"; options: FormOption[]; chosen: string[]; most: number; more: boolean }
	| { kind: "instant"; at: Instant | null }
);

/** `client`: its name. Of an earlier plan: the `file` that its command is the text of, and why the fields can't hold its steps (`lost`). */
export type FormShown = {
	client: string;
	fields: FormField[];
	file: FileMeta | null;
	lost: string | null;
};

/** The file that the command is the text of: its own name, and how it is written. */
export type FileMeta = { name: string; encoding: ScriptEncoding; lines: "lf" | "crlf" };

/** `values`: by the field's id; lines end with LF. */
export type Written = { endpoints: string[]; values: Record<string, string>; file: FileMeta | null };

/** By the field's id. */
export type Errors = Record<string, string>;

/** Why nothing came of it: at fields, or `why` at the top, which may be both. */
export type Wrong = { ok: false; errors: Errors; why: string | null };

/** What is known of the steps while someone writes them. `said`: by each endpoint, with its name; null: a newer text is checked
 * instead. `until`: this person asked too often, and may again then. */
export type Checked =
	| { ok: true; shell: Shell; steps: Step[]; said: { name: string; said: EndpointPreflight }[] | null }
	| { ok: false; until: Instant }
	| Wrong;

/** A card as a platform would get it, for people in that workspace. */
export type CardShown = { card: string; workspace: string };

/** `cards`: one for each platform where those who may decide are. */
export type Previewed = { ok: true; cards: CardShown[] } | Wrong;

export type Proposed = { ok: true; plan: string } | Wrong;
