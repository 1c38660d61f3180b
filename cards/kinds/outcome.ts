// How a plan went, judged from its runs alone; and how that is said.
import { skippedBecause, unknownBecause } from "../../protocol/ends.ts";
import type { RunEnd } from "../../protocol/records.ts";
import type { Outcome, RunView } from "../../protocol/view.ts";
import { exactBytes, list } from "../../words/amounts.ts";
import { outcomes } from "./words.ts";

type Run = Pick<RunView, "phase" | "endpoint" | "state" | "end" | "stderr">;

/** The worst step decides. Done: every command exited 0, every check too, and nothing stands on stderr. */
export const planOutcome = (runs: Run[]): Outcome => {
	const commands = runs.filter((run) => run.phase === "command");
	if (runs.some((run) => run.end?.outcome === "unknown")) return "unknown";
	if (commands.some((run) => ran(run) && !good(run))) return "did-not-work";
	if (!commands.some(ran)) return "not-run";
	return runs.every((run) => good(run) && run.stderr === 0) ? "done" : "done-but-check";
};

/** `Done`, `Done, but check: 52 bytes on stderr`, `Didn't work: exit 1`, `We don't know`, `Not run: …` */
export const outcomeText = (outcome: Outcome, runs: Run[]): string => {
	const why = list(reasons(outcome, runs), 3);
	switch (outcome) {
		case "done":
			return "Done";
		case "done-but-check":
			return `Done, but check${why ? `: ${why}` : ""}`;
		case "did-not-work":
			return `Didn't work${why ? `: ${why}` : ""}`;
		case "unknown":
			return `We don't know${why ? `: ${why}` : " what became of it"}`;
		case "not-run":
			return `Not run${why ? `: ${why}` : ""}`;
	}
};

type EndpointOutcome = { endpoint: string; outcome: Outcome };

/** How it went on each of these endpoints. */
export const endpointOutcomes = (endpoints: { name: string }[], runs: Run[]): EndpointOutcome[] =>
	endpoints.map(({ name }) => ({
		endpoint: name,
		outcome: planOutcome(runs.filter((run) => run.endpoint === name)),
	}));

const worstFirst: Outcome[] = ["unknown", "did-not-work", "not-run", "done-but-check", "done"];

/** `Done on CLIENT-ACCT-01`; where endpoints went differently: `Didn't work on A · Not run on B · Done on C and D`. */
export const verdict = (each: EndpointOutcome[]): string =>
	worstFirst
		.map((outcome) => ({ outcome, on: each.filter((one) => one.outcome === outcome) }))
		.filter(({ on }) => on.length > 0)
		.map(
			({ outcome, on }) =>
				`${outcomes[outcome]} on ${list(
					on.map(({ endpoint }) => endpoint),
					3,
				)}`,
		)
		.join(" · ");

/** How one run ended, in words that follow a colon: `exit 1`, `ended by SIGKILL`. */
export const endText = (end: RunEnd): string => {
	switch (end.outcome) {
		case "exited":
			return `exit ${end.code}`;
		case "signalled":
			return `ended by ${end.signal}`;
		case "timed-out":
			return "ended at its time limit";
		case "cancelled":
			return `cancelled by ${end.by}`;
		case "not-started":
			return `not started, ${end.reason}`;
		case "skipped":
			return `not run, as ${skippedBecause[end.because]}`;
		case "unknown":
			return unknownBecause[end.because];
	}
};

const ran = (run: Run): boolean =>
	run.end !== null && run.end.outcome !== "skipped" && run.end.outcome !== "not-started";
const good = (run: Run): boolean => run.end?.outcome === "exited" && run.end.code === 0;

const reasons = (outcome: Outcome, runs: Run[]): string[] => {
	const several = new Set(runs.map((run) => run.endpoint)).size > 1;
	const said = runs.flatMap((run) =>
		reason(outcome, run).map((why) => (several ? `${why} (${run.endpoint})` : why)),
	);
	return [...new Set(said)];
};

const reason = (outcome: Outcome, run: Run): string[] => {
	const end = run.end;
	if (!end) return [];
	const check = run.phase === "command" ? "" : `check ${run.phase}: `;
	if (outcome === "unknown") return end.outcome === "unknown" ? [check + endText(end)] : [];
	if (outcome === "did-not-work" || outcome === "not-run")
		return run.phase === "command" && !good(run) ? [endText(end).replace(/^not run, as /, "")] : [];
	if (!good(run)) return [check + endText(end)];
	return run.stderr > 0 ? [`${check}${exactBytes(run.stderr)} on stderr`] : [];
};
