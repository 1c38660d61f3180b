// What somebody tried and may not is in the record, too.
import type { ChatUser } from "../../bots/intent.ts";
import type { Actor } from "../../protocol/people.ts";
import { type Refusal, refuse } from "../../protocol/refusal.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { actorFrom, type Core } from "./core.ts";
import { record } from "./record.ts";

/** Keeps in the record that somebody tried, and answers with the refusal. */
export const attempt = (
	core: Core,
	{ by }: { by: ChatUser },
	snapshot: Snapshot,
	now: number,
	plan: string | null,
	action: string,
	refusal: Refusal,
): { ok: false; refusal: Refusal } => refusedAs(core, actorFrom(by, snapshot), now, plan, action, refusal);

/** As `attempt`, by whoever it was. */
export const refusedAs = (
	core: Core,
	by: Actor,
	now: number,
	plan: string | null,
	action: string,
	refusal: Refusal,
) => {
	core.change(() => record(core, now, by, { kind: "attempt.refused", plan, action, refusal }));
	return refuse(refusal);
};
