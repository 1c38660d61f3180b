// What is said in a session's threads, and the commands that technicians write there.
import type { Backend } from "../../bots/backend.ts";
import { DraftId, SessionId } from "../../protocol/ids.ts";
import { refuse } from "../../protocol/refusal.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { choices, choicesShown } from "./endpoints.ts";
import type { Finding } from "./finding.ts";
import { keptAs } from "./kept.ts";

type Talk = Pick<Backend, "isSession" | "said" | "attached" | "edited" | "deleted" | "draft" | "dropDraft">;

export const talk = (env: Env, { heardAt }: Finding): Talk => ({
	isSession: async (place) =>
		(await workspaceOf(env.WORKSPACE, place.workspace).sessionIn(place.channel, place.thread)) !== null,
	async said(intent) {
		const found = await heardAt(intent, "said");
		if (!found.ok) return found;
		const { again, technician, secret } = await objectOf(env.SESSION, found.session).said(
			keptAs(intent, found),
			found.heard,
		);
		// What was heard before was answered then.
		return again ? { ok: true, technician: false, secret: null } : { ok: true, technician, secret };
	},
	async attached(intent) {
		const found = await heardAt(intent, "attached");
		if (!found.ok) return found;
		const secret = await objectOf(env.SESSION, found.session).attached(keptAs(intent, found));
		return secret ? refuse({ code: "looks-secret", what: secret, in: "file" }) : { ok: true };
	},
	async edited(intent) {
		const found = await heardAt(intent, "edited");
		if (!found.ok) return found;
		return { ok: true, secret: await objectOf(env.SESSION, found.session).edited(keptAs(intent, found)) };
	},
	async deleted(intent) {
		const found = await heardAt({ by: intent.author, place: intent.place }, "deleted");
		if (found.ok) await objectOf(env.SESSION, found.session).deleted(keptAs(intent, found));
	},

	async draft(intent) {
		const found = await heardAt(intent, "draft");
		if (!found.ok) return found;
		const kept = await objectOf(env.SESSION, found.session).draft(keptAs(intent, found));
		if (!kept.ok) return kept;
		const endpoints = await objectOf(env.CLIENT, found.client).endpoints();
		return {
			ok: true,
			draft: kept.draft,
			session: found.session,
			command: intent.command,
			endpoints: choices(endpoints, endpoints.slice(0, choicesShown)),
		};
	},
	async dropDraft({ session: id, draft }) {
		if (SessionId.safeParse(id).success && DraftId.safeParse(draft).success)
			await objectOf(env.SESSION, id).dropDraft(draft);
	},
});
