// What contradicts an agent's report of a run: its differences from the recording and from what the Worker knows itself.
import { type RunEnd, type RunSummary, Stream } from "../protocol/records.ts";
import type { Doubt } from "../protocol/verdict.ts";
import type { Earlier, RecordingFacts, Reported, SessionFacts } from "./evidence.ts";

/** Empty: the report is right. */
export const doubtsOf = (reported: Reported): Doubt[] => [
	...delivered(reported),
	...differences(reported),
	...ofEnd(reported, reported.summary.end),
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
			return [...itRan(reported, reported.session.started), ...whySkipped(reported, end.because)];
		case "unknown":
			return when(end.because === "unheard" || end.because === "rejected", { what: "not-its-word" });
	}
};

const neverStarted = ({ session, recording }: Reported): Doubt[] =>
	when(!session.started || recording.found?.started === false, { what: "no-start" });

const itRan = ({ recording: { stdout, stderr } }: Reported, process: boolean): Doubt[] =>
	when(process || stdout + stderr > 0, { what: "ran", process, stdout, stderr });

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
			return when(earlier.every(endedWell), { what: "no-failure" });
		case "failed-check": {
			const carriesOn = phase === "after" || terms.failedCheck === "continue";
			const checks = earlier.filter((step) => step.phase === "before");
			return when(carriesOn || checks.every(endedWell), { what: "no-failure" });
		}
	}
};

const endedWell = ({ end }: Earlier): boolean => end?.outcome === "exited" && end.code === 0;

/** An agent counts from its challenge, which is good for a minute: by so much its time may end before the Worker's. */
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
