// How a run and a plan went, in words; domain/verdict.ts decides it.
import type { Judged } from "../domain/evidence.ts";
import { despiteRestart, wordless } from "../domain/inside.ts";
import { quoted, says } from "../domain/line.ts";
import { succeeds } from "../domain/success.ts";
import { type RunVerdict, runVerdict } from "../domain/verdict.ts";
import type { Outcome, RunView } from "../protocol/read/view.ts";
import type { RunEnd } from "../protocol/record/records.ts";
import { exactBytes, list } from "./amounts.ts";
import { skippedBecause, unknownBecause } from "./because.ts";
import { doubtedText, reportText, signalText } from "./doubts.ts";
import { exitCodeText } from "./exit-codes.ts";
import { insideReasons } from "./inside.ts";
import { type Left, leftText } from "./left.ts";
import { outcomes } from "./states.ts";
import { clock, utc } from "./times.ts";

/** A judged run, enough for the words of its verdict; `endpoint` is its name. */
export type Judgeable = Judged & Left & Pick<RunView, "phase" | "endpoint" | "stderr" | "inside" | "ran">;
type Run = Judgeable;

/** Before a colon and a reason. */
const heads = { ...outcomes, unknown: "We don't know" } as const satisfies Record<Outcome, string>;

/** `Done`, `Done, but check: 52 bytes on stderr`, `Didn't work: exit 1`, `We don't know: …`, `Not run: …` */
export const outcomeText = (outcome: Outcome, runs: Run[]): string => {
	const why = reasonsText(outcome, runs);
	if (outcome === "done" && why) return `${outcomes.done}, ${why}`;
	return why ? `${heads[outcome]}: ${why}` : outcomes[outcome];
};

/** The reasons alone: `exit 1`, `52 bytes on stderr`; empty when all went well. */
export const reasonsText = (outcome: Outcome, runs: Run[]): string => {
	return [list(reasons(outcome, runs), mostReasons), leftOf(outcome, runs)].filter(Boolean).join(", ");
};

/** What a plan's steps left running, to follow how it went; null: nothing. */
export const leftOf = (outcome: Outcome, runs: Run[]): string | null =>
	outcome === "not-run" ? null : leftText(runs);

/** The reasons, and the last line of stderr in the machine's words: `exit 1, “Access is denied.”` */
export const failureText = (outcome: Outcome, runs: (Run & Pick<RunView, "errors">)[]): string => {
	const why = reasonsText(outcome, runs);
	const failed = runs.find((run) => run.phase === "command" && runVerdict(run) === "did-not-work");
	const last = outcome === "did-not-work" ? lastLine(failed?.errors ?? "") : "";
	return [why, last === "" ? "" : quoted(last)].filter(Boolean).join(", ");
};

const lastLine = (text: string): string =>
	text
		.split("\n")
		.findLast((line) => line.trim() !== "")
		?.trim() ?? "";

/** The verdict with its place: `Done on FRONT-01, but check: 52 bytes on stderr`. `why` may be empty. */
export const outcomeOn = (outcome: Outcome, where: string, why: string): string => {
	const because = why === "" ? "" : `: ${why}`;
	switch (outcome) {
		case "done":
			return why === "" ? `Done on ${where}` : `Done on ${where}, ${why}`;
		case "done-but-check":
			return `Done on ${where}, but check${because}`;
		case "did-not-work":
			return `Didn't work on ${where}${because}`;
		case "unknown":
			return `We don't know how it went on ${where}${because}`;
		case "not-run":
			return `Not run on ${where}${because}`;
	}
};

const worstFirst: Outcome[] = ["unknown", "did-not-work", "not-run", "done-but-check", "done"];

/** `Done on CLIENT-ACCT-01`; where endpoints went differently: `Didn't work on A · Not run on B · Done on C and D`. */
export const verdict = (each: { endpoint: string; outcome: Outcome }[]): string =>
	worstFirst
		.map((outcome) => ({ outcome, on: each.filter((one) => one.outcome === outcome) }))
		.filter(({ on }) => on.length > 0)
		.map(({ outcome, on }) =>
			outcomeOn(
				outcome,
				list(
					on.map(({ endpoint }) => endpoint),
					3,
				),
				"",
			),
		)
		.join(" · ");

/** How one run ended, in words that follow a colon: `exit 1`, `ended by SIGKILL`. */
export const endText = (
	run: Pick<Run, "endpoint" | "end" | "cancelled" | "doubted" | "ran"> & Left,
): string => {
	if (!run.doubted && run.end?.outcome === "skipped")
		return `not run, because ${skippedBecause[run.end.because]}`;
	return [whyText(run), ...stillRunning(run)].join(", ");
};

/** The same, after a verdict that already says that it did not run. */
const whyText = (run: Pick<Run, "endpoint" | "end" | "cancelled" | "doubted" | "ran">): string => {
	if (run.doubted) return doubtedText(run.doubted);
	return run.end ? heldText(run, run.end) : "no one can tell how it ended";
};

const heldText = (run: Pick<Run, "endpoint" | "cancelled" | "ran">, end: RunEnd): string => {
	switch (end.outcome) {
		case "exited":
			return `exit ${exitCodeText(end.code, run.ran)}`;
		case "signalled":
			return `ended by ${signalText(end.signal)}`;
		case "timed-out":
			return "ended at its time limit";
		case "cancelled":
			return run.cancelled ? `cancelled by ${run.cancelled.by}` : "cancelled";
		case "not-started":
			return `not started, ${says(run.endpoint, end.reason)}`;
		case "skipped":
			return skippedBecause[end.because];
		case "unknown":
			return unknownBecause[end.because];
	}
};

/** The words after `Exit code:` in a record: the code, or why it has none. */
export const exitCode = (run: Ended): string => {
	if (run.doubted) return `unknown. ${reportText(run.endpoint, run.doubted)}`;
	if (run.state !== "ended") return run.state === "running" ? "(still running)" : "(not started yet)";
	const { end, cancelled } = run;
	if (end?.outcome === "exited") return exitCodeText(end.code, run.ran);
	if (run.restart?.state === "back") return `none (${restarted(run).join()})`;
	if (end === null || end.outcome === "unknown") return `unknown (${endText(run)})`;
	const at = end.outcome === "cancelled" && cancelled ? ` at ${utc(cancelled.at)}` : "";
	return `none (${endText(run)}${at})`;
};

type Ended = Omit<Run, "phase">;

/** What a step's shell reported, beside how it ended: `Exit 0, but 2 errors were swallowed (first: “Access is denied.”) and
 * reg.exe returned 1`; null: nothing that counts. */
export const insideText = (
	run: Pick<Run, "endpoint" | "end" | "cancelled" | "doubted" | "ran" | "inside">,
): string | null => {
	const reported = list(insideReasons(run.inside), mostReasons);
	if (reported === "") return null;
	if (run.doubted || run.end === null) return `Its shell reported that ${reported}`;
	const exitedWell = run.end.outcome === "exited" && run.end.code === 0;
	return `${capital(whyText(run))}, ${exitedWell ? "but" : "and"} ${reported}`;
};

/** What there is to look for in a step's output: what its shell reported, and what it left running; null: nothing. */
export const reportedText = (run: Parameters<typeof insideText>[0] & Left): string | null => {
	const inside = insideText(run);
	const left = leftText([run]);
	if (left === null) return inside;
	return inside === null ? capital(endText(run)) : `${inside}, ${left}`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One run's verdict in a record, readable without colour: `Didn't work · exit 1`. */
export const runVerdictText = (run: Ended): string => {
	const went = runVerdict(run);
	switch (went) {
		case "waiting":
			return "Waiting";
		case "running":
			return "Running";
		case "done":
			return [outcomes.done, ...asides(run), ...stillRunning(run)].join(", ");
		case "done-but-check":
			return [`${heads[went]}: ${list(asides(inOurWords(run)), mostReasons)}`, ...stillRunning(run)].join(
				", ",
			);
		case "cancelled":
			return [cancelledText(run), ...stillRunning(run)].join(", ");
		case "did-not-work":
			return [
				`${heads[went]}: ${list([whyText(run), ...insideReasons(inOurWords(run).inside)], mostReasons)}`,
				...stillRunning(run),
			].join(", ");
		case "unknown":
			return [`${heads[went]}: ${whyText(run)}`, ...stillRunning(run)].join(", ");
		case "not-run":
			return `${heads[went]}: ${whyText(run)}`;
	}
};

const cancelledText = ({ cancelled }: Pick<Run, "cancelled">): string =>
	cancelled ? `Cancelled by ${cancelled.by} at ${clock(cancelled.at)} UTC` : "Cancelled";

const stillRunning = (run: Left): string[] => {
	const left = leftText([run]);
	return left === null ? [] : [left];
};

const mostReasons = 4;

/** What its shell reported, without the words of the command: for titles and lists. */
export const inOurWords = <R extends Pick<Run, "inside">>(run: R): R => ({
	...run,
	inside: run.inside && wordless(run.inside),
});

const stderrText = ({ stderr }: Pick<Run, "stderr">): string => `${exactBytes(stderr)} on stderr`;

const reasons = (outcome: Outcome, runs: Run[]): string[] => {
	const several = new Set(runs.map((run) => run.endpoint)).size > 1;
	const said = runs.flatMap((run) =>
		reason(outcome, run).map((why) => (several ? `${why} (${run.endpoint})` : why)),
	);
	return [...new Set(said)];
};

const reason = (outcome: Outcome, run: Run): string[] => {
	// Contradictions to a report take sentences of their own.
	if (run.end === null) return [];
	const went = runVerdict(run);
	const { held: _, ...itself } = { ...run, left: 0 };
	const check = run.phase === "command" ? "" : `check ${run.phase}: `;
	if (outcome === "unknown")
		return went === "unknown" ? [(concernsAllSteps(run.end) ? "" : check) + endText(itself)] : [];
	if (outcome === "did-not-work" || outcome === "not-run")
		return run.phase === "command" && !good(went) ? [whyText(run), ...insideOfFailure(run)] : [];
	if (!good(went)) return [check + endText(itself)];
	const why = asides(run);
	return check === "" || why.length === 0 ? why : [check + list(why)];
};

/** What a failed step's shell reported; nothing of one that never ran. */
const insideOfFailure = (run: Run): string[] =>
	runVerdict(run) === "did-not-work" ? insideReasons(run.inside) : [];

/** What is worth knowing of a run that is done. */
const asides = (run: Pick<Run, "end" | "success" | "restart" | "ran" | "inside" | "stderr">): string[] => [
	...restarted(run),
	...(run.end?.outcome === "unknown" ? ["no exit code was recorded"] : []),
	...allowedCode(run),
	...insideReasons(despiteRestart(run)),
	...(run.stderr > 0 ? [stderrText(run)] : []),
];

/** `restarted as approved, back at 14:07 UTC` */
const restarted = ({ restart }: Pick<Run, "restart">): string[] => {
	if (!restart) return [];
	return restart.state === "back"
		? [`restarted as approved, back at ${clock(restart.at).slice(0, 5)} UTC`]
		: ["the machine did not restart"];
};

/** A code that is no success anywhere else. */
const allowedCode = ({ end, success, ran }: Pick<Run, "end" | "success" | "ran">): string[] =>
	success && end?.outcome === "exited" && end.code !== 0 && succeeds(end.code, success)
		? [`exit ${exitCodeText(end.code, ran)}, which the plan takes for success`]
		: [];

const concernsAllSteps = (end: RunEnd): boolean =>
	end.outcome === "unknown" && (end.because === "unheard" || end.because === "record-lost");

const good = (went: RunVerdict): boolean => went === "done" || went === "done-but-check";
