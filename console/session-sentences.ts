// The sentences about a session itself: who has it, its ticket, its end and its new beginning.
import type { Actor } from "../protocol/people.ts";
import type { SessionEventBody } from "../protocol/record/events.ts";
import { actorName } from "../words/actors.ts";
import type { Tone } from "./tone.ts";
import type { Names } from "./transcript/names.ts";

/** `does` follows the actor's name; `quote` is what was said, verbatim, possibly many lines. */
export type Sentence = { does: string; quote?: string; tone: Tone };
export type Told<Body> = (body: Body, names: Names, actor: Actor | null) => Sentence;

type Kind = "session.taken" | "session.handed" | "ticket.set" | "session.closed" | "session.reopened";

export const sessionTable = {
	"session.taken": () => ({ does: "took the session", tone: "quiet" }),
	"session.handed": ({ to }) => ({ does: `handed the session to ${actorName(to)}`, tone: "quiet" }),
	"ticket.set": ({ ticket }) => ({
		does: ticket === null ? "removed the ticket number" : `noted the ticket ${ticket}`,
		tone: "quiet",
	}),
	"session.closed": ({ did }) => ({
		does: "closed the session",
		...(did !== undefined && { quote: did }),
		tone: "quiet",
	}),
	"session.reopened": () => ({ does: "reopened the session", tone: "check" }),
} satisfies { [K in Kind]: Told<Extract<SessionEventBody, { kind: K }>> };
