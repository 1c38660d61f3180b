// A personal link to a session's transcript.
import type { PersonalLink } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import { personOf } from "../../domain/authority.ts";
import { SessionId } from "../../protocol/ids.ts";
import type { Answer } from "../../protocol/refusal.ts";
import { linkMinutes } from "../contracts/client.ts";
import { objectOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { toClientLog, toConversationLog, toTranscript, type Unrecorded } from "./door.ts";
import { workspaceFrom } from "./known.ts";
import { mayRead } from "./reading.ts";

export const signInLink = async (
	env: Env,
	{ by, place, session }: Intent.OnSession,
): Promise<Answer<PersonalLink> | Unrecorded> => {
	if (!(await (await workspaceFrom(env, place.workspace)).isThere()))
		return toConversationLog({ code: "not-bound" }, place.workspace);
	const client = SessionId.safeParse(session).success ? await objectOf(env.SESSION, session).client() : null;
	if (!client) return toTranscript({ code: "not-found", what: "session" }, session);
	const snapshot = await objectOf(env.CLIENT, client).snapshot();
	const may = await mayRead(env, session, snapshot, personOf(snapshot, by.identity));
	if (!may.ok) return toClientLog(may.refusal, client);
	const token = await objectOf(env.CLIENT, client).issueLink(may.person.id, session, by.identity);
	const head = await objectOf(env.SESSION, session).linkIssued(by);
	return { ok: true, url: `${settings(env).PUBLIC_URL}/sign-in/${token}`, minutes: linkMinutes, head };
};
