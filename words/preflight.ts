// What a machine says of a plan's steps before anyone approves it, in words.
import { inLine, quoted, says } from "../domain/line.ts";
import type { ResolvedName, StepPreflight, StepProblem, Unable } from "../protocol/plan/preflight.ts";
import type { MachineSays } from "../protocol/read/preflight-view.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { list } from "./amounts.ts";
import { effectsLine, effectsList } from "./effects.ts";

/** To who proposed it, while it takes longer than a moment. */
export const checkingText = (endpoints: string[]): string => `Checking on ${list(endpoints.map(inLine), 3)}…`;

/** The same beforehand, where nothing can be shown while it lasts. */
export const willCheckText =
	"Once you press Propose, Caisey checks the steps on the machines, without running them. This takes up to 4 seconds.";

/** What it says that the steps change. `account`: who runs it, if that isn't the person who uses
 * the machine. Null: nothing. */
export const changesText = (said: MachineSays, account: string | null): string | null =>
	said.state === "checked" ? effectsLine(said.effects, account) : null;

/** `Not checked on the machine: it's offline`; null: it was. `alone`: the plan has no other endpoint. */
export const uncheckedText = (said: MachineSays, alone: boolean): string | null => {
	if (said.state === "checked") return null;
	const where = alone ? "the machine" : inLine(said.endpoint);
	const why = said.state === "offline" ? "it's offline" : unable[said.because];
	const detail = said.state === "unable" && said.detail !== null ? `, ${quoted(said.detail)}` : "";
	return `Not checked on ${where}: ${why}${detail}`;
};

const unable = {
	"agent-too-old": "its agent is too old",
	"not-confirmed": "it's on hold until an owner confirms it",
	"no-answer": "it didn't answer in time",
	"too-slow": "it took too long",
	failed: "the check failed",
} as const satisfies Record<Unable, string>;

/** `CLIENT-ACCT-01 has no command “frobnicate”, which step 2 calls`. */
export const missingTexts = (said: MachineSays): string[] =>
	said.state === "checked"
		? said.missing.map(
				({ step, kind, name }) =>
					`${inLine(said.endpoint)} says it has no ${kind} ${quoted(name)}, which step ${step + 1} needs`,
			)
		: [];

/** All that a machine said of one step, a line each: its effects, what is missing, and what each name is there. */
export const stepTexts = (
	{ parsed, problems, names, effects, cut }: StepPreflight,
	account: string | null,
): string[] => [
	...effectsList(effects, account),
	...problems.map(problemText),
	...names.map(nameText),
	...(parsed ? [] : ["Its shell can't parse it without running it"]),
	...(cut ? ["There is more than fits into a plan"] : []),
];

const problemText = (problem: StepProblem): string =>
	problem.what === "missing"
		? `Missing: the ${problem.kind} ${quoted(problem.name)}`
		: `Can't be parsed${placeText(problem)}: ${quoted(problem.message)}`;

/** `Check 2 before can't be read by the shell, line 3, column 7. EP-1 says “Missing closing '}'”` */
export const brokenText = (broken: Extract<Refusal, { code: "does-not-parse" }>): string => {
	const { phase, step, endpoint, message } = broken;
	const which = phase === "command" ? "The command" : `Check ${step} ${phase}`;
	return `${which} can't be read by the shell${placeText(broken)}. ${says(endpoint, message)}`;
};

/** `, line 3, column 7`. */
const placeText = ({ line, column }: { line: number | null; column: number | null }): string =>
	`${line === null ? "" : `, line ${line}`}${column === null ? "" : `, column ${column}`}`;

/** `systemctl: the program /usr/bin/systemctl, SHA-256 1a2b…` */
const nameText = ({ name, kind, path, version, sha256, module }: ResolvedName): string =>
	[
		`${inLine(name)}: ${kinds[kind]}`,
		...(module === null ? [] : [kind === "alias" ? `for ${inLine(module)}` : `of ${inLine(module)}`]),
		...(version === null ? [] : [inLine(version)]),
		...(path === null ? [] : [`in ${inLine(path)}`]),
		...(sha256 === null ? [] : [`SHA-256 ${sha256}`]),
	].join(" · ");

const kinds = {
	shell: "runs the step",
	builtin: "part of the shell",
	function: "defined by the step itself",
	alias: "alias",
	cmdlet: "cmdlet",
	program: "program",
	script: "script",
	module: "module",
} as const satisfies Record<ResolvedName["kind"], string>;
