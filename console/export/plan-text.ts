// A plan as text: everything that was asked to be approved, step by step.

import { oddities } from "../../domain/text.ts";
import type { Plan, RunAs } from "../../protocol/plan.ts";
import type { TranscriptPlan } from "../../protocol/transcript.ts";
import { planStates, word } from "../../words/states.ts";
import { utc } from "../../words/times.ts";
import { oneLine } from "../html/escape.ts";
import { block, value } from "./indent.ts";

export const planText = ({ plan, digest, state }: TranscriptPlan): string =>
	[
		`  plan ${plan.id}, SHA-256 ${digest}, ${word(planStates, state)}\n`,
		...planFacts(plan).map(({ label, text }) => `  ${label}: ${value(text)}\n`),
		...plan.steps.map(
			({ phase, command }, i) => `  step ${i + 1}, ${phase}:\n${block(command)}${misread(command)}`,
		),
	].join("");

/** The command stands as it is, to be copied: what could be misread in it is named below it. */
const misread = (command: string): string =>
	oddities(command)
		.map(({ what }) => `  contains ${oneLine(what)}\n`)
		.join("");

/** What a plan says beside its steps, in words. */
export const planFacts = (plan: Plan): { label: string; text: string }[] => [
	{ label: "What changes", text: plan.words.changes },
	{ label: "Who will notice", text: plan.words.notices },
	{ label: "How to undo it", text: plan.words.undo },
	{ label: "On", text: plan.endpoints.map(({ name }) => name).join(", ") },
	{ label: "Shell", text: plan.shell },
	{ label: "Runs as", text: asWhom(plan.runAs) },
	{ label: "Starts in", text: plan.cwd ?? "the home of that account" },
	{ label: "Time limit of a step", text: `${plan.stepTimeLimit} s` },
	{ label: "If a check before fails", text: plan.failedCheck === "stop" ? "stop" : "carry on" },
	{ label: "May ask for", text: plan.input.join(", ") || "nothing" },
	{ label: "Decide by", text: utc(plan.decideBy) },
	{ label: "Run", text: when(plan) },
];

const asWhom = (runAs: RunAs) => (runAs.kind === "agent" ? "the agent's own account" : runAs.name);

const when = ({ notBefore, runWithin }: Plan) =>
	`within ${runWithin} s of the approval${notBefore === null ? "" : `, not before ${utc(notBefore)}`}`;
