// A running step asks, and what becomes of its questions, as its recording reports: each may come twice.
import type { Asked, Unanswered } from "../../../protocol/prompt.ts";
import { agentActor, type Core, lag, refresh } from "../core.ts";
import { record } from "../record.ts";
import { nameOf } from "../run/settling.ts";
import { notice, proposer } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { PromptRow } from "../tables/prompts.ts";

/** A step waits for an answer. An honest agent asks nothing that the plan doesn't allow. */
export const asked = (core: Core, run: string, question: Asked, now: number): void => {
	const row = core.store.runs.get(run);
	if (!row || row.ended_at !== null || core.store.prompts.get(run, question.id)) return;
	const { plan, endpoint } = row;
	const approved = core.store.plans.get(plan)?.plan;
	if (!approved?.input.includes(question.kind)) return;
	const until = now + Math.min(question.within, approved.stepTimeLimit * 1000);
	core.change(() => {
		core.store.prompts.add({ run, id: question.id, plan, endpoint, asked: question, at: now, until });
		record(core, now, agentActor(nameOf(core, plan, endpoint)), {
			kind: "prompt.asked",
			run,
			asked: question,
		});
		refreshPrompt(core, run, question.id);
		refresh(core, plan);
		tellAsked(core, core.store.plans.get(plan) as PlanRow, row.endpoint, `${run}.${question.id}`);
	});
};

/** Whoever proposed the plan is the first to know what to answer. */
const tellAsked = (core: Core, plan: PlanRow, endpoint: string, key: string): void => {
	const told = notice(core, "prompt-asked", [proposer(core, plan)], "", plan);
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
		if (unanswered === null) core.store.prompts.take(row);
		else ended(core, row, unanswered, now);
		refreshPrompt(core, run, id);
		refresh(core, row.plan);
	});
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
	const by = agentActor(nameOf(core, row.plan, row.endpoint));
	const { text } = row.asked;
	record(core, now, by, { kind: "prompt.expired", run: row.run, prompt: row.id, text, because });
};

/** Marks its card as out of date. */
export const refreshPrompt = (core: Core, run: string, prompt: number): void =>
	core.put(`prompt:${run}.${prompt}`, "chat", { type: "prompt", run, prompt }, Date.now() + lag);
