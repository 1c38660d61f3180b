// What is said in a session's threads, and the commands that technicians write there.
import type { Backend } from "../../bots/backend.ts";
import { DraftId, SessionId } from "../../protocol/ids.ts";
import { refuse } from "../../protocol/refusal.ts";
import { textsOfStep } from "../contracts/values/scan.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { scanned, scannedFile, scannedMessage } from "../scan.ts";
import type { Door } from "./door.ts";
import { choices, choicesShown } from "./endpoints.ts";
import type { Finding } from "./finding.ts";
import { underFirstId } from "./first-id.ts";
import { workspaceFrom } from "./known.ts";

type Talk = Pick<Backend, "isSession" | "said" | "attached" | "edited" | "deleted" | "draft" | "dropDraft">;

export const talk = (env: Env, door: Door, find: Finding): Talk => ({
	isSession: async ({ workspace, channel, thread }) =>
		(await workspaceFrom(env, workspace)).isSession(channel, thread),
	said: (intent) =>
		door(intent, "said", async () => {
			const found = await find.byThread(intent.place);
			if (!found.ok) return found;
			const session = objectOf(env.SESSION, found.session);
			const scans = await scannedMessage(intent.text);
			const heard = await session.said(underFirstId(intent, found), found.heard, scans);
			if (!heard.ok) return heard;
			const { again, technician, secret, closed } = heard;
			// A message recorded before was answered then.
			if (again) return { ok: true, technician: false, secret: null };
			return { ok: true, technician, secret, ...(closed && { closed: found.session }) };
		}),
	attached: (intent) =>
		door(intent, "attached", async () => {
			const found = await find.byThread(intent.place);
			if (!found.ok) return found;
			const session = objectOf(env.SESSION, found.session);
			const secret = await session.attached(underFirstId(intent, found), await scannedFile(intent.content));
			return secret ? refuse({ code: "looks-secret", what: secret, in: "file" }) : { ok: true };
		}),
	edited: (intent) =>
		door(intent, "edited", async () => {
			const found = await find.byThread(intent.place);
			if (!found.ok) return found;
			const session = objectOf(env.SESSION, found.session);
			const scans = await scannedMessage(intent.text);
			return { ok: true, secret: await session.edited(underFirstId(intent, found), scans) };
		}),
	async deleted(intent) {
		await door({ by: intent.author, place: intent.place }, "deleted", async () => {
			const found = await find.byThread(intent.place);
			if (found.ok) await objectOf(env.SESSION, found.session).deleted(underFirstId(intent, found));
			return found;
		});
	},

	draft: (intent) =>
		door(intent, "draft", async () => {
			const found = await find.byThread(intent.place);
			if (!found.ok) return found;
			const scans = await scanned(...textsOfStep(intent));
			const drafted = await objectOf(env.SESSION, found.session).draft(underFirstId(intent, found), scans);
			if (!drafted.ok) return drafted;
			const endpoints = await objectOf(env.CLIENT, found.client).endpoints();
			return {
				ok: true,
				draft: drafted.draft,
				session: found.session,
				command: intent.command,
				...(intent.script && { script: intent.script }),
				endpoints: choices(endpoints, endpoints.slice(0, choicesShown)),
			};
		}),
	dropDraft: async ({ by, session, draft }) =>
		SessionId.safeParse(session).success && DraftId.safeParse(draft).success
			? objectOf(env.SESSION, session).dropDraft(by, draft)
			: refuse({ code: "not-found", what: "draft" }),
});
