// How a run and a plan went, judged from the session's events, the recording and the agent's report together. An agent's word
// is a verdict only if nothing contradicts it.
import type { Outcome, RunView } from "../protocol/read/view.ts";
import type { InsideCounts } from "../protocol/record/inside.ts";
import type { RunEnd } from "../protocol/record/records.ts";
import type { Claim, Doubt, Doubted, RestartSeen } from "../protocol/record/verdict.ts";
import { doubtsOf } from "./doubts.ts";
import type { Evidence, Judged, Reported } from "./evidence.ts";
import { despiteRestart, isTrouble } from "./inside.ts";
import { endsByRestart, succeeds } from "./success.ts";

/** One run. verdict.test.ts and doubts.test.ts have all cases. */
export const judge = (evidence: Evidence): Judged => {
	const { success } = evidence.session;
	const judged = judgeEnd(evidence);
	const restart = judged.end ? restartOf(evidence) : undefined;
	return { ...judged, ...(success && { success }), ...(restart && { restart }) };
};

/** A restart counts only where the plan declares it, and at its command. */
const restartOf = ({ session, recording }: Evidence): RestartSeen | undefined => {
	const said = recording.found?.restart;
	if (!session.terms.restart || session.phase !== "command" || session.endedAt === null) return undefined;
	if (said === "back") return { state: "back", at: session.endedAt };
	return said && { state: "missing" };
};

const judgeEnd = (evidence: Evidence): Judged => {
	const { session } = evidence;
	if (hasReport(evidence)) return judgeReport(evidence);
	if (session.endedAt !== null) return { ...nothing, state: "ended" };
	if (session.keptOut !== null) return unknown("rejected");
	if (session.unheard) return unknown(session.unheard);
	if (!isSeen(evidence)) return { ...nothing, state: "waiting" };
	const { delivery } = session;
	if (delivery !== "refused" && delivery !== "undelivered") return { ...nothing, state: "running" };
	const { stdout, stderr } = evidence.recording;
	const doubts: Doubt[] = [{ what: "ran", process: session.started, stdout, stderr }];
	return { ...nothing, state: "ended", doubted: { claim: { outcome: delivery }, doubts } };
};

/** Whether the record holds a start or output. */
const isSeen = ({ session, recording }: Evidence): boolean =>
	session.started || recording.stdout + recording.stderr > 0;

const nothing = { end: null, cancelled: null, doubted: null };

const unknown = (because: "rejected" | "unheard" | "record-lost"): Judged => ({
	...nothing,
	state: "ended",
	end: { outcome: "unknown", because },
});

const hasReport = (evidence: Evidence): evidence is Reported =>
	evidence.session.endedAt !== null && evidence.summary !== null;

const judgeReport = (reported: Reported): Judged => {
	const { end } = reported.summary;
	const doubts = doubtsOf(reported);
	if (doubts.length > 0) return { ...nothing, state: "ended", doubted: { claim: claimOf(end), doubts } };
	if (end.outcome !== "cancelled") return { ...nothing, state: "ended", end };
	const { cancel } = reported.session;
	return { ...nothing, state: "ended", end: { ...end, by: cancel?.by ?? "" }, cancelled: cancel };
};

const claimOf = (end: RunEnd): Claim => (end.outcome === "cancelled" ? { outcome: "cancelled" } : end);

export type RunVerdict =
	| "waiting"
	| "running"
	| "done"
	| "done-but-check"
	| "did-not-work"
	| "cancelled"
	| "not-run"
	| "unknown";

/** A judged run in one word. Done: it exited with success, wrote nothing to stderr, and its shell reported no swallowed error and
 * no program that failed. */
export const runVerdict = ({
	state,
	end,
	success,
	restart,
	stderr,
	inside,
}: Pick<Judged, "state" | "end" | "success" | "restart"> & {
	stderr: number;
	inside: InsideCounts | null;
}): RunVerdict => {
	if (state !== "ended") return state;
	if (end && restart && endsByRestart(end, success, restart.state)) {
		// A machine that crashed in the middle of the command is back too.
		const isUnsure = restart.state === "missing" || end.outcome === "unknown";
		return isUnsure || stderr > 0 || isTrouble(despiteRestart({ end, restart, inside }))
			? "done-but-check"
			: "done";
	}
	switch (end?.outcome) {
		case "exited":
			if (!succeeds(end.code, success)) return "did-not-work";
			return stderr > 0 || isTrouble(inside) ? "done-but-check" : "done";
		case "signalled":
		case "timed-out":
			return "did-not-work";
		case "cancelled":
			return "cancelled";
		case "not-started":
		case "skipped":
			return "not-run";
		case "unknown":
		case undefined:
			return "unknown";
	}
};

type Run = Pick<
	RunView,
	"phase" | "endpoint" | "state" | "end" | "success" | "restart" | "doubted" | "stderr" | "inside"
>;

/** The worst step decides. Done: every command and every check is done. */
export const planOutcome = (runs: Omit<Run, "endpoint" | "doubted">[]): Outcome => {
	const verdicts = runs.map(runVerdict);
	const commands = runs.filter(({ phase }) => phase === "command").map(runVerdict);
	if (verdicts.includes("unknown") || verdicts.includes("running")) return "unknown";
	if (commands.some((one) => one === "did-not-work" || one === "cancelled")) return "did-not-work";
	if (!commands.some((one) => one === "done" || one === "done-but-check")) return "not-run";
	return verdicts.every((one) => one === "done") ? "done" : "done-but-check";
};

export type EndpointOutcome = { endpoint: string; outcome: Outcome; doubted: Doubted[] };

/** How it went on each of these endpoints, and which reports from there don't hold. */
export const endpointOutcomes = (endpoints: { name: string }[], runs: Run[]): EndpointOutcome[] =>
	endpoints.map(({ name }) => {
		const there = runs.filter((run) => run.endpoint === name);
		return {
			endpoint: name,
			outcome: planOutcome(there),
			doubted: there.flatMap(({ doubted }) => doubted ?? []),
		};
	});
