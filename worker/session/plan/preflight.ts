// What the endpoints of a proposal say of its steps, before it becomes a plan.
import { agentCan } from "../../../domain/agents.ts";
import { type PlanDraft, planLimit } from "../../../protocol/plan/plan.ts";
import type { EndpointPreflight, Preflight } from "../../../protocol/plan/preflight.ts";
import { stepsAsRun } from "../../../protocol/plan/secret.ts";
import type { Refusal } from "../../../protocol/refusal.ts";
import type { Asked, EndpointAnswer } from "../../contracts/endpoint.ts";
import type { EndpointRow } from "../../contracts/values/snapshot.ts";
import { objectOf } from "../../durable/places.ts";
import { settings } from "../../env.ts";
import { logged } from "../../log.ts";
import type { Core } from "../core.ts";

/** In ms, from when a proposal came: by then its answers are there, or no one waits for them. */
export const heldFor = (core: Core): number => settings(core.env).PREFLIGHT_MS + 6_000;

/** What is asked about. */
export type Asking = {
	draft: Pick<PlanDraft, "shell" | "runAs" | "cwd" | "steps">;
	endpoints: EndpointRow[];
};

/** An older agent rejects a plan that has what it doesn't know: then no endpoint is asked. */
const allKnow = (endpoints: EndpointRow[]): boolean =>
	endpoints.every(({ inventory }) => agentCan(inventory.agentVersion, "preflight"));

export const canAsk = (endpoints: EndpointRow[]): boolean =>
	allKnow(endpoints) && endpoints.some(({ online }) => online);

/** What a plan has whose endpoints weren't asked, or whose answers were lost. */
export const unasked = (endpoints: EndpointRow[]): Preflight | null =>
	allKnow(endpoints) ? preflightOf(endpoints, ({ online }) => (online ? noAnswer : offline)) : null;

/** Of all at once, within a few seconds. */
export const askAll = async (core: Core, { draft, endpoints }: Asking): Promise<Preflight> => {
	const { shell, runAs, cwd } = draft;
	const asked = { shell, runAs, cwd, steps: stepsAsRun(draft), withinMs: settings(core.env).PREFLIGHT_MS };
	const answers = new Map(
		await Promise.all(
			endpoints.map(
				async ({ id, online }) =>
					[id, online ? await ask(core, id, asked) : offline] satisfies [string, EndpointAnswer],
			),
		),
	);
	return preflightOf(endpoints, ({ id }) => answers.get(id) ?? noAnswer);
};

const offline = { state: "offline" } as const satisfies EndpointAnswer;
const noAnswer = { state: "unable", because: "no-answer", detail: null } as const satisfies EndpointAnswer;

const preflightOf = (
	endpoints: EndpointRow[],
	answer: (endpoint: EndpointRow) => EndpointAnswer,
): Preflight => {
	const take = endpoints.every(({ inventory }) => agentCan(inventory.agentVersion, "calls"));
	const of = (one: EndpointRow) => (take ? answer(one) : withoutCalls(answer(one)));
	return { v: 1, endpoints: endpoints.map((one) => ({ endpoint: one.id, ...of(one) })) };
};

/** An older agent rejects a plan that has them. */
const withoutCalls = (answer: EndpointAnswer): EndpointAnswer =>
	answer.state === "checked"
		? { ...answer, steps: answer.steps.map(({ calls: _, ...step }) => step) }
		: answer;

/** Its object may be starting again, or be far away. */
const ask = async (core: Core, endpoint: string, asked: Asked): Promise<EndpointAnswer> => {
	const { promise: late, resolve } = Promise.withResolvers<EndpointAnswer>();
	const timer = setTimeout(() => resolve(noAnswer), asked.withinMs + 500);
	const answer = objectOf(core.env.ENDPOINT, endpoint)
		.preflight(asked)
		.catch((error: unknown): EndpointAnswer => {
			logged(error);
			return noAnswer;
		});
	return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

/** The first step that a shell can't parse, and what it says. */
export const brokenStep = (
	{ steps }: PlanDraft,
	endpoints: EndpointRow[],
	preflight: Preflight | null,
): Refusal | null => {
	for (const checked of preflight?.endpoints ?? []) {
		if (checked.state !== "checked") continue;
		for (const [i, { problems }] of checked.steps.entries()) {
			const problem = problems.find(({ what }) => what === "syntax");
			const phase = steps[i]?.phase;
			if (problem?.what !== "syntax" || !phase) continue;
			const { line, column, message } = problem;
			const endpoint = endpoints.find(({ id }) => id === checked.endpoint)?.name ?? "";
			const step = steps.slice(0, i + 1).filter((one) => one.phase === phase).length;
			return { code: "does-not-parse", endpoint, phase, step, line, column, message };
		}
	}
	return null;
};

/** The plan's bytes. Where they are too many, the largest answers go without their names, then without all else. */
export const fitting = <Bytes extends Uint8Array>(
	preflight: Preflight | null,
	bytesWith: (preflight: Preflight | null) => Bytes,
): Bytes => {
	const bytes = bytesWith(preflight);
	const smaller = preflight !== null && bytes.length > planLimit ? smallerThan(preflight) : null;
	return smaller === null ? bytes : fitting(smaller, bytesWith);
};

/** Null: nothing is left that could go. */
const smallerThan = ({ v, endpoints }: Preflight): Preflight | null => {
	const one = largest(endpoints, namesOf) ?? largest(endpoints, stepsOf);
	if (one?.state !== "checked") return null;
	const { endpoint, state, steps } = one;
	const less: EndpointPreflight =
		namesOf(one).length > 0
			? { endpoint, state, steps: steps.map(({ calls: _, ...step }) => ({ ...step, names: [], cut: true })) }
			: { endpoint, state: "unable", because: "failed", detail: null };
	return { v, endpoints: endpoints.map((each) => (each === one ? less : each)) };
};

const stepsOf = (one: EndpointPreflight) => (one.state === "checked" ? one.steps : []);
const namesOf = (one: EndpointPreflight) => stepsOf(one).flatMap(({ names }) => names);

/** By what of it takes the most room; undefined: none has any. */
const largest = (
	endpoints: EndpointPreflight[],
	of: (one: EndpointPreflight) => object[],
): EndpointPreflight | undefined => {
	const size = (one: EndpointPreflight) => JSON.stringify(of(one)).length;
	return endpoints.filter((one) => of(one).length > 0).sort((a, b) => size(b) - size(a))[0];
};
