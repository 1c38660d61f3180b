// The Backend port over Durable Objects: finds the session or client, and asks it.
import type { Backend } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { finding } from "./finding.ts";
import { homeOf } from "./home.ts";
import { signInLink } from "./link.ts";
import { open } from "./opening.ts";
import { plans } from "./plans.ts";
import { refusals } from "./refusals.ts";
import { talk } from "./talk.ts";

export const backendOf = (env: Env): Backend => {
	const kept = refusals(env);
	const where = finding(env, kept);
	const session = (id: string) => objectOf(env.SESSION, id);
	return {
		async clientAt({ workspace, channel }) {
			const bound = await workspaceOf(env.WORKSPACE, workspace).clientOf(channel);
			return bound && (await objectOf(env.CLIENT, bound.client).snapshot()).name;
		},
		open: (intent, onceKept) => open(env, intent, kept, onceKept),
		...talk(env, where),
		...plans(env, where),

		async close(intent) {
			const found = await where.namedAt(intent, "close", intent.session);
			return found.ok ? session(found.session).close(intent.by) : found;
		},

		async take(intent) {
			const found = await where.namedAt(intent, "take", intent.session);
			return found.ok ? session(found.session).take(intent.by) : found;
		},
		async setTicket(intent) {
			const found = await where.namedAt(intent, "ticket", intent.session);
			return found.ok ? session(found.session).setTicket(intent.by, intent.ticket) : found;
		},
		async ticket(intent) {
			const found = await where.namedAt(intent, "ticket", intent.session);
			return found.ok ? session(found.session).ticket(intent.by) : found;
		},

		signInLink: (intent) => signInLink(env, intent, kept),
		home: (intent) => homeOf(env, intent),

		async attempt({ by, place, action, code, detail }) {
			await kept.tried({ by, place }, action, plainRefusal(code, detail), detail);
		},

		left: ({ workspace, at, because }) => workspaceOf(env.WORKSPACE, workspace).left(at, because),
		moved: ({ workspace, from, to, at }) => workspaceOf(env.WORKSPACE, workspace).moved(from, to, at),
	};
};

/** What a bot refused by itself, as it stands in the record. */
const plainRefusal = (code: Intent.Attempt["code"], detail: string): Refusal => {
	if (code === "styled-text" || code === "unknown-action" || code === "empty-command" || code === "no-thread")
		return { code };
	return { code: "bad-field", field: code, reason: detail };
};
