// Reads a filled-in plan dialog as a proposal, or says what is wrong, field by field.
import { fields, type PlanField } from "../cards/kinds/plan-fields.ts";
import { inputKinds } from "../cards/kinds/plan-inputs.ts";
import { personProblem } from "../domain/person.ts";
import { restartProblem } from "../domain/restart.ts";
import { isTyped, typedScript } from "../domain/script.ts";
import { readCodes } from "../domain/success.ts";
import type { Instant } from "../protocol/ids.ts";
import { besideProblems } from "../protocol/plan/beside.ts";
import { personTextLimit } from "../protocol/plan/person.ts";
import { PlanDraft, Shell, type Step } from "../protocol/plan/plan.ts";
import type { Script } from "../protocol/plan/script.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { forms } from "../words/script.ts";

/** A platform's answers to the dialog; an empty field may be missing. */
export type Filled = {
	endpoints: string[];
	notBefore: Instant | null;
	values: { [field in PlanField]?: string | undefined };
	/** The command is the text of this file. */
	file?: Omit<Script, "arguments">;
};
export type Errors = { [field in PlanField]?: string };
export type Read = { ok: true; draft: PlanDraft } | { ok: false; errors: Errors };

/** `fixedSteps`: the steps, if the dialog has no inputs for them. `now` in ms. */
export const readPlan = (
	{ endpoints, notBefore, values, file }: Filled,
	fixedSteps: Step[] | null,
	now: number,
): Read => {
	const of = (field: PlanField) => values[field] ?? "";
	const wanted = {
		endpoints,
		shell: of("shell"),
		runAs: runAs(of("runAs"), of("runAsName").trim()),
		cwd: of("cwd").trim() === "" ? null : of("cwd"),
		steps: (
			fixedSteps ?? [
				...lines("before", of("before")),
				{
					phase: "command" as const,
					command: of("command"),
					...(file && { script: { ...file, arguments: [] } }),
				},
				...lines("after", of("after")),
			]
		).map((step) => (step.phase === "command" ? succeeding(scripted(step, values), of("success")) : step)),
		stepTimeLimit: Number(of("stepTimeLimit")),
		failedCheck: of("failedCheck"),
		input: inputKinds(of("input")),
		decideWithin: Number(of("decideWithin")),
		runWithin: Number(of("runWithin")),
		notBefore,
		...(of("restart") === "yes" && { restart: true as const }),
		...personIn(values),
		words: { changes: of("changes"), notices: of("notices"), undo: of("undo") },
	};
	const read = PlanDraft.safeParse(wanted);
	const errors = {
		...(read.success ? {} : sorted(read.error, wanted.steps)),
		...further(wanted, now),
		...lost(values, wanted.steps),
		...late(read),
		...forgetful(read),
		...(readCodes(of("success")) === null && {
			success: "Write whole numbers, such as 0, 3010 or 0x8A15002B.",
		}),
	};
	return read.success && Object.keys(errors).length === 0
		? { ok: true, draft: read.data }
		: { ok: false, errors };
};

/** What the person at the machine is told or asked, if anything. */
const personIn = ({ person, personText = "", personWait, personOtherwise }: Filled["values"]) =>
	person === "tell" || person === "ask"
		? {
				person: {
					text: personText.replaceAll("\r\n", "\n").trim(),
					choices: person === "ask" ? (["now", "in-an-hour"] as const) : [],
					wait: Number(personWait),
					otherwise: personOtherwise,
				},
			}
		: {};

/** Only another user needs a name. */
const runAs = (kind: string, name: string): { kind: string; name?: string } => {
	if (kind === "user") return { kind, name };
	if (kind === "logged-on") return { kind, ...(name !== "" && { name }) };
	return { kind: "agent" };
};

/** The field that a refusal is about, if it is about one. */
export const refusedField = (refusal: Refusal): PlanField | null => {
	const { code } = refusal;
	if (code === "does-not-parse") return refusal.phase;
	if (code === "empty-command") return "command";
	if (code === "command-too-long") return "form";
	if (code === "shell-missing") return "shell";
	if (code === "agent-too-old") return "endpoints";
	return code === "quarantined" ? "endpoints" : null;
};

/** The command as the script that it is to be, with its arguments; one that came as a file is a script in any case. */
const scripted = (step: Step, { form, shell, arguments: given = "" }: Filled["values"]): Step => {
	const args = given.split(/\r?\n/).filter((line) => line.trim() !== "");
	const { phase, command, script } = step;
	const known = Shell.safeParse(shell);
	if (script && !isTyped(step, known.data)) return { phase, command, script: { ...script, arguments: args } };
	if (form !== "script" || !known.success) return { phase, command };
	const typed = typedScript(command, known.data);
	return { phase, command: typed.command, script: { ...typed.script, arguments: args } };
};

/** With its codes of success, unless they are the usual one. What is no code is told by `readPlan`. */
const succeeding = ({ success: _, ...step }: Step, text: string): Step => {
	const codes = readCodes(text) ?? [];
	return codes.length === 0 || (codes.length === 1 && codes[0] === 0) ? step : { ...step, success: codes };
};

/** A plan that can't wait an hour must not offer that. */
const late = (read: ReturnType<typeof PlanDraft.safeParse>): Errors => {
	const problem = read.success ? personProblem(read.data) : null;
	return problem === null ? {} : { runWithin: `${fields.person}: ${problem}.` };
};

/** A plan that restarts its machine can't have secrets. */
const forgetful = (read: ReturnType<typeof PlanDraft.safeParse>): Errors => {
	const problem = read.success ? restartProblem(read.data) : null;
	return problem === null ? {} : { restart: `${fields.restart}: ${problem}.` };
};

/** Arguments that nothing would get. */
const lost = (values: Filled["values"], steps: Step[]): Errors =>
	(values.arguments ?? "").trim() !== "" && steps.every(({ script }) => script === undefined)
		? { arguments: `Only a script gets these. Choose “${forms.script}”, or write them into the command.` }
		: {};

// Each line is one check, exactly as written; empty lines don't count.
const lines = (phase: Step["phase"], text: string): { phase: Step["phase"]; command: string }[] =>
	text
		.split("\n")
		.filter((line) => line.trim() !== "")
		.map((command) => ({ phase, command }));

type Wanted = Pick<PlanDraft, "notBefore" | "steps" | "words" | "cwd">;

const further = ({ notBefore, steps, words, cwd }: Wanted, now: number): Errors => ({
	...Object.fromEntries(
		besideProblems({ words, cwd }).map(({ field, reason }) => [field, `${fields[field]}: ${reason}.`]),
	),
	...(notBefore !== null &&
		notBefore <= now && { notBefore: "That time has passed. Choose a later one, or none." }),
	...(words.changes.trim() === "" && { changes: "Say in a few plain words what changes." }),
	...(steps.some(({ phase, command }) => phase === "command" && command.includes("\0")) && {
		command: "The command contains a NUL character, which no shell accepts. Remove it.",
	}),
	...tooMany("before", steps),
	...tooMany("after", steps),
});

const tooMany = (phase: "before" | "after", steps: Wanted["steps"]): Errors =>
	steps.filter((step) => step.phase === phase).length > 10
		? { [phase]: "Write at most 10 checks, one a line." }
		: {};

/** Which field each problem belongs to, and what to do about it. */
const sorted = (error: { issues: { path: PropertyKey[] }[] }, steps: Wanted["steps"]): Errors => {
	const found: Errors = {};
	for (const { path } of error.issues) {
		const field = fieldOf(path, steps);
		found[field] ??= advice[field] ?? `“${fields[field]}” is invalid. Choose it again.`;
	}
	return found;
};

const fieldOf = ([first, second, third, fourth]: PropertyKey[], steps: Wanted["steps"]): PlanField => {
	if (first === "steps") {
		if (third === "script") return fourth === undefined ? "form" : "arguments";
		if (third === "success") return "success";
		return typeof second === "number" ? (steps[second]?.phase ?? "command") : "command";
	}
	if (first === "words") return second === "notices" || second === "undo" ? second : "changes";
	if (first === "person") return personFields[String(second)] ?? "person";
	if (first === "runAs") return second === "name" ? "runAsName" : "runAs";
	return Object.keys(fields).find((field): field is PlanField => field === first) ?? "command";
};

const personFields: Record<string, PlanField> = {
	text: "personText",
	wait: "personWait",
	otherwise: "personOtherwise",
};

const advice: Errors = {
	personText: `Write up to ${personTextLimit} characters for the person, without tabs.`,
	endpoints: "Choose 1 to 10 endpoints.",
	command: "Write the command to run.",
	success: "Write at most 20 codes.",
	form: `This is too long for a command line. Choose “${forms.script}”.`,
	arguments: "Write at most 64 arguments, one a line, without tabs.",
	before: "One of these lines can't run as written. Write each check on one line.",
	after: "One of these lines can't run as written. Write each check on one line.",
	shell: `Choose one of ${Shell.options.join(", ")}.`,
	runAsName: "Write the user's name as the endpoint has it.",
	cwd: "Write a path of up to 3,000 characters.",
};
