// What people read about snippets: what is wrong with a blank, or with what was written into one.

import { type BlankProblem, blankOf, type ValueProblem, valueAtMost } from "../domain/blanks.ts";
import { clean } from "../domain/line.ts";
import type { Shell } from "../protocol/plan/plan.ts";
import { snippetsAtMost } from "../protocol/read/snippet.ts";
import { count } from "./amounts.ts";

/** Why a snippet can't be kept, and what to write instead. */
export const blankProblemText = ({ blank, why }: BlankProblem): string =>
	problems[why](blankOf(blank), blank);

const problems = {
	quotes: (place) => `Write ${place} outside of quotes: the value gets its own.`,
	"single-quotes": (place) => `Write ${place} outside of quotes: the value gets its own.`,
	comment: (place) => `${place} is in a comment. Take it out, or move it into the command.`,
	"here-document": (place) => `${place} is in a here-document. Print it instead: printf '%s\\n' ${place}`,
	verbatim: (place) => `${place} is after --%. Write it before, or leave --% out.`,
	"inside-word": (place) => `Write ${place} as an argument of its own, with blanks around it.`,
	cmd: (place) => `cmd can't take ${place} there. Choose PowerShell.`,
	code: (place) =>
		`${place} would be run there, or could be. Give it to a program as an argument: it can't be the program, nor code.`,
	"bad-name": (_place, name) =>
		`“${clean(name)}” isn't a blank's name. Use up to 32 small letters, digits and hyphens: {{blank:service}}.`,
	"looks-secret": (_place, name) =>
		`Everyone reads what is written into a blank. For a password or key write {{secret:${name}}}.`,
	"too-many": () => `A snippet can have up to ${snippetsAtMost.blanks} blanks.`,
	"only-in-words": (place) =>
		`${place} is only in the plain words. Write it into the command, or take it out.`,
} as const satisfies Record<BlankProblem["why"], (place: string, name: string) => string>;

/** What to write into a blank instead. */
export const valueProblemText = (problem: ValueProblem, shell: Shell): string => {
	switch (problem.why) {
		case "empty":
			return "Write something here.";
		case "too-long":
			return `Write at most ${valueAtMost} characters.`;
		case "start":
			return `Begin with a letter, a digit, “.”, “_” or “\\”${shell === "cmd" ? "" : ", or “/”"}: else a program could take it for an option.`;
		case "end":
			return "Leave out the blank or “\\” at the end.";
		case "character":
			return `“${clean(problem.character)}” can't be put in. Letters, digits, blanks and . _ - : @ / \\ + , = # ~ ( ) can. For anything else write the command yourself.`;
	}
};

/** Of one that no dialog can show any more. */
export const tooLongText = (most: number): string =>
	`Filled in, this has more than ${count(most)} characters. Write something shorter.`;
