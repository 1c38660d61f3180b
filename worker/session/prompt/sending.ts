// An answer on its way to its endpoint: signed for one question of one run, so that its agent hands on nothing else.
import { base64 } from "../../../protocol/bytes.ts";
import { answerBytes, answerMessage } from "../../../protocol/prompt.ts";
import { list } from "../../../words/amounts.ts";
import { objectOf } from "../../durable/places.ts";
import { sign, workerKey } from "../../keys/crypto.ts";
import { type Core, lag, refresh } from "../core.ts";
import { lostApprovers } from "../show/prompts.ts";
import { deciders, mention, mentionOfActor, notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { type Cleared, isWhole, type PromptRow } from "../tables/prompts.ts";
import { refreshPrompt } from "./asking.ts";
import { maySend, stillClear } from "./rules.ts";

/** Signing it again says the same. */
export const sendAnswer = async (core: Core, run: string, prompt: number, now: number): Promise<void> => {
	const row = core.store.prompts.get(run, prompt);
	const plan = row && core.store.plans.get(row.plan);
	if (row?.state !== "sent" || !isWhole(row.answer) || !plan) return;
	const of = { plan, prompt: row, snapshot: await core.snapshot(), now };
	const verdict = maySend(of);
	if (verdict === "unclear") return unclear(core, plan, row, stillClear(of, row.cleared));
	if (verdict === "late") return;
	const { keyId } = await workerKey(core.env);
	const by = (row.answered_by?.label ?? row.answered_by?.name ?? "").slice(0, 200);
	const bytes = answerBytes({ v: 1, keyId, run, question: prompt, by, answer: row.answer });
	const signature = await sign(core.env, answerMessage(bytes));
	await objectOf(core.env.ENDPOINT, row.endpoint).answer({
		...{ plan: row.plan, run, question: prompt },
		...{ answer: base64(bytes), signature },
	});
};

/** It waits for approvers again: they hear so, who wrote it, and whose word counts no more. */
const unclear = (core: Core, plan: PlanRow, row: PromptRow, cleared: Cleared[]): void =>
	core.change(() => {
		core.store.prompts.clear(row, cleared, "typed");
		refreshPrompt(core, row.run, row.id);
		refresh(core, plan.id);
		const lost = lostApprovers(core, { ...row, cleared });
		const author = row.answered_by;
		const others = deciders(core, plan).filter(({ id }) => id !== author?.person);
		const to = [
			...[...(author ? [author] : []), ...lost].map(mentionOfActor(core)),
			...others.map(mention(core)),
		];
		const key = `unclear:${row.run}.${row.id}.${row.tries}.${lost.length}`;
		const told = notice(core, "prompt-unclear", to, list(lost.map(({ name }) => name)), plan);
		core.put(`notice:${key}`, "chat", { type: "notice", key, notice: told }, Date.now() + lag);
	});
