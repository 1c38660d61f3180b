// How plans, endpoints, runs and people are called in a session's transcript, found by their ids.
import { type Phase, shortDigest } from "../../protocol/plan.ts";
import type { TranscriptHeader, TranscriptRun } from "../../protocol/transcript.ts";

export type Names = {
	plan(id: string): string;
	endpoint(id: string): string;
	person(id: string): string;
	/** `the command on CLIENT-ACCT-01` */
	run(id: string): string;
	/** `the command` */
	step(id: string): string;
	/** The run itself, as it was judged; null where there is none of this id. */
	judged(id: string): TranscriptRun | null;
};

export const namesIn = (header: TranscriptHeader, runs: TranscriptRun[]): Names => {
	const plans = new Map(header.plans.map(({ plan, digest }) => [plan.id, `plan ${shortDigest(digest)}`]));
	const people = new Map(header.people.map(({ id, name }) => [id, name]));
	const endpoints = new Map(header.plans.flatMap(({ plan }) => plan.endpoints.map((at) => [at.id, at.name])));
	const steps = new Map(runs.map((run) => [run.run, stepName(run, runs)]));
	const places = new Map(runs.map((run) => [run.run, run.endpoint.name]));
	return {
		plan: (id) => plans.get(id) ?? id,
		endpoint: (id) => endpoints.get(id) ?? id,
		person: (id) => people.get(id) ?? id,
		run: (id) => (places.has(id) ? `${steps.get(id)} on ${places.get(id)}` : id),
		step: (id) => steps.get(id) ?? id,
		judged: (id) => runs.find(({ run }) => run === id) ?? null,
	};
};

const phaseName = {
	before: "the check before",
	command: "the command",
	after: "the check after",
} as const satisfies Record<Phase, string>;

/** `the check before`; numbered where there are several of that phase on the endpoint. */
export const stepName = (run: TranscriptRun, runs: TranscriptRun[]): string => {
	const same = runs.filter(
		(other) => other.plan === run.plan && other.phase === run.phase && other.endpoint.id === run.endpoint.id,
	);
	const name = phaseName[run.phase];
	return same.length > 1
		? `${name} (${same.findIndex((other) => other.run === run.run) + 1} of ${same.length})`
		: name;
};
