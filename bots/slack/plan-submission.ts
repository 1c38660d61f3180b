// What was filled in, as a proposal, or what is wrong with it, field by field.
import { z } from "zod";
import { choices } from "../../cards/actions.ts";
import { PlanDraft, Shell, type Step } from "../../protocol/plan.ts";
import { type Field, fields, inputAction } from "./plan-fields.ts";

const Value = z.looseObject({
	value: z.string().nullish(),
	selected_option: z.looseObject({ value: z.string() }).nullish(),
	selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
	selected_date_time: z.int().nullish(),
});
export const Values = z.record(z.string(), z.record(z.string(), Value));
export type Values = z.infer<typeof Values>;

export type Errors = { [field in Field]?: string };
export type Filled = { ok: true; draft: PlanDraft } | { ok: false; errors: Errors };

/** `kept`: the steps, where the dialog has no inputs for them. `now` in ms. */
export const readPlan = (values: Values, kept: Step[] | null, now: number): Filled => {
	const of = (field: Field) => values[field]?.[field === "endpoints" ? choices.endpoints : inputAction];
	const text = (field: Field) => of(field)?.value ?? "";
	const chosen = (field: Field) => of(field)?.selected_option?.value ?? "";
	const at = of("notBefore")?.selected_date_time;
	const wanted = {
		endpoints: of("endpoints")?.selected_options?.map(({ value }) => value) ?? [],
		shell: chosen("shell"),
		runAs: chosen("runAs") === "user" ? { kind: "user", name: text("runAsName").trim() } : { kind: "agent" },
		cwd: text("cwd").trim() === "" ? null : text("cwd"),
		steps: kept ?? [
			...lines("before", text("before")),
			{ phase: "command" as const, command: text("command") },
			...lines("after", text("after")),
		],
		stepTimeLimit: Number(chosen("stepTimeLimit")),
		failedCheck: chosen("failedCheck"),
		input: ["choices"],
		decideWithin: Number(chosen("decideWithin")),
		runWithin: Number(chosen("runWithin")),
		notBefore: at ? at * 1000 : null,
		words: { changes: text("changes"), notices: text("notices"), undo: text("undo") },
	};
	const read = PlanDraft.safeParse(wanted);
	const errors = { ...(read.success ? {} : sorted(read.error, wanted.steps)), ...further(wanted, now) };
	return read.success && Object.keys(errors).length === 0
		? { ok: true, draft: read.data }
		: { ok: false, errors };
};

// Each line is one check, exactly as it stands; empty lines are none.
const lines = (phase: Step["phase"], text: string): { phase: Step["phase"]; command: string }[] =>
	text
		.split("\n")
		.filter((line) => line.trim() !== "")
		.map((command) => ({ phase, command }));

type Wanted = { notBefore: number | null; steps: { phase: Step["phase"] }[]; words: { changes: string } };

const further = ({ notBefore, steps, words }: Wanted, now: number): Errors => ({
	...(notBefore !== null &&
		notBefore <= now && { notBefore: "That time has passed. Choose a later one, or none." }),
	...(words.changes.trim() === "" && { changes: "Say in a few plain words what changes." }),
	...tooMany("before", steps),
	...tooMany("after", steps),
});

const tooMany = (phase: "before" | "after", steps: Wanted["steps"]): Errors =>
	steps.filter((step) => step.phase === phase).length > 10
		? { [phase]: "Up to 10 checks, one a line. Take some out." }
		: {};

/** Where each problem belongs, and what to do about it. */
const sorted = (error: z.ZodError, steps: Wanted["steps"]): Errors => {
	const found: Errors = {};
	for (const { path } of error.issues) {
		const field = fieldOf(path, steps);
		found[field] ??= advice[field] ?? `“${fields[field]}” is not right. Choose it again.`;
	}
	return found;
};

const fieldOf = ([first, second]: PropertyKey[], steps: Wanted["steps"]): Field => {
	if (first === "steps") return typeof second === "number" ? (steps[second]?.phase ?? "command") : "command";
	if (first === "words") return second === "notices" || second === "undo" ? second : "changes";
	if (first === "runAs") return second === "name" ? "runAsName" : "runAs";
	return Object.keys(fields).find((field): field is Field => field === first) ?? "command";
};

const advice: Errors = {
	endpoints: "Choose 1 to 10 endpoints.",
	command: "Write the command that is to be run.",
	before: "One of these lines can't be run as it stands. Write each check on one line.",
	after: "One of these lines can't be run as it stands. Write each check on one line.",
	shell: `Choose one of ${Shell.options.join(", ")}.`,
	runAsName: "Write the user's name, without blanks.",
	cwd: "Write a path of up to 3,000 characters.",
};
