// Wraps a handler: a throw is a bug, logged and reported to the person; or Slack no longer takes what was asked.
import type { Refusal } from "../../../protocol/refusal.ts";
import { refuse } from "../../handlers/reply.ts";
import { tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { writerOf } from "../read/events.ts";
import { commandOf, type Deed, deedOf } from "../read/payload.ts";
import { saidNo } from "../said-no.ts";

/** Runs a handler; logs what it throws, and tells the person whose wish it was, if the payload says who. */
export const guarded = async (kit: Kit, body: unknown, work: () => Promise<void>): Promise<void> => {
	try {
		await work();
	} catch (error) {
		await broken(kit, attempted(body), error);
	}
};

/** Logs it, and tells the person concerned. */
export const broken = async (
	kit: Kit,
	to: Pick<Deed, "user" | "at" | "answer"> | null,
	error: unknown,
): Promise<void> => {
	const errorId = kit.log(error);
	const isLate = saidNo(error) === "expired_trigger_id";
	const refusal = isLate ? ({ code: "not-opened" } as const) : ({ code: "broken", errorId } as const);
	if (to) await refused(kit, to, refusal).catch(kit.log);
};

/** Tells one person privately what was refused and what to do next. */
export const refused = (
	kit: Kit,
	to: Pick<Deed, "user" | "at" | "answer">,
	refusal: Refusal,
): Promise<void> => tell(kit, to, refuse(refusal));

type Reader = (body: unknown) => Pick<Deed, "user" | "at" | "answer">;

/** The person whose wish was not done; null: unknown. */
export const attempted = (body: unknown): ReturnType<Reader> | null => {
	for (const read of [deedOf, commandOf, writerOf] satisfies Reader[]) {
		try {
			return read(body);
		} catch {
			// Not of that kind. If it is of no known kind, there is no one to tell.
		}
	}
	return null;
};
