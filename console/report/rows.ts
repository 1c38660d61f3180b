// What a report has of a session: a row for each plan, or one if there was none. Who asked, proposed, approved, what ran, how it went.
import { startOf as beginOf } from "../../domain/line.ts";
import { planOutcome } from "../../domain/verdict.ts";
import { shortDigest } from "../../protocol/plan/plan.ts";
import type { TranscriptPlan, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { rolesText } from "../../words/actors.ts";
import { count } from "../../words/amounts.ts";
import { outcomes, planStates, word } from "../../words/states.ts";
import { planVerdict, sessionVerdict, type Tone } from "../tone.ts";
import type { Reported } from "./wish.ts";

export type Row = {
	session: string;
	openedAt: number;
	request: string;
	requester: string;
	ticket: string | null;
	/** How the plan went, or where the session is; `sort`: the same without its reasons. */
	result: { tone: Tone; text: string; sort: string };
	plan: {
		id: string;
		digest: string;
		changes: string;
		/** As their steps are called, long ones cut. */
		commands: string[];
		proposer: string;
		proposedAt: number;
		votes: TranscriptPlan["votes"];
		/** Each endpoint, and when its first step started; null: none did. */
		ran: { endpoint: string; at: number | null }[];
	} | null;
};

export const rowsOf = ({ header, runs }: Reported): Row[] => {
	const { session, openedAt, request, askedBy: requester, ticket } = header;
	const of = { session, openedAt, request, requester, ticket: ticket?.ticket ?? null };
	if (header.plans.length === 0) {
		const { tone, text } = sessionVerdict(header, runs);
		return [{ ...of, result: { tone, text, sort: "No plan" }, plan: null }];
	}
	return header.plans.map((found) => {
		const { plan, proposer, digest, votes } = found;
		const own = runs.filter((run) => run.plan === plan.id);
		return {
			...of,
			result: { ...planVerdict(found, runs), sort: sortOf(found, own) },
			plan: {
				...{ id: plan.id, digest: shortDigest(digest), changes: plan.words.changes },
				votes: votes.map((vote) => ({ ...vote, name: vote.name + rolesText(vote.roles) })),
				commands: plan.steps
					.filter(({ phase }) => phase === "command")
					.map(({ command, script }) => script?.name ?? brief(command)),
				proposer,
				proposedAt: plan.proposedAt,
				ran: plan.endpoints.map(({ id, name }) => ({ endpoint: name, at: startOf(id, own) })),
			},
		};
	});
};

/** In UTF-16 units. A cell of a spreadsheet takes 32,767 for all of a plan's commands, which may be 21. */
const longest = 1_000;
const brief = (command: string): string =>
	command.length <= longest
		? command
		: `${beginOf(command, longest)}… (${count(command.length)} characters, all of them in the transcript)`;

const startOf = (endpoint: string, runs: TranscriptRun[]): number | null =>
	runs.find((run) => run.endpoint.id === endpoint && run.startedAt !== null)?.startedAt ?? null;

const sortOf = ({ state }: TranscriptPlan, runs: TranscriptRun[]): string => {
	if (state === "finished") return outcomes[planOutcome(runs)];
	const name = word(planStates, state);
	return name.charAt(0).toUpperCase() + name.slice(1);
};

/** How many of each, most first. */
export const tally = (rows: Row[]): [sort: string, count: number][] => {
	const counts = new Map<string, number>();
	for (const { result } of rows) counts.set(result.sort, (counts.get(result.sort) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a);
};
