// One neutral card: what is said and offered, in order; each platform has a renderer.
import type { Instant } from "../../protocol/ids.ts";
import type { Mention } from "../../protocol/view.ts";
import type { ActionId } from "./actions.ts";

/** A piece of a line. Texts are shown as they are, but on one line: no platform's markup has a meaning in them. */
export type Run =
	| string
	/** What somebody or some machine wrote: in quotes and slanted, never bold, no longer than `most` characters. */
	| { said: string; most: number }
	| { bold: string }
	| { code: string }
	/** Shown in the reader's time zone. */
	| { time: Instant }
	| { mention: Mention }
	/** Opens in the browser; only in what one person alone sees, unless the address is no secret. */
	| { url: string; label: string };
export type Line = Run[];

/** Of how much output a text is a part: exact bytes, and lines where known. `whole`: the text is all of it. */
export type OutputExtent = { bytes: number; lines: number | null; whole: boolean; part: "first" | "last" };

export type Section =
	/** A line by people or about the matter. `keep`: never shortened. */
	| { kind: "text"; line: Line; keep?: boolean }
	/** Labelled values, one a line. */
	| { kind: "facts"; facts: { label: string; line: Line }[] }
	/** Exact text under a label. `keep`: never shortened. `output`: it is a run's, and how much of it is shown gets said. */
	| { kind: "code"; label: string; text: string; keep?: boolean; output?: OutputExtent }
	| { kind: "warning"; line: Line; keep?: boolean };

/** `forDeciders`: where a platform can, it is shown to nobody else. Whoever presses is judged all the same. */
export type Button = {
	action: ActionId;
	id: string;
	label: string;
	tone?: "primary" | "danger";
	forDeciders?: true;
	/** What takes the place of [Approve] where the card does not show every step whole. */
	orElse?: Button;
	/** Asked before it does anything, where the platform asks by itself; elsewhere it opens a dialog that does. */
	asks?: Question;
};

/** `yes` and `no` are the answers; `says` is what a yes will do. */
export type Question = { title: string; says: string; yes: string; no: string };

/** A choice of one; `chosen` only where there is nothing else to choose. */
export type Choice = {
	id: string;
	placeholder: string;
	options: { value: string; label: string }[];
	chosen: boolean;
};

export type Card = {
	title: string;
	/** Where the matter stands, in words. */
	state: string | null;
	sections: Section[];
	choice: Choice | null;
	buttons: Button[];
	menu: Button[];
	/** Who decides on which plan, while that is open. */
	deciders?: { plan: string; who: Mention[] };
	/** All that a phone's notification shows. */
	notification: Line;
};

/** Nothing but sentences: private answers, short messages. */
export const sentences = (...lines: Line[]): Card => ({
	title: "",
	state: null,
	sections: lines.map((line) => ({ kind: "text", line })),
	choice: null,
	buttons: [],
	menu: [],
	notification: lines[0] ?? [],
});
