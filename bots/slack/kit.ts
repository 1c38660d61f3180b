// What every handler is given, and how it is wrapped: decoded first, and a throw is a bug that the person is told of.
import type { webApi } from "@slack/bolt";
import type { Refusal } from "../../protocol/refusal.ts";
import { type Hands, refuse } from "../handlers/reply.ts";
import { tell } from "./answer.ts";
import { writerOf } from "./events.ts";
import { commandOf, type Deed, deedOf } from "./payload.ts";

export type Kit = Hands & {
	/** Slack's Web API, with this installation's token. */
	web(): webApi.WebClient;
	token: string;
	/** The Web API's address, without the last slash. */
	apiUrl: string;
	/** Goes on with something after the answer; what it throws is logged. */
	afterwards(work: Promise<unknown>): void;
};

/** Runs a handler; what it throws is logged, and told to whoever is meant, if the payload says who that is. */
export const guarded = async (kit: Kit, body: unknown, work: () => Promise<void>): Promise<void> => {
	try {
		await work();
	} catch (error) {
		await broken(kit, attempted(body), error);
	}
};

/** Logs a bug, and tells it to whoever is meant. */
export const broken = async (
	kit: Kit,
	to: Pick<Deed, "user" | "at" | "answer"> | null,
	error: unknown,
): Promise<void> => {
	const errorId = kit.log(error);
	if (to) await refused(kit, to, { code: "broken", errorId }).catch(kit.log);
};

/** Tells one person privately what was refused and what to do next. */
export const refused = (
	kit: Kit,
	to: Pick<Deed, "user" | "at" | "answer">,
	refusal: Refusal,
): Promise<void> => tell(kit, to, refuse(refusal));

type Reader = (body: unknown) => Pick<Deed, "user" | "at" | "answer">;

/** Who meant something that was not done; null where that can't be told. */
export const attempted = (body: unknown): ReturnType<Reader> | null => {
	for (const read of [deedOf, commandOf, writerOf] satisfies Reader[]) {
		try {
			return read(body);
		} catch {
			// Not of that kind; where it is of none, nobody can be told.
		}
	}
	return null;
};
