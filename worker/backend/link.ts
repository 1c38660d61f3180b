// A personal link to a session's transcript.
import type * as Intent from "../../bots/intent.ts";
import { allow, personOf } from "../../domain/authority.ts";
import { SessionId } from "../../protocol/ids.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import { linkMinutes } from "../contracts/client.ts";
import { objectOf, workspaceOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import type { Refusals } from "./refusals.ts";

export const signInLink = async (
	env: Env,
	{ by, place, session }: Intent.OnSession,
	{ audited, logged, tried }: Refusals,
): Promise<Answer<{ url: string; minutes: number }>> => {
	if (!(await workspaceOf(env.WORKSPACE, place.workspace).isThere())) {
		await logged({ by, place }, "link", `not-bound ${place.workspace}`);
		return refuse({ code: "not-bound" });
	}
	const client = SessionId.safeParse(session).success ? await objectOf(env.SESSION, session).client() : null;
	if (!client) {
		const refusal = { code: "not-found", what: "session" } as const;
		await tried({ by, place }, "link", refusal, session);
		return refuse(refusal);
	}
	const snapshot = await objectOf(env.CLIENT, client).snapshot();
	const may = allow("read", snapshot, personOf(snapshot, by.identity));
	if (!may.ok) return audited(snapshot, by, "link", may.refusal);
	const token = await objectOf(env.CLIENT, client).issueLink(may.person.id, session);
	await objectOf(env.SESSION, session).linkIssued(by);
	return { ok: true, url: `${settings(env).PUBLIC_URL}/sign-in/${token}`, minutes: linkMinutes };
};
