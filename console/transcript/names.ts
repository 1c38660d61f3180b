// How plans, endpoints, runs, people and conversations are called in a session's transcript, found by their ids. What isn't
// known has no id for a name: ids are among the technical details.

import { type Phase, shortDigest } from "../../protocol/plan/plan.ts";
import { type ConversationKind, conversationKind } from "../../protocol/platform.ts";
import type { TranscriptHeader, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { SessionEvent } from "../../protocol/record/events.ts";
import { actorName, rolesText } from "../../words/actors.ts";
import type { KnownPlace } from "../../words/places.ts";

export type Names = {
	plan(id: string): string;
	endpoint(id: string): string;
	person(id: string): string;
	/** `the command on CLIENT-ACCT-01` */
	run(id: string): string;
	/** `the command` */
	step(id: string): string;
	/** The run itself, as it was judged; null: unknown id. */
	judged(id: string): TranscriptRun | null;
	/** Every run of the session. */
	runs: TranscriptRun[];
	/** Which of the session's conversations this is. */
	place(conversation: Conversation): KnownPlace;
	/** Whether an id of a plan, endpoint, person or run has a name here. */
	knows(id: string): boolean;
};

type Conversation = { workspace: string; channel: string };

/** `events`: as far as they are at hand, they say whose own chat a conversation is. */
export const namesIn = (
	header: TranscriptHeader,
	runs: TranscriptRun[],
	events: SessionEvent[] = [],
): Names => {
	const plans = new Map(header.plans.map(({ plan, digest }) => [plan.id, `plan ${shortDigest(digest)}`]));
	const people = new Map(header.people.map(({ id, name, roles }) => [id, name + rolesText(roles)]));
	const endpoints = new Map(header.plans.flatMap(({ plan }) => plan.endpoints.map((at) => [at.id, at.name])));
	const steps = new Map(runs.map((run) => [run.run, stepName(run, runs)]));
	const places = new Map(runs.map((run) => [run.run, run.endpoint.name]));
	const own = voters(events);
	return {
		runs,
		plan: (id) => plans.get(id) ?? "a plan that isn't in this transcript",
		endpoint: (id) => endpoints.get(id) ?? "an endpoint that isn't in this transcript",
		person: (id) => people.get(id) ?? "someone who is no longer listed",
		run: (id) => (places.has(id) ? `${steps.get(id)} on ${places.get(id)}` : unknownStep),
		step: (id) => steps.get(id) ?? unknownStep,
		judged: (id) => runs.find(({ run }) => run === id) ?? null,
		place: (conversation) => {
			const found = header.threads.find(({ place }) => keyOf(place) === keyOf(conversation));
			const kind: ConversationKind = conversationKind(conversation);
			const whose = own.get(keyOf(conversation)) ?? null;
			return {
				thread: found?.kind ?? null,
				kind,
				whose,
				called: found?.called ?? null,
				workspace: conversation.workspace,
			};
		},
		knows: (id) => [plans, people, endpoints, steps].some((known) => known.has(id)),
	};
};

const unknownStep = "a step that isn't in this transcript";

const keyOf = ({ workspace, channel }: Conversation): string => `${workspace} ${channel}`;

/** Who pressed a button in a conversation. */
const voters = (events: SessionEvent[]): Map<string, string> =>
	new Map(
		events.flatMap(({ actor, body }) =>
			body?.kind === "vote.cast" && body.ref && actor ? [[keyOf(body.ref), actorName(actor)] as const] : [],
		),
	);

const phaseName = {
	before: "the check before",
	command: "the command",
	after: "the check after",
} as const satisfies Record<Phase, string>;

/** `the check before`; numbered if there are several of that phase on the endpoint. */
export const stepName = (run: TranscriptRun, runs: TranscriptRun[]): string => {
	const same = runs.filter(
		(other) => other.plan === run.plan && other.phase === run.phase && other.endpoint.id === run.endpoint.id,
	);
	const name = phaseName[run.phase];
	return same.length > 1
		? `${name} (${same.findIndex((other) => other.run === run.run) + 1} of ${same.length})`
		: name;
};
