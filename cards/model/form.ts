// A platform-neutral dialog: its fields in order, filled in as far as known, and the texts between them.
import type { Instant } from "../../protocol/ids.ts";
import type { DialogId } from "./actions.ts";
import type { Section } from "./card.ts";

/** `detail`: a second line, if the platform has one. */
export type Option = { value: string; label: string; detail?: string };

type Common = { id: string; label: string; hint?: string; optional?: boolean };

/** A form's ids are unique within it; answers and errors name them. */
export type Field = Common &
	(
		| { kind: "input"; value: string; longest: number; multiline?: boolean; focus?: boolean }
		| { kind: "choice"; options: Option[]; chosen: string | null }
		/** Up to `most` of them. `more`: there are others than these, to be searched. */
		| {
				kind: "choices";
				placeholder: string;
				options: Option[];
				chosen: string[];
				most: number;
				more: boolean;
		  }
		| { kind: "instant"; at: Instant | null }
	);

export type Form = { dialog: DialogId; title: string; submit: string; body: (Field | Section)[] };

export const isField = (part: Field | Section): part is Field =>
	part.kind === "input" || part.kind === "choice" || part.kind === "choices" || part.kind === "instant";
