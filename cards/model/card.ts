// One neutral card: what is said and offered, in order; each platform has a renderer.
import type { Instant } from "../../protocol/ids.ts";
import type { Mention } from "../../protocol/read/view.ts";
import type { ActionId, ShowId } from "./actions.ts";

/** A piece of a line. Texts stay as they are, but on one line, and no platform's markup works in them. */
export type Run =
	| string
	/** Words of a person or machine: in quotes and italics, never bold, at most `most` characters. */
	| { said: string; most: number }
	/** What somebody said, word for word: slanted, so that a line of it that wraps still looks like theirs. */
	| { theirs: string }
	| { bold: string }
	| { code: string }
	/** Shown in the reader's time zone; `weekday`: named where the platform can. */
	| { time: Instant; form?: "weekday" }
	| { mention: Mention }
	/** Opens in the browser; only where one person alone sees it, unless the address isn't a secret. `inText`: it stays within the text,
	 * below the line on platforms whose lines have no links; else it is a button there. */
	| { url: string; label: string; inText?: true };
export type Line = Run[];

/** Of how much output a text is a part: exact bytes, and lines where known. `whole`: the text is all of it. `asItCame`: its
 * bytes are those of the output. */
export type OutputExtent = {
	bytes: number;
	lines: number | null;
	whole: boolean;
	part: "first" | "last";
	asItCame: boolean;
};

export type Section =
	/** A line by people or about the matter. `keep`: never shortened. */
	| { kind: "text"; line: Line; keep?: boolean }
	/** Labelled values, one a line. */
	| { kind: "facts"; facts: { label: string; line: Line }[] }
	/** Exact text under a label. `keep`: never shortened. `output`: it belongs to a run, and the card says how much of it is shown. */
	| { kind: "code"; label: string; text: string; keep?: boolean; output?: OutputExtent }
	| { kind: "warning"; line: Line; keep?: boolean };

/** `forSome`: hidden from those whom the card doesn't name, on platforms that can. Every press is judged anyway. */
export type Button = {
	action: ActionId;
	id: string;
	label: string;
	tone?: "primary" | "danger";
	forSome?: true;
	/** What takes the place of [Approve] where the card does not show every step whole. */
	orElse?: Button;
	/** Asked before it does anything, where the platform asks by itself; elsewhere it opens a dialog that does. */
	asks?: Question;
};

/** `yes` and `no` are the answers; `says` is what a yes will do. */
export type Question = { title: string; says: string; yes: string; no: string };

/** A choice of one; `chosen` only if there is nothing else to choose. */
export type Choice = {
	id: string;
	placeholder: string;
	options: { value: string; label: string }[];
	chosen: boolean;
};

export type Card = {
	title: string;
	/** The state, in words. */
	state: string | null;
	sections: Section[];
	choice: Choice | null;
	buttons: Button[];
	menu: Button[];
	/** The people who are shown more than others, on platforms that can: how each asks for their own card of this plan or session. */
	own?: { show: ShowId; id: string; who: Mention[] };
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
