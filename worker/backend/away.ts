// Whom an approver named to decide for them, and naming someone: from chat.
import type { Backend } from "../../bots/backend.ts";
import { allow, personOf } from "../../domain/authority.ts";
import { standIns } from "../../domain/deputies.ts";
import { ClientId } from "../../protocol/ids.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { type Door, toClientLog, toConversationLog } from "./door.ts";
import { isKnown, workspaceFrom } from "./known.ts";

export const away = (env: Env, door: Door): Pick<Backend, "deputy" | "nameDeputy"> => {
	/** Only from a workspace of the deployment, and of a client that there is. */
	const clientOf = async (workspace: string, id: string) =>
		ClientId.safeParse(id).success &&
		(await isKnown(env, id)) &&
		(await (await workspaceFrom(env, workspace)).isThere())
			? objectOf(env.CLIENT, id)
			: null;
	const unknown = (client: string) => toConversationLog({ code: "not-bound" }, client);
	return {
		deputy: (intent) =>
			door(intent, "deputy", async () => {
				const client = await clientOf(intent.place.workspace, intent.client);
				if (!client) return unknown(intent.client);
				const snapshot = await client.snapshot();
				const may = allow("name a deputy", snapshot, personOf(snapshot, intent.by.identity));
				if (!may.ok) return toClientLog(may.refusal, snapshot.client);
				const { id } = may.person;
				const named = snapshot.deputies?.find(({ person }) => person === id);
				const people = standIns(snapshot.people, id);
				const { escalateAfter } = snapshot.policy;
				const now = { deputy: named?.deputy ?? null, until: named?.until ?? null };
				return { ok: true, start: { client: snapshot.name, people, ...now, escalateAfter } };
			}),
		nameDeputy: (intent) =>
			door(intent, "deputy", async () => {
				const { by, deputy, until } = intent;
				const client = await clientOf(intent.place.workspace, intent.client);
				if (!client) return unknown(intent.client);
				const answer = await client.nameDeputy(by, { deputy, until });
				return answer.ok || answer.refusal.code === "unfit-deputy"
					? answer
					: toClientLog(answer.refusal, intent.client);
			}),
	};
};
