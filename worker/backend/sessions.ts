// A session's own buttons: take it, hand it over, close or reopen it, set its ticket.
import type { Backend } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { SessionContract } from "../contracts/session.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { scanned } from "../scan.ts";
import { closingText } from "../session/talk/closing.ts";
import type { Door } from "./door.ts";
import type { Finding } from "./finding.ts";

type Deeds =
	| "closing"
	| "close"
	| "reopen"
	| "take"
	| "takers"
	| "handOver"
	| "setTicket"
	| "ticket"
	| "look";
type Sessions = Pick<Backend, Deeds>;
type Asked = Pick<SessionContract, Deeds>;

export const sessions = (env: Env, door: Door, find: Finding): Sessions => {
	const asking = <T>(
		intent: Intent.OnSession,
		action: string,
		ask: (session: Asked) => Promise<Answer<T>>,
	): Promise<Answer<T>> =>
		door(intent, action, async () => {
			const found = await find.byId(intent.place, intent.session);
			return found.ok ? ask(objectOf(env.SESSION, found.session)) : found;
		});
	return {
		closing: (intent) => asking(intent, "close", (session) => session.closing(intent.by)),
		close: (intent) =>
			asking(intent, "close", async (session) =>
				session.close(intent.by, intent.did, await scanned(closingText(intent.did))),
			),
		reopen: (intent) => asking(intent, "reopen", (session) => session.reopen(intent.by)),
		takers: (intent) => asking(intent, "hand over", (session) => session.takers(intent.by)),
		handOver: (intent) => asking(intent, "hand over", (session) => session.handOver(intent.by, intent.to)),
		take: (intent) => asking(intent, "take", (session) => session.take(intent.by)),
		setTicket: (intent) => asking(intent, "ticket", (session) => session.setTicket(intent.by, intent.ticket)),
		ticket: (intent) => asking(intent, "ticket", (session) => session.ticket(intent.by)),
		look: (intent) => asking(intent, "look", (session) => session.look(intent.by, intent.place)),
	};
};
