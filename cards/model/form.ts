// A platform-neutral dialog: its fields in order, filled in as far as known, and the texts between them.
import type { Instant } from "../../protocol/ids.ts";
import type { DialogId, TurnId } from "./actions.ts";
import type { Line, Section } from "./card.ts";

/** `detail`: a second line, if the platform has one. */
export type Option = { value: string; label: string; detail?: string };

/** `folded`: out of view until someone asks for more; it counts as it is filled in. */
type Common = { id: string; label: string; hint?: string; optional?: boolean; folded?: boolean };

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
		/** Files of these endings, at most `most` of them. `instead`: what a platform says whose dialogs take none. */
		| { kind: "files"; endings: string[]; most: number; instead: string }
	);

/** Buttons that turn the dialog into another one. `says`: what is out of view until then. */
export type Turns = { kind: "turns"; says?: Line; turns: { turn: TurnId; label: string }[] };

type Part = Field | Section | Turns;

/** `takes`: how long sending it may take, for a platform that shows nothing meanwhile. */
export type Form = {
	dialog: DialogId;
	title: string;
	submit: string;
	body: Part[];
	takes?: string;
};

export const isField = (part: Part): part is Field => "id" in part;

/** Answers, by field: texts as typed, several choices as a list, an instant in ms. */
export type FilledIn = Record<string, string | string[] | Instant | null>;

/** The form with what was filled in still in it. */
export const refilled = (form: Form, filled: FilledIn): Form => ({
	...form,
	body: form.body.map((part) => (isField(part) ? withAnswer(part, filled[part.id]) : part)),
});

const withAnswer = (field: Field, answer: FilledIn[string] | undefined): Field => {
	if (field.kind === "input") return typeof answer === "string" ? { ...field, value: answer } : field;
	if (field.kind === "choice")
		return typeof answer === "string" ? { ...field, chosen: answer || null } : field;
	if (field.kind === "choices") return Array.isArray(answer) ? { ...field, chosen: answer } : field;
	if (field.kind === "files") return field;
	return typeof answer === "number" || answer === null ? { ...field, at: answer } : field;
};
