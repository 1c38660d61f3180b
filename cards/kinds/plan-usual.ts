// What the plan's dialog keeps behind “More…”: the fields that are as usual. It says what they are, as nothing is chosen for
// anyone in silence; what isn't as usual is in view.
import { within } from "../../words/amounts.ts";
import { turns } from "../model/actions.ts";
import { type Field, type Form, isField } from "../model/form.ts";
import { brief } from "../plain.ts";
import { fields, type PlanField } from "./plan-fields.ts";
import { stepsOf } from "./plan-texts.ts";
import type { ProposalForm } from "./proposal-form.ts";

type Part = Form["body"][number];

/** The same parts: first those in view, then what the others are, the button, and the others. */
export const withUsualFolded = (form: ProposalForm, body: Part[]): Part[] => {
	const folded = body.filter(isField).flatMap((field) => {
		const says = usual(form, field);
		return says === null ? [] : [{ field: { ...field, folded: true }, says }];
	});
	if (folded.length === 0) return body;
	const kept = body.filter((part) => !isField(part) || folded.every(({ field }) => field.id !== part.id));
	const all = folded.map(({ says }) => says).filter((says) => says !== "");
	const says = [{ bold: "As usual: " }, all.join(" · ")];
	return [
		...kept,
		{ kind: "turns", says, turns: [{ turn: turns.more, label: "More…" }] },
		...folded.map(({ field }) => field),
	];
};

/** What is said of a field that is as usual, perhaps nothing; null: it isn't. */
const usual = (form: ProposalForm, field: Field): string | null => {
	const id = Object.keys(fields).find((one): one is PlanField => one === field.id);
	return id === undefined ? null : (rules[id]?.(field, form) ?? null);
};

type Rule = (field: Field, form: ProposalForm) => string | null;

/** An input that is empty, or has this. */
const input =
	(says: string, usually = "") =>
	(field: Field): string | null =>
		field.kind === "input" && field.value === usually ? says : null;

const choice =
	(usually: string, says = ""): Rule =>
	(field) =>
		field.kind === "choice" && field.chosen === usually ? says : null;

const span =
	(which: "stepTimeLimit" | "decideWithin" | "runWithin", says: (time: string) => string): Rule =>
	(field, { policy }) =>
		field.kind === "choice" && field.chosen === `${policy[which]}` ? says(within(policy[which])) : null;

/** As long as no one is told or asked. */
const withPerson: Rule = (_field, { draft }) => (draft.person ? null : "");

const rules: { [F in PlanField]?: Rule } = {
	// One that is offline, blocked, on hold or full says so where it is chosen.
	endpoints: (_field, { endpoints: [one, ...others], more }) =>
		one &&
		others.length === 0 &&
		!more &&
		one.online &&
		!one.quarantined &&
		one.held === null &&
		one.disk === "room"
			? `on ${brief(one.name)}, the only endpoint, online`
			: null,
	shell: (field, { last }) =>
		field.kind === "choice" && field.chosen !== null
			? `in ${field.chosen}${last?.includes("shell") ? ", as last time" : ""}`
			: null,
	runAs: (field) => {
		const account = field.kind === "choice" && field.chosen === "agent" && field.options[0]?.label;
		return account ? `as ${account.charAt(0).toLowerCase()}${account.slice(1)}` : null;
	},
	runAsName: input(""),
	cwd: input("in its home folder"),
	form: choice("command"),
	arguments: input(""),
	before: (field, { draft }) =>
		input(stepsOf(draft, "after").length === 0 ? "no checks" : "no checks before")(field),
	after: (field, { draft }) => input(stepsOf(draft, "before").length === 0 ? "" : "no checks after")(field),
	success: input("", "0"),
	restart: choice("no"),
	person: choice("no"),
	personText: withPerson,
	personWait: withPerson,
	personOtherwise: withPerson,
	stepTimeLimit: span("stepTimeLimit", (time) => `at most ${time} a step`),
	input: choice("choices", "may ask: choices only"),
	failedCheck: choice("stop"),
	decideWithin: span("decideWithin", (time) => `decide within ${time}`),
	runWithin: span("runWithin", (time) => `then run within ${time}`),
	notBefore: (field) => (field.kind === "instant" && field.at === null ? "" : null),
};
