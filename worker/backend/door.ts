// The door of the backend: records a refusal that came before a session could judge, once, where it belongs.
import type * as Intent from "../../bots/intent.ts";
import type { AuditEntry } from "../../protocol/read/audit.ts";
import type { Place } from "../../protocol/record/events.ts";
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type { PressTurn } from "../contracts/workspace.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { workspaceFrom } from "./known.ts";
import { pressTurn } from "./presses.ts";

/** Who wants something, and where. */
export type Visitor = { by: Intent.ChatUser; place: Place };

/** Where to record it: in this client's log; in the log of the conversation's client, else the deployment's;
 * or in the transcript of the thread's session, else as before. `detail`: its subject, besides the refusal's code. */
type Keep =
	| { in: "client"; client: string }
	| { in: "conversation"; detail: string }
	| { in: "thread"; detail: string };

/** Refused before any session judged it. */
export type Unrecorded = { ok: false; refusal: Refusal; keep: Keep };

export const toClientLog = (refusal: Refusal, client: string): Unrecorded => ({
	...refuse(refusal),
	keep: { in: "client", client },
});
export const toConversationLog = (refusal: Refusal, detail: string): Unrecorded => ({
	...refuse(refusal),
	keep: { in: "conversation", detail },
});
export const toTranscript = (refusal: Refusal, detail: string): Unrecorded => ({
	...refuse(refusal),
	keep: { in: "thread", detail },
});
/** Said or pressed in a conversation that the session's client no longer has; what was said is not kept. */
export const lostConversation = (session: string): Unrecorded =>
	toConversationLog({ code: "other-client" }, session);

/** Does what someone wants. If that is refused and no one recorded it yet, records the refusal under the wish's name. `isFree`: it
 * belongs to a press that has had its turn. */
export type Door = <T>(
	visitor: Visitor,
	action: string,
	wish: () => Promise<Answer<T> | Unrecorded>,
	isFree?: boolean,
) => Promise<Answer<T>>;

export const doorOf =
	(env: Env): Door =>
	async (visitor, action, wish, isFree = false) => {
		const { identity } = visitor.by;
		const { workspace } = visitor.place;
		const turn: PressTurn = isFree
			? { ok: true }
			: await pressTurn(env, { identity, workspace, action }, Date.now());
		if (!turn.ok) {
			const refusal = { code: "too-many", what: "presses", until: turn.at } as const;
			if (turn.first) await record(env, visitor, action, toConversationLog(refusal, "presses"));
			return refuse(refusal);
		}
		const answer = await wish();
		if (answer.ok || !("keep" in answer)) return answer;
		await record(env, visitor, action, answer);
		return refuse(answer.refusal);
	};

const record = async (
	env: Env,
	{ by, place }: Visitor,
	action: string,
	{ refusal, keep }: Unrecorded,
): Promise<void> => {
	const { workspace, channel, thread } = place;
	const here = await workspaceFrom(env, workspace);
	const audit = (log: { audit: Audit }, detail: string) =>
		log.audit({
			kind: "refused",
			who: `${by.identity} (${by.name})`,
			what: action.slice(0, 500),
			detail: detail.slice(0, 500),
		});
	if (keep.in === "client") return audit(objectOf(env.CLIENT, keep.client), refusal.code);
	if (keep.in === "thread") {
		const found = await here.sessionIn(channel, thread);
		if (found && !found.lost) return objectOf(env.SESSION, found.session).attempt(by, action, refusal);
	}
	const bound = await here.clientOf(channel);
	const log = bound ? objectOf(env.CLIENT, bound.client) : directoryOf(env.DIRECTORY);
	return audit(log, `${refusal.code} ${keep.detail}`);
};

type Audit = (entry: AuditEntry) => Promise<void>;
