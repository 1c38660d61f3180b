// Where a refusal is kept: with the session, with its client, or in the deployment's own log.
import type * as Intent from "../../bots/intent.ts";
import type { Place } from "../../protocol/events.ts";
import { type Refusal, refuse } from "../../protocol/refusal.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { directoryOf, objectOf, workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** Something that somebody wants, somewhere. */
export type Wanted = { by: Intent.ChatUser; place: Place };

export const refusals = (env: Env) => {
	/** Tried outside any session: the log of the conversation's client holds it, or the deployment's where there is none. */
	const logged = async ({ by, place }: Wanted, what: string, detail: string): Promise<void> => {
		const bound = await workspaceOf(env.WORKSPACE, place.workspace).clientOf(place.channel);
		const log = bound ? objectOf(env.CLIENT, bound.client) : directoryOf(env.DIRECTORY);
		await log.audit(`${by.identity} (${by.name})`, what.slice(0, 500), detail.slice(0, 500));
	};
	return {
		logged,
		/** Refused before any session: kept in the client's audit log. */
		audited: async (snapshot: Snapshot, by: Intent.ChatUser, what: string, refusal: Refusal) => {
			await objectOf(env.CLIENT, snapshot.client).audit(`${by.identity} (${by.name})`, what, refusal.code);
			return refuse(refusal);
		},
		/** In a thread whose conversation its session's client no longer has. Kept where it was tried, without what was said. */
		notHeard: async (intent: Wanted, what: string, of: string) => {
			await logged(intent, what, `other-client ${of}`);
			return refuse({ code: "other-client" });
		},
		/** Kept where it was tried. */
		tried: async (intent: Wanted, action: string, refusal: Refusal, detail: string): Promise<void> => {
			const { workspace, channel, thread } = intent.place;
			const found = await workspaceOf(env.WORKSPACE, workspace).sessionIn(channel, thread);
			if (found && !found.lost)
				await objectOf(env.SESSION, found.session).attempt(intent.by, action, refusal);
			else await logged(intent, action, `${refusal.code} ${detail}`);
		},
		/** A press on something that is no card of ours there. */
		astray: async (intent: Wanted & { plan: string }, what: string) => {
			await logged(intent, what, `wrong-place ${intent.plan}`);
			return refuse({ code: "wrong-place" });
		},
	};
};
export type Refusals = ReturnType<typeof refusals>;
