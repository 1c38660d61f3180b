// Opening a session: for oneself in the client's conversation, or by a technician for someone who phoned, also on the desk.
import type * as Intent from "../../bots/intent.ts";
import { allow, personOf } from "../../domain/authority.ts";
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { Actor, Person } from "../../protocol/people.ts";
import type { Place } from "../../protocol/record/events.ts";
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type { Called, Known } from "../contracts/directory.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import {
	conversationOf,
	directoryOf,
	objectOf,
	workspaceOf,
	workspaceOfIdentity,
} from "../durable/places.ts";
import type { Env } from "../env.ts";
import { scanned } from "../scan.ts";
import { homesOf } from "../session/show/homes.ts";
import { lostConversation, toClientLog, toConversationLog, type Unrecorded } from "./door.ts";
import { underFirstId } from "./first-id.ts";
import { workspaceFrom } from "./known.ts";

/** At which client, in which conversation, for whom; `once` names the wish in that conversation's workspace. */
type Meant = { snapshot: Snapshot; place: Place; once: string; caller: Actor | null };

/** `kept` is called, and waited for, once the wish is on the disk. */
export const open = async (
	env: Env,
	intent: Intent.Open,
	kept?: () => Promise<void>,
): Promise<Answer<{ session: string }> | Unrecorded> => {
	const meant = await meaning(env, intent);
	if (!meant.ok) return meant;
	const { snapshot, place, once, caller } = meant;
	if (intent.request.trim() === "") return refuse({ code: "empty-request" });
	const scans = await scanned(intent.request);
	const secret = scans[0]?.secret;
	if (secret) return toClientLog({ code: "looks-secret", what: secret, in: "request" }, snapshot.client);
	const id = newId("session", jurisdictionOf(snapshot.client));
	const at = { kind: "own" as const, client: snapshot.client, place, once };
	const { whom: _, answerAt = null, ...rest } = underFirstId(intent, place);
	const wish = { ...rest, place, caller };
	const wanted = { id, session: id, rootKey: `session:${id}`, ...at };
	const asker = { identity: intent.by.identity, answerAt };
	const workspace = workspaceOf(env.WORKSPACE, place.workspace);
	const wished = await workspace.wish(wanted, wish, asker, scans);
	if ("tooManyUntil" in wished)
		return toClientLog({ code: "too-many", what: "requests", until: wished.tooManyUntil }, snapshot.client);
	const { session, lost } = wished;
	if (lost) return lostConversation(session);
	await kept?.();
	// It only makes the session come sooner.
	await workspace.answered(session).catch((error) => console.error("opening now:", error));
	return { ok: true, session };
};

type Meaning = ({ ok: true } & Meant) | Unrecorded;

const meaning = async (env: Env, intent: Intent.Open): Promise<Meaning> => {
	const { by, place, whom, once } = intent;
	const workspace = await workspaceFrom(env, place.workspace);
	const bound = await workspace.clientOf(place.channel);
	if (bound) {
		const snapshot = await objectOf(env.CLIENT, bound.client).snapshot();
		const here = { ...place, channel: bound.channel };
		if (whom) return forSomebody(env, intent, whom, snapshot, here);
		const may = allow("open", snapshot, personOf(snapshot, by.identity));
		return may.ok
			? { ok: true, snapshot, place: here, once, caller: null }
			: toClientLog(may.refusal, snapshot.client);
	}
	if ((await workspace.deskAt(place.channel)) === null)
		return toConversationLog({ code: "not-bound" }, idOf(place));
	if (!whom) return toConversationLog({ code: "for-whom" }, idOf(place));
	return forSomebody(env, intent, whom, null, null);
};

const idOf = ({ workspace, channel }: Place): string => `${workspace}:${channel}`;

/** `here`: the client whose conversation it is, and that conversation; null on the desk, where the name tells the client. */
const forSomebody = async (
	env: Env,
	{ by, place, once }: Intent.Open,
	whom: Intent.Whom,
	here: Snapshot | null,
	conversation: Place | null,
): Promise<Meaning> => {
	if (here) {
		const may = allow("open for", here, personOf(here, by.identity));
		if (!may.ok) return toClientLog(may.refusal, here.client);
	}
	const known = whomKnown(whom);
	const called = known ? await directoryOf(env.DIRECTORY).called(known, here?.client ?? null) : [];
	const served = await servedBy(env, by, called);
	const [one] = served;
	if (!here && called.length > 0 && !one)
		return toConversationLog({ code: "technicians-only", client: called[0]?.clientName ?? "" }, idOf(place));
	if (!one || served.length > 1) {
		const refusal: Refusal = { code: "which-person", name: shownAs(whom), people: served.map(inWords) };
		return here ? toClientLog(refusal, here.client) : toConversationLog(refusal, idOf(place));
	}
	const { snapshot, person } = one;
	const where = conversation ?? clientsOwn(snapshot, person);
	if (!where) return toClientLog({ code: "no-channel", client: snapshot.name }, snapshot.client);
	const from = conversation ? once : `${place.workspace}:${place.channel}:${once}`;
	return { ok: true, snapshot, place: where, once: from, caller: caller(person) };
};

type Served = { known: Known; snapshot: Snapshot; person: Person };

/** Those of them at whose client this user is a technician. */
const servedBy = async (env: Env, by: Intent.ChatUser, called: Known[]): Promise<Served[]> => {
	const all = await Promise.all(
		called.map(async (known) => {
			const snapshot = await objectOf(env.CLIENT, known.client).snapshot();
			const person = snapshot.people.find(({ id }) => id === known.person);
			const may = allow("open for", snapshot, personOf(snapshot, by.identity));
			return may.ok && person ? [{ known, snapshot, person }] : [];
		}),
	);
	return all.flat();
};

const whomKnown = (whom: Intent.Whom): Called | null => {
	if ("name" in whom) return whom;
	return whom.identity === null ? null : { identity: whom.identity };
};
const shownAs = (whom: Intent.Whom): string => ("name" in whom ? `“${whom.name}”` : "that");
const inWords = ({ known }: Served): string => `${known.name} (${known.clientName}): ${known.key}`;

/** A conversation of the client: where this person is, if there is one. */
const clientsOwn = (snapshot: Snapshot, { identities }: Person): Place | null => {
	const homes = identities.flatMap((identity) => homesOf(snapshot, identity));
	const { channels } = snapshot;
	const bound = channels.find((one) => homes.includes(workspaceOfIdentity(one))) ?? channels[0];
	return bound === undefined
		? null
		: { workspace: workspaceOfIdentity(bound), channel: conversationOf(bound), thread: null };
};

const caller = ({ id, name, label, roles }: Person): Actor => ({
	surface: "phone",
	person: id,
	identity: null,
	name,
	label,
	roles,
});
