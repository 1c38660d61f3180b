// What contradicts an agent's report of a run: its differences from the recording and from what the Worker knows itself.
import { type RunEnd, type RunSummary, Stream } from "../protocol/record/records.ts";
import type { Doubt } from "../protocol/record/verdict.ts";
import type { Earlier, RecordingFacts, Reported, SessionFacts } from "./evidence.ts";
import { succeeds } from "./success.ts";

/** Empty: the report is right. */
export const doubtsOf = (reported: Reported): Doubt[] => [
	...delivered(reported),
	...differences(reported),
	...ofEnd(reported, reported.summary.end),
	...ranOn(reported),
	...overTheLimit(reported),
	...tooLong(reported),
	...keptOut(reported),
];

const when = (holds: boolean, doubt: Doubt): Doubt[] => (holds ? [doubt] : []);

const delivered = ({ session: { delivery } }: Reported): Doubt[] =>
	delivery === "granted" ? [] : [{ what: "delivery", state: delivery }];

const differences = ({ session, recording, summary }: Reported): Doubt[] => {
	const found = differencesOf(session, recording, summary);
	// Reports stored before the signature had its own check say only that something did not agree.
	const unsigned = recording.found?.signed === false || (!recording.agrees && found.length === 0);
	return [...when(unsigned, { what: "signature" }), ...found];
};

/** Where a report and the recording differ: its subject, its counts, its hashes. */
export const differencesOf = (
	of: Pick<SessionFacts, (typeof subjects)[number]>,
	recording: Stored,
	summary: RunSummary,
): Doubt[] => [
	...subjects.flatMap((subject) => when(summary[subject] !== of[subject], { what: "about", of: subject })),
	...counts(recording, summary),
	...Stream.options.flatMap((stream) => contents(stream, recording, summary)),
];

const subjects = ["run", "plan", "digest", "endpoint"] as const;

type Stored = Omit<RecordingFacts, "agrees">;

const counts = (recording: Stored, summary: RunSummary): Doubt[] =>
	[
		{ of: "stdout" as const, said: summary.stdout.bytes, found: recording.stdout },
		{ of: "stderr" as const, said: summary.stderr.bytes, found: recording.stderr },
		// The report counts the records before its own.
		{ of: "records" as const, said: summary.records, found: Math.max(0, recording.records - 1) },
	].flatMap((one) => when(one.said !== one.found, { what: "count", ...one }));

/** An agent that restarted has no hash to compare. */
const contents = (of: Stream, recording: Stored, summary: RunSummary): Doubt[] => {
	const { bytes, sha256: said } = summary[of];
	const found = recording.found?.[of] ?? null;
	if (said === null || found === null || bytes !== recording[of] || said === found) return [];
	return [{ what: "content", of, said, found }];
};

const ofEnd = (reported: Reported, end: RunEnd): Doubt[] => {
	switch (end.outcome) {
		case "exited":
		case "signalled":
			return neverStarted(reported);
		case "timed-out":
			return [...neverStarted(reported), ...beforeTheLimit(reported)];
		case "cancelled":
			return notAsked(reported);
		case "not-started":
			return itRan(reported, reported.recording.found?.started === true);
		case "skipped":
			return [...itRan(reported, startTold(reported)), ...whySkipped(reported, end.because)];
		case "unknown":
			return when(oursToSay.has(end.because), { what: "not-its-word" });
	}
};

/** Why no one knows how a run ended, where only the Worker can tell. */
const oursToSay: ReadonlySet<string> = new Set(["unheard", "rejected", "record-lost"]);

const neverStarted = ({ session, recording }: Reported): Doubt[] =>
	when(!session.started || recording.found?.started === false, { what: "no-start" });

const itRan = ({ recording: { stdout, stderr } }: Reported, process: boolean): Doubt[] =>
	when(process || stdout + stderr > 0, { what: "ran", process, stdout, stderr });

/** The session has what was found before the start, the recording the start itself. */
const startTold = ({ session, recording }: Reported): boolean =>
	session.started || recording.found?.started === true;

/** A check before it that did not end well stops the rest, unless the plan says to carry on. */
const ranOn = (reported: Reported): Doubt[] => {
	const { earlier, phase, terms } = reported.session;
	const stops = phase !== "after" && terms.failedCheck === "stop";
	const failed = earlier.some((step) => step.phase === "before" && hasFailed(step));
	return when(stops && failed && somethingRan(reported), { what: "ran-on" });
};

/** Ended badly, as far as its report can still be read. */
const hasFailed = (step: Earlier): boolean =>
	step.state === "ended" && (step.end !== null || step.doubted !== null) && !endedWell(step);

const somethingRan = (reported: Reported): boolean => {
	const { recording, summary } = reported;
	return (
		startTold(reported) || recording.stdout + recording.stderr > 0 || endsOfProcess.has(summary.end.outcome)
	);
};

const endsOfProcess = new Set<RunEnd["outcome"]>(["exited", "signalled", "timed-out"]);

const notAsked = ({ session: { cancel, endedAt } }: Reported): Doubt[] =>
	when(cancel === null || cancel.at > endedAt, { what: "not-asked" });

/** Clocks run apart by a hundredth, and are read a moment too early or too late. */
const slack = (ms: number): number => 100 + ms / 100;

/** The most time that a run can have taken. */
const most = ({ session: { approvedAt, endedAt } }: Reported): number => Math.max(0, endedAt - approvedAt);

const beforeTheLimit = (reported: Reported): Doubt[] => {
	const limit = reported.session.terms.stepTimeLimit * 1000;
	const said = reported.summary.durationMs;
	const passed = (ms: number) => ms + slack(limit) >= limit;
	const both = said !== null && passed(said) && passed(most(reported));
	return when(!both, { what: "limit", limit, said, most: most(reported) });
};

/** An agent ends a step at its limit. One that is held up (by a slow disk, many runs, a suspended machine) looks late, and
 * ending all processes takes up to 8 s; beyond a minute that is no reason any more. What ended at the limit by its own
 * report may have slept: some clocks count that. */
const heldUpMs = 60_000;

const overTheLimit = ({ session, summary: { durationMs: said, end } }: Reported): Doubt[] => {
	const limit = session.terms.stepTimeLimit * 1000;
	const ended = end.outcome === "exited" || end.outcome === "signalled";
	if (said === null) return when(ended, { what: "over-limit", limit, said });
	const held = ended || end.outcome === "cancelled";
	return when(held && said > limit + limit / 100 + heldUpMs, { what: "over-limit", limit, said });
};

const tooLong = (reported: Reported): Doubt[] => {
	const said = reported.summary.durationMs ?? 0;
	const limit = most(reported);
	return when(said > limit + slack(limit), { what: "took", said, most: limit });
};

const whySkipped = (
	reported: Reported,
	because: Extract<RunEnd, { outcome: "skipped" }>["because"],
): Doubt[] => {
	const { earlier, phase, terms } = reported.session;
	switch (because) {
		case "cancelled":
			return notAsked(reported);
		case "run-by-passed":
			return beforeRunBy(reported);
		case "earlier-step":
			// Only a restart of the agent or its endpoint makes it skip so: then nobody knows how an earlier step ended.
			return when(!earlier.some(isUnknown), { what: "no-failure" });
		case "failed-check": {
			const carriesOn = phase === "after" || terms.failedCheck === "continue";
			const checks = earlier.filter((step) => step.phase === "before");
			return when(carriesOn || checks.every(endedWell), { what: "no-failure" });
		}
	}
};

const isUnknown = ({ end }: Earlier): boolean => end === null || end.outcome === "unknown";

const endedWell = ({ end, success }: Earlier): boolean =>
	end?.outcome === "exited" && succeeds(end.code, success);

/** An agent counts from its challenge, which is valid for a minute: its time may end so much before the Worker's. */
const challengeMs = 60_000;

const beforeRunBy = ({ session: { runBy, endedAt, earlier } }: Reported): Doubt[] => {
	const left = runBy - endedAt - challengeMs;
	return [
		...when(left > slack(left), { what: "run-by", left: runBy - endedAt }),
		...when(
			earlier.some(({ started }) => started),
			{ what: "in-time" },
		),
	];
};

const keptOut = ({ session: { keptOut: reason } }: Reported): Doubt[] =>
	reason === null ? [] : [{ what: "kept-out", reason }];
