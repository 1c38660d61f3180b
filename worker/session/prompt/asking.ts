// A running step asks, and what becomes of its questions, as its recording reports: each may come twice.
import { hex, utf8 } from "../../../protocol/bytes.ts";
import type { Asked, Unanswered, Unopened } from "../../../protocol/prompt.ts";
import { sha256 } from "../../keys/crypto.ts";
import { agentActor, type Core, lag, refresh } from "../core.ts";
import { record } from "../record.ts";
import { nameOf } from "../run/settling.ts";
import { notice, proposer } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { OutputPlace } from "../tables/prompt-places.ts";
import { isWhole, type PromptRow } from "../tables/prompts.ts";

/** A step waits for an answer. An honest agent asks nothing that the plan doesn't allow. `place`: in its output. */
export const asked = (
	core: Core,
	run: string,
	question: Asked,
	place: OutputPlace | null,
	now: number,
): void => {
	const row = core.store.runs.get(run);
	if (!row || row.ended_at !== null || core.store.prompts.get(run, question.id)) return;
	const { plan, endpoint } = row;
	const approved = core.store.plans.get(plan)?.plan;
	if (!approved?.input.includes(question.kind)) return;
	const until = now + Math.min(question.within, approved.stepTimeLimit * 1000);
	core.change(() => {
		core.store.prompts.add({ run, id: question.id, plan, endpoint, asked: question, at: now, until });
		if (place) core.store.promptPlaces.add(run, question.id, place);
		record(core, now, agentActor(nameOf(core, plan, endpoint)), {
			kind: "prompt.asked",
			run,
			asked: question,
		});
		refreshPrompt(core, run, question.id);
		refresh(core, plan);
		const key = `${run}.${question.id}`;
		tellAsked(core, core.store.plans.get(plan) as PlanRow, { endpoint, key, kind: question.kind });
	});
};

/** Whoever proposed the plan is the first to know what to answer. */
const tellAsked = (
	core: Core,
	plan: PlanRow,
	{ endpoint, key, kind }: { endpoint: string; key: string; kind: Asked["kind"] },
): void => {
	const turn = kind === "secret" ? "prompt-secret" : "prompt-asked";
	const told = notice(core, turn, [proposer(core, plan)], "", plan);
	const here = { ...told, endpoints: [nameOf(core, plan.id, endpoint)] };
	const name = `asked:${key}`;
	core.put(`notice:${name}`, "chat", { type: "notice", key: name, notice: here }, Date.now() + lag);
};

/** The step has its answer, or got none. */
export const over = (
	core: Core,
	run: string,
	id: number,
	unanswered: Unanswered | null,
	now: number,
): void => {
	const row = core.store.prompts.get(run, id);
	if (!row || row.state === "taken" || row.state === "over") return;
	// A step can't have an answer that nobody sent it.
	if (unanswered === null && row.state !== "sent") return;
	core.change(() => {
		if (unanswered === null) taken(core, row);
		else ended(core, row, unanswered, now);
		refreshPrompt(core, run, id);
		refresh(core, row.plan);
	});
};

const taken = (core: Core, row: PromptRow): void => {
	core.store.prompts.take(row);
	dropSealed(core, row);
};

/** The agent can't hand on what someone sealed: the question is open again. */
export const unopened = (
	core: Core,
	run: string,
	{ prompt, because, sealed }: { prompt: number; because: Unopened; sealed: string },
	now: number,
): void => {
	const row = core.store.prompts.get(run, prompt);
	// A repeat comes when another answer may be on its way.
	if (row?.state !== "sent" || !isWhole(row.answer)) return;
	if (row.answer.is !== "secret" || hashOf(row.answer.sealed) !== sealed) return;
	core.change(() => {
		core.store.prompts.reopen(row);
		dropSealed(core, row);
		const by = agentActor(nameOf(core, row.plan, row.endpoint));
		record(core, now, by, { kind: "prompt.unopened", run, prompt, because });
		refreshPrompt(core, run, prompt);
		refresh(core, row.plan);
	});
};

const hashOf = (sealed: string): string => hex(sha256(utf8(sealed)));

/** Inside a transaction: its endpoint keeps no sealed answer either. `row`: as it was while there was one. */
const dropSealed = (core: Core, { run, id, endpoint, answer }: PromptRow): void => {
	if (answer?.is === "secret")
		core.put(`drop-answer:${run}.${id}`, endpoint, { type: "drop-answer", run, prompt: id, endpoint });
};

/** Inside a transaction: a run is over, and so are its questions. */
export const allOver = (core: Core, run: string, now: number): void => {
	for (const row of core.store.prompts.waiting(run)) {
		ended(core, row, "ended", now);
		refreshPrompt(core, run, row.id);
	}
};

const ended = (core: Core, row: PromptRow, because: Unanswered, now: number): void => {
	core.store.prompts.end(row, because);
	dropSealed(core, row);
	const by = agentActor(nameOf(core, row.plan, row.endpoint));
	const { text } = row.asked;
	record(core, now, by, { kind: "prompt.expired", run: row.run, prompt: row.id, text, because });
};

/** Marks its card as out of date. */
export const refreshPrompt = (core: Core, run: string, prompt: number): void =>
	core.put(`prompt:${run}.${prompt}`, "chat", { type: "prompt", run, prompt }, Date.now() + lag);
