// A dialog's form as a Teams dialog (task module): inputs named by their fields, and what was filled in, read back.

import { inLine } from "../../domain/line.ts";
import { turns } from "../model/actions.ts";
import type { Card, Section } from "../model/card.ts";
import { type Field, type FilledIn, type Form, isField, type Option, type Turns } from "../model/form.ts";
import { limits } from "../model/limits.ts";
import { isolated } from "../plain.ts";
import { type AdaptiveCard, adaptiveCard, cardWith, sectionElements } from "./card.ts";
import { lineElement, type TeamsElement } from "./text.ts";
import { atZone, inZone } from "./zone.ts";

/** The value of a `task/continue` answer. */
export type TeamsDialog = { title: string; card: AdaptiveCard };

type Around = {
	/** Comes back with what is filled in, beside `dialog`: ids and places only. */
	remembered: Record<string, unknown>;
	/** What was typed in another dialog, by its inputs' names: comes back as `carriedIn` reads it. In inputs that no one sees, so that it is
	 * there once, whatever buttons there are. */
	carried?: Record<string, string>;
	/** The reader's time zone, e.g. `Europe/Berlin`, since Teams' dates and times lack one. */
	zone: string;
	/** What is wrong, by field. */
	errors?: Record<string, string>;
	/** What is wrong with all of it. */
	banner?: string;
};

/** The title bar says what it is; [Submit] carries the dialog's id in `dialog`. */
export const teamsDialog = (form: Form, around: Around): TeamsDialog => {
	const { remembered, banner, carried = {} } = around;
	const data = { ...remembered, dialog: form.dialog };
	const body = [
		...(banner === undefined ? [] : sectionElements([{ kind: "warning", line: [banner] }])),
		...form.body.flatMap((part) => {
			if (isField(part)) return part.folded ? [] : fieldElements(part, data, around);
			return part.kind === "turns" ? turnElements(part, data) : said(part);
		}),
		...behindMore(form, data, around),
		...Object.entries(carried).map(([name, value]) => hidden(carriedPrefix + name, value)),
		...(form.takes === undefined ? [] : [lineElement([form.takes], { isSubtle: true, size: "Small" })]),
	];
	const submit = { type: "Action.Submit", title: form.submit, style: "positive", data };
	return { title: form.title, card: cardWith(body, [submit], form.title) };
};

const carriedPrefix = "carried.";
const hidden = (id: string, value: string): TeamsElement => ({
	...{ type: "Input.Text", id, value },
	// One that has a single line would take its line breaks.
	...{ isMultiline: true, isVisible: false },
});

/** Of what a dialog was sent with. */
export const carriedIn = (data: Record<string, unknown>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(data).flatMap(([name, value]) =>
			name.startsWith(carriedPrefix) && typeof value === "string"
				? [[name.slice(carriedPrefix.length), value] as const]
				: [],
		),
	);

/** Inputs that are out of view are sent like the others. */
const behindMore = ({ body }: Form, data: object, around: Around): TeamsElement[] => {
	const folded = body.filter(isField).filter(({ folded }) => folded);
	const wrong = folded.some(({ id }) => around.errors?.[id] !== undefined);
	const items = folded.flatMap((field) => fieldElements(field, data, around));
	return items.length === 0 ? [] : [{ type: "Container", id: moreId, isVisible: wrong, items }];
};
const moreId = "more";

/** What is as usual isn't said while all of it is in view. */
const turnElements = ({ turns: all, says }: Turns, data: object): TeamsElement[] => [
	...(says ? [{ ...lineElement(says), id: usualId }] : []),
	{
		type: "ActionSet",
		actions: all.map(({ turn, label }) =>
			turn === turns.more
				? { type: "Action.ToggleVisibility", title: label, targetElements: [moreId, usualId] }
				: { type: "Action.Submit", title: label, data: { ...data, turn } },
		),
	},
];
const usualId = "usual";

/** A card to be read and closed: help, a refusal, a personal link. */
export const teamsReading = (title: string, card: Card): TeamsDialog => ({
	title,
	card: adaptiveCard(card, { ids: new Map() }),
});

const said = (section: Section): TeamsElement[] => sectionElements([section]);

const fieldElements = (field: Field, data: object, { zone, errors = {} }: Around): TeamsElement[] => {
	const wrong = errors[field.id];
	return [
		...inputsOf(field, zone),
		...(field.kind === "choices" && (field.more || field.options.length > most) ? search(field, data) : []),
		...(field.hint === undefined || field.kind === "files"
			? []
			: [beside(field.hint, { isSubtle: true, size: "Small" })]),
		...(wrong === undefined ? [] : [beside(wrong, { color: "Attention", weight: "Bolder" })]),
	];
};

const beside = (text: string, look: Parameters<typeof lineElement>[1]): TeamsElement => ({
	...lineElement([text], look),
	spacing: "None",
});

const inputsOf = (field: Field, zone: string): TeamsElement[] => {
	const common = { id: field.id, label: `${field.label}${field.optional ? " (optional)" : ""}` };
	switch (field.kind) {
		case "input":
			return [{ type: "Input.Text", ...common, ...textInput(field) }];
		case "choice":
			return [
				{
					type: "Input.ChoiceSet",
					...common,
					style: "compact",
					choices: field.options.map(choiceOf),
					...(field.chosen !== null && { value: field.chosen }),
				},
			];
		case "choices":
			return [{ type: "Input.ChoiceSet", ...common, ...multiSelect(field) }];
		case "files":
			return [lineElement([field.instead], { isSubtle: true, size: "Small" })];
		case "instant":
			return instant(field, zone);
	}
};

type Of<K extends Field["kind"]> = Extract<Field, { kind: K }>;

const textInput = ({ value, longest, multiline = false }: Of<"input">) => ({
	isMultiline: multiline,
	maxLength: longest,
	...(value !== "" && { value: value.slice(0, longest) }),
});

const most = limits.teams.choices;

// The chosen options always stay visible.
const multiSelect = ({ options, chosen }: Of<"choices">) => {
	const taken = options.filter(({ value }) => chosen.includes(value));
	const others = options.filter((option) => !taken.includes(option));
	const choices = options.length > most ? [...taken, ...others].slice(0, most) : options;
	return {
		isMultiSelect: true,
		wrap: true,
		choices: choices.map(choiceOf),
		...(taken.length > 0 && { value: taken.map(({ value }) => value).join(",") }),
	};
};

// Teams may read a choice's title as Markdown, so it gets no links from others.
const choiceOf = ({ value, label, detail }: Option) => ({
	value,
	title: isolated(inLine([label, detail].filter(Boolean).join(" · ")))
		.replaceAll("[", "(")
		.replaceAll("]", ")")
		.slice(0, limits.teams.choiceText)
		.toWellFormed(),
});

const search = ({ id }: Of<"choices">, data: object): TeamsElement[] => [
	{ type: "Input.Text", id: `${id}.search`, label: "Find others by name" },
	{ type: "ActionSet", actions: [{ type: "Action.Submit", title: "Find", data: { ...data, search: id } }] },
];

const instant = ({ id, label, at }: Of<"instant">, zone: string): TeamsElement[] => {
	const known = at === null ? null : inZone(at, zone);
	return [
		{
			type: "Input.Date",
			id: `${id}.date`,
			label: `${label}, date (optional)`,
			...(known && { value: known.date }),
		},
		{
			type: "Input.Time",
			id: `${id}.time`,
			label: `${label}, time in ${zone}`,
			...(known && { value: known.time }),
		},
	];
};

/** The answers, by field: texts as typed, several choices as a list, an instant in ms. A date without a
 * time means its first minute; a time without a date means nothing. */
export const filledInTeams = (form: Form, data: Record<string, unknown>, zone: string): FilledIn =>
	Object.fromEntries(form.body.filter(isField).map((field) => [field.id, answered(field, data, zone)]));

const answered = (field: Field, data: Record<string, unknown>, zone: string) => {
	const text = (id: string): string => {
		const value = data[id];
		return typeof value === "string" ? value : "";
	};
	if (field.kind === "choices")
		return text(field.id)
			.split(",")
			.filter((one) => one !== "");
	if (field.kind === "files") return null;
	if (field.kind !== "instant") return text(field.id);
	const date = text(`${field.id}.date`);
	return date === "" ? null : atZone(date, text(`${field.id}.time`) || "00:00", zone);
};
