// People answer a running step's question: the first decisive press wins, and a repeat of it changes nothing.
import { type GivenAnswer, withoutSecret } from "../../../protocol/prompt.ts";
import type { PromptView } from "../../../protocol/read/prompt-view.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { AboutPrompt, ClearAnswer, GiveAnswer } from "../../contracts/session.ts";
import { type Core, lag, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { rightPlace } from "../plan/pressed.ts";
import { record } from "../record.ts";
import { promptView } from "../show/prompts.ts";
import { deciders, mention, notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { PromptRow } from "../tables/prompts.ts";
import { refreshPrompt } from "./asking.ts";
import { admitAnswer, mayAnswer, mayClear, stillClear } from "./rules.ts";

type Found = { row: PlanRow; prompt: PromptRow };

const find = (core: Core, { plan, pressed, run, prompt }: AboutPrompt): Answer<Found> => {
	const row = core.store.plans.get(plan);
	const found = core.store.prompts.get(run, prompt);
	if (!row || found?.plan !== plan) return refuse({ code: "not-found", what: "question" });
	return rightPlace(core, pressed, row) ? { ok: true, row, prompt: found } : refuse({ code: "wrong-place" });
};

/** The question, for someone who may answer it now: they are asked what. */
export const look = (core: Core, wish: AboutPrompt, visit: Visit): Answer<{ view: PromptView }> => {
	const found = find(core, wish);
	if (!found.ok) return found;
	const { row: plan, prompt } = found;
	const may = mayAnswer({ plan, prompt, ...visit }, prompt.asked.kind === "text");
	return may.ok ? { ok: true, view: promptView(core, prompt) } : may;
};

export const answer = (core: Core, wish: GiveAnswer, visit: Visit): Answer<object> => {
	const found = find(core, wish);
	if (!found.ok) return found;
	const { row: plan, prompt } = found;
	const { answer: given, pressed } = wish;
	if (isRepeat(prompt, given, visit)) return { ok: true };
	const may = mayAnswer({ plan, prompt, ...visit }, given.is === "text");
	if (!may.ok) return may;
	const admitted = admitAnswer(prompt, given);
	if (!admitted.ok) return admitted;
	const { actor: by, now } = visit;
	core.change(() => {
		const waits = given.is === "text";
		core.store.prompts.answer(prompt, given, by, waits ? "typed" : "sent");
		record(core, now, by, {
			...{ kind: "prompt.answered", run: prompt.run, prompt: prompt.id },
			...{ answer: withoutSecret(given), labels: labelsOf(prompt, given), ref: pressed?.ref ?? null },
		});
		if (waits) tellTyped(core, plan, prompt, by.name);
		else send(core, prompt);
		changed(core, prompt);
	});
	return { ok: true };
};

const labelsOf = ({ asked }: PromptRow, given: GivenAnswer): string[] =>
	given.is === "choices" ? given.chosen.map((one) => asked.choices[one]?.label ?? "") : [];

const isRepeat = ({ state, answer, answered_by }: PromptRow, given: GivenAnswer, { actor }: Visit): boolean =>
	state !== "open" && same(answer, given) && same(answered_by, actor);

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** An approver says whether a text is sent, once they saw it. */
export const clear = (core: Core, wish: ClearAnswer, visit: Visit): Answer<object> => {
	const found = find(core, wish);
	if (!found.ok) return found;
	const { row: plan, prompt } = found;
	const may = mayClear({ plan, prompt, ...visit }, wish.tries);
	if (!may.ok) return may;
	const { actor: by, now, snapshot } = visit;
	const about = { run: prompt.run, prompt: prompt.id, ref: wish.pressed?.ref ?? null };
	core.change(() => {
		if (wish.verdict === "keep") {
			core.store.prompts.reject(prompt, by);
			record(core, now, by, { kind: "prompt.rejected", ...about });
		} else {
			const cleared = stillClear({ plan, prompt, snapshot }, [...prompt.cleared, by]);
			const enough = cleared.length >= snapshot.policy.votes;
			core.store.prompts.clear(prompt, cleared, enough ? "sent" : "typed");
			record(core, now, by, { kind: "prompt.cleared", ...about });
			if (enough) send(core, prompt);
		}
		changed(core, prompt);
	});
	return { ok: true };
};

const changed = (core: Core, { run, id, plan }: PromptRow): void => {
	refreshPrompt(core, run, id);
	refresh(core, plan);
};

const send = (core: Core, { run, id, endpoint }: PromptRow): void =>
	core.put(`answer:${run}.${id}`, endpoint, { type: "answer", run, prompt: id });

const tellTyped = (core: Core, plan: PlanRow, { run, id, tries }: PromptRow, by: string): void => {
	const key = `typed:${run}.${id}.${tries + 1}`;
	const to = deciders(core, plan).map(mention(core));
	const told = notice(core, "prompt-typed", to, by, plan);
	core.put(`notice:${key}`, "chat", { type: "notice", key, notice: told }, Date.now() + lag);
};
