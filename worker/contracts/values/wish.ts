// A session that someone wishes for, and its thread in chat.
import type { z } from "zod";
import { Open } from "../../../bots/intent.ts";
import { Actor } from "../../../protocol/people.ts";
import type { Hearing, Place, ThreadKind } from "../../../protocol/record/events.ts";

/** As the Backend has found out what was meant. `caller`: for whom a technician opens it. */
export const Wish = Open.omit({ whom: true, answerAt: true }).extend({ caller: Actor.nullable() });
export type Wish = z.infer<typeof Wish>;

/** A wish on its way to its session. `heard`: how much of the talk there reaches us. `called`: what people call the
 * conversation; null: not known. */
export type Opened = Wish & { heard: Hearing; called: string | null };

/** Who is told if the session's thread can't be opened. `answerAt`: see `Intent.Open`; null: they are told directly. */
export type Asker = { identity: string; answerAt: string | null };

/** A session's thread as it is wanted: `id` names it for ever, `once` the wish. */
export type WantedThread = {
	id: string;
	session: string;
	kind: ThreadKind;
	client: string;
	place: Place;
	once: string;
	rootKey: string;
};
