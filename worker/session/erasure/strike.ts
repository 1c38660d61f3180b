// Erases recorded bytes and leaves a mark; copies in chat go too.

import type { Actor } from "../../../protocol/people.ts";
import type { Erasure, ErasureTarget } from "../../../protocol/record/erasure.ts";
import type { SessionEventBody } from "../../../protocol/record/events.ts";
import { recordingOf } from "../../recording/whole.ts";
import { type Core, refresh } from "../core.ts";
import { record } from "../record.ts";
import { relayErased } from "../talk/relaying.ts";
import { unsayCard, unsayEnds, unsayWords } from "./unsaying.ts";

/** The events that stay of runs whose output goes: those of a run that isn't here all stay. */
export type Stays = ReadonlyMap<string, number[]>;

/** Of these runs, as their recordings are now. */
export const staysOf = async (core: Core, runs: string[]): Promise<Stays> => {
	const found = new Map<string, number[]>();
	for (const run of runs) {
		const stays = await recordingOf(core.env, run).staying();
		if (stays) found.set(run, stays);
	}
	return found;
};

/** Inside a transaction: erases one target and leaves a mark. A recording's bytes follow by the outbox. */
export const strike = (
	core: Core,
	what: ErasureTarget,
	reason: string,
	by: Actor,
	now: number,
	{ asked, stays }: { asked?: Erasure | undefined; stays?: Stays } = {},
): void => {
	const staying = "run" in what && !("records" in what) ? stays?.get(what.run) : undefined;
	if ("seq" in what) strikeEvent(core, what.seq);
	else {
		const records = "records" in what ? what.records : null;
		core.store.runs.erase(what.run, reason, records !== null);
		core.put(`erase:${what.run}:${records ?? ""}`, `erase:${what.run}`, {
			type: "erase",
			run: what.run,
			records,
		});
		const plan = core.store.runs.get(what.run)?.plan ?? "";
		refresh(core, plan);
		unsayCard(core, `plan:${plan}`, what.run);
		unsayEnds(core, plan);
		if (!("records" in what))
			for (const seq of promptsOf(core, what.run)) strike(core, { seq }, reason, by, now, { asked });
	}
	record(core, now, by, {
		kind: "erased",
		what,
		reason,
		...(asked && { asked: { erasure: asked.id, by: asked.by, at: asked.at } }),
		...(staying && { stays: staying }),
	} satisfies SessionEventBody);
	core.put("sign-head", "head", { type: "sign-head" });
	endShares(core, what);
};

/** Behind the erasure of the bytes themselves: a copy that is begun later finds none of them. */
const endShares = (core: Core, what: ErasureTarget): void => {
	const lane = "seq" in what ? "shares" : `erase:${what.run}`;
	const records = "records" in what ? what.records : "";
	core.put(`end-shares:${lane}:${records}`, lane, { type: "end-shares" });
};

/** The events with words of this run's questions and answers. */
const promptsOf = (core: Core, run: string): number[] =>
	core.store.events
		.ofKinds(...promptKinds)
		.flatMap(({ seq, body }) => (body && "run" in body && body.run === run ? [seq] : []));

const promptKinds = ["prompt.asked", "prompt.answered", "prompt.expired"] as const;

/** Its question's card and row go with any of its events. */
const strikePrompt = (core: Core, body: SessionEventBody | null): void => {
	const about = promptIn(body);
	const row = about && core.store.prompts.get(about.run, about.prompt);
	if (!row) return;
	core.store.prompts.erase(row);
	unsayCard(core, `prompt:${row.plan}:${row.run}.${row.id}`, null);
};

const promptIn = (body: SessionEventBody | null): { run: string; prompt: number } | null => {
	if (body?.kind === "prompt.asked") return { run: body.run, prompt: body.asked.id };
	return body?.kind === "prompt.answered" || body?.kind === "prompt.expired" ? body : null;
};

const strikeEvent = (core: Core, seq: number): void => {
	const event = core.store.events.get(seq);
	const body = event?.body ?? null;
	for (const blob of blobsOf(body)) core.store.attachments.drop(blob);
	core.store.events.strike(seq);
	core.store.participants.forget();
	relayErased(core, seq);
	strikePrompt(core, body);
	if (body?.kind === "message.said" || body?.kind === "message.edited" || body?.kind === "message.attached")
		core.store.drafts.dropOf(body.ref);
	if (event) unsayWords(core, event);
};

const blobsOf = (body: SessionEventBody | null): string[] => {
	if (body?.kind === "message.said") return body.attachments.map(({ blob }) => blob);
	if (body?.kind !== "message.attached" || !("attachment" in body.attached)) return [];
	return [body.attached.attachment.blob];
};
