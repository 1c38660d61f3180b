// An answer on its way to its endpoint: signed for one question of one run, so that its agent hands on nothing else.
import { base64 } from "../../../protocol/bytes.ts";
import { answerBytes, answerMessage } from "../../../protocol/prompt.ts";
import { objectOf } from "../../durable/places.ts";
import { sign, workerKey } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";

/** Signing it again says the same. */
export const sendAnswer = async (core: Core, run: string, prompt: number): Promise<void> => {
	const row = core.store.prompts.get(run, prompt);
	if (row?.state !== "sent" || row.answer === null) return;
	const { keyId } = await workerKey(core.env);
	const by = (row.answered_by?.label ?? row.answered_by?.name ?? "").slice(0, 200);
	const bytes = answerBytes({ v: 1, keyId, run, question: prompt, by, answer: row.answer });
	const signature = await sign(core.env, answerMessage(bytes));
	await objectOf(core.env.ENDPOINT, row.endpoint).answer({
		...{ plan: row.plan, run, question: prompt },
		...{ answer: base64(bytes), signature },
	});
};
