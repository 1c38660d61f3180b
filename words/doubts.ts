// How a contradicted report reads, the same in chat, on pages and in exports: what it says, what contradicts it in exact
// numbers, and what counts.

import { quoted } from "../domain/line.ts";
import type { Claim, Doubt, Doubted } from "../protocol/record/verdict.ts";
import { exactBytes as bytes, count } from "./amounts.ts";
import { skippedBecause } from "./because.ts";
import { exitCodeText } from "./exit-codes.ts";

/** In a few words, to follow a colon. */
export const doubtedText = ({ doubts }: Doubted): string =>
	isOwnDoing(doubts)
		? "ended by the agent, nobody here asked for it"
		: "its report and the record don't agree";

/** In whole sentences. */
export const reportText = (endpoint: string, { claim, doubts }: Doubted): string => {
	if (isOwnDoing(doubts))
		return `The agent on ${endpoint} ended this, and nobody here asked for it. ${whatCounts}`;
	if (claim.outcome === "undelivered")
		return `As far as Caisey knew, nothing ran on ${endpoint}, but ${told(doubts).join("; ")}. ${whatCounts}`;
	return `The report of ${endpoint} and the record don't agree: ${[`it reports ${claimText(claim)}`, ...told(doubts)].join("; ")}. ${whatCounts}`;
};

/** Only the first few: the JSON export has all of them. */
const told = (doubts: Doubt[]): string[] => {
	const rest = doubts.length - most;
	return [...doubts.slice(0, most).map(doubtText), ...(rest > 0 ? [`and ${rest} more`] : [])];
};
const most = 6;

const whatCounts = "The record is what counts.";

const isOwnDoing = (doubts: Doubt[]): boolean => doubts.every(({ what }) => what === "not-asked");

const claimText = (claim: Claim): string => {
	switch (claim.outcome) {
		case "exited":
			return `exit ${exitCodeText(claim.code, null)}`;
		case "signalled":
			return `an end by ${signalText(claim.signal)}`;
		case "timed-out":
			return "that its time limit passed";
		case "cancelled":
			return "that it was cancelled";
		case "not-started":
			return "that it was not started";
		case "skipped":
			return `that it was not run: ${skippedBecause[claim.because]}`;
		case "unknown":
			return "that it doesn't know how it ended";
		case "refused":
			return "that it refused the plan and ran nothing";
		case "undelivered":
			return "that it did not have the plan";
	}
};

const doubtText = (doubt: Doubt): string => {
	switch (doubt.what) {
		case "count":
			return doubt.of === "records"
				? `it counts ${count(doubt.said)} records, the record holds ${count(doubt.found)}`
				: `it counts ${bytes(doubt.said)} of ${doubt.of}, the record holds ${count(doubt.found)}`;
		case "content":
			return `its SHA-256 of ${doubt.of} begins with ${doubt.said.slice(0, 8)}, that of the recorded bytes with ${doubt.found.slice(0, 8)}`;
		case "about":
			return `it is about another ${{ run: "run", plan: "plan", digest: "text of the plan", endpoint: "endpoint" }[doubt.of]}`;
		case "signature":
			return "its signature isn't this endpoint's";
		case "not-asked":
			return "nobody here asked to cancel it";
		case "limit":
			return `the limit is ${seconds(doubt.limit)}, and ${limitText(doubt)}`;
		case "over-limit":
			return `the limit is ${seconds(doubt.limit)}, and ${measureText(doubt.said)}`;
		case "ran-on":
			return "a check before it didn't pass, and the plan says to stop then";
		case "took":
			return `it claims to have taken ${seconds(doubt.said)}, when ${seconds(doubt.most)} had passed since the approval`;
		case "run-by":
			return `${seconds(doubt.left)} were left`;
		case "in-time":
			return "an earlier step had started in time";
		case "no-failure":
			return "the record has no failure that would keep it from running";
		case "ran":
			return ranText(doubt);
		case "no-start":
			return "the record has no start of it";
		case "kept-out":
			return `Caisey rejected records that contradict the recording: ${quoted(doubt.reason)}`;
		case "not-its-word":
			return "only Caisey can say why";
		case "delivery":
			return deliveryText[doubt.state];
	}
};

const deliveryText = {
	"not-granted": "Caisey had not let it run the plan",
	refused: "it had refused the plan",
	undelivered: "Caisey no longer let it run the plan",
} as const satisfies Record<Extract<Doubt, { what: "delivery" }>["state"], string>;

const limitText = ({ limit, said, most }: Extract<Doubt, { what: "limit" }>): string => {
	if (most < limit) return `${seconds(most)} had passed since the approval`;
	return measureText(said);
};

const measureText = (said: number | null): string =>
	said === null ? "it doesn't say how long it ran" : `by its own measure it ran ${seconds(said)}`;

const ranText = ({ process, stdout, stderr }: Extract<Doubt, { what: "ran" }>): string => {
	const output = `${bytes(stdout)} of stdout and ${bytes(stderr)} of stderr`;
	if (stdout + stderr === 0) return "the record holds the start of its process";
	return `the record holds ${process ? `the start of its process, ${output}` : output}`;
};

/** `SIGKILL`; anything else that an agent calls a signal, in quotes. */
export const signalText = (signal: string): string =>
	/^SIG[A-Z0-9]{1,12}$/.test(signal) ? signal : `the signal ${quoted(signal)}`;

/** `1.4 s`, `3,600 s` */
const seconds = (ms: number): string =>
	`${ms < 10_000 ? Math.round(ms / 100) / 10 : count(Math.round(ms / 1000))} s`;
