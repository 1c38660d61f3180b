// People answer a running step's question: the first decisive press wins, and a repeat of it changes nothing.
import { type GivenAnswer, withoutSecret } from "../../../protocol/prompt.ts";
import type { PromptView } from "../../../protocol/read/prompt-view.ts";
import type { AnswerForm } from "../../../protocol/read/secret-form.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { SealingKey } from "../../../protocol/sealing.ts";
import type { AboutPrompt, ClearAnswer, GiveAnswer } from "../../contracts/session.ts";
import { objectOf } from "../../durable/places.ts";
import { type Core, lag, refresh } from "../core.ts";
import { looking, type Visit } from "../door.ts";
import { rightPlace } from "../plan/pressed.ts";
import { record } from "../record.ts";
import { nameOf } from "../run/settling.ts";
import { promptView } from "../show/prompts.ts";
import { deciders, mention, notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { PromptRow } from "../tables/prompts.ts";
import { refreshPrompt } from "./asking.ts";
import { admitAnswer, isCleared, mayAnswer, mayClear, stillClear } from "./rules.ts";

type Found = { row: PlanRow; prompt: PromptRow };

const find = (core: Core, { plan, pressed, run, prompt }: AboutPrompt): Answer<Found> => {
	const row = core.store.plans.get(plan);
	const found = core.store.prompts.get(run, prompt);
	if (!row || found?.plan !== plan) return refuse({ code: "not-found", what: "question" });
	return rightPlace(core, pressed, row) ? { ok: true, row, prompt: found } : refuse({ code: "wrong-place" });
};

/** The question, for someone who may answer it in chat now: they are asked what. */
export const look = (core: Core, wish: AboutPrompt, visit: Visit): Answer<{ view: PromptView }> => {
	const found = find(core, wish);
	if (!found.ok) return found;
	const { row: plan, prompt } = found;
	if (prompt.asked.kind === "secret") return refuse({ code: "secret-in-chat" });
	const may = mayAnswer({ plan, prompt, ...visit }, prompt.asked.kind);
	return may.ok ? { ok: true, view: promptView(core, prompt) } : may;
};

/** For the console's page. */
export const openForm = async (core: Core, wish: AboutPrompt) => {
	const sealing = await sealingKey(core, wish);
	return looking(core, wish, (visit) => form(core, wish, sealing, visit));
};

/** What its endpoint's agent wants a secret to be sealed to; null: not known yet. */
const sealingKey = async (core: Core, { run, prompt }: AboutPrompt): Promise<SealingKey | null> => {
	const row = core.store.session.read() && core.store.prompts.get(run, prompt);
	return row ? objectOf(core.env.ENDPOINT, row.endpoint).sealingKey() : null;
};

/** What the page needs to seal the secret that a question asks for. Looking changes nothing. */
export const form = (
	core: Core,
	wish: AboutPrompt,
	sealing: SealingKey | null,
	visit: Visit,
): Answer<{ form: AnswerForm }> => {
	const found = find(core, wish);
	if (!found.ok) return found;
	const { row: plan, prompt } = found;
	const { run, id, endpoint, asked, until } = prompt;
	if (asked.kind !== "secret") return refuse({ code: "not-found", what: "question" });
	const may = mayAnswer({ plan, prompt, ...visit }, "secret");
	if (!may.ok) return may;
	const key = core.store.endpointKeys.all().find((one) => one.endpoint === endpoint)?.key ?? "";
	const agent = { endpoint, name: nameOf(core, plan.id, endpoint), key, sealing };
	const text = new TextDecoder().decode(core.store.plans.bytesOf(plan.id));
	const step = core.store.runs.get(run)?.step ?? 0;
	const about = { plan: plan.plan, text, digest: plan.digest, step, agent };
	return { ok: true, form: { ...about, run, question: id, asked: asked.text, until } };
};

export const answer = (core: Core, wish: GiveAnswer, visit: Visit): Answer<object> => {
	const found = find(core, wish);
	if (!found.ok) return found;
	const { row: plan, prompt } = found;
	const { answer: given, pressed } = wish;
	if (isRepeat(prompt, given, visit)) return { ok: true };
	const may = mayAnswer({ plan, prompt, ...visit }, given.is);
	if (!may.ok) return may;
	const admitted = admitAnswer(prompt, given, pressed !== null, visit.scans);
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
			const inPlaceOf = may.for && { for: may.for };
			const cleared = stillClear({ plan, prompt, snapshot }, [...prompt.cleared, { ...by, ...inPlaceOf }]);
			const enough = isCleared({ plan, prompt, snapshot }, cleared);
			core.store.prompts.clear(prompt, cleared, enough ? "sent" : "typed");
			record(core, now, by, { kind: "prompt.cleared", ...about, ...inPlaceOf });
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
