// Enrollment tokens that people make and end in the console, by their roles now; each is kept in the client's log, refusals too.
import { type Act, allow } from "../../domain/authority.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { newToken } from "../keys/crypto.ts";
import { tokenHash } from "./enrolling.ts";
import type { ClientStore } from "./store.ts";

/** How long an enrollment token is valid, in ms. */
const validFor = 24 * 3_600_000;

type Core = { store: ClientStore; change: <T>(write: () => T) => T };
export type Key = { token: string; expires: number };

/** Inside a transaction: only its hash stays here. It ends the name's token before. */
export const issueKey = (store: ClientStore, client: string, name: string, now: number): Key => {
	const key = { token: `${client}.${newToken()}`, expires: now + validFor };
	store.addToken(tokenHash(key.token), name, key.expires, now);
	return key;
};

export const makeKey = (core: Core, by: SignedIn, name: string, now: number): Answer<Key> => {
	const judged = judge(core, by, name, "made an enrollment token", now);
	if (!judged.ok) return judged;
	const { store, change } = core;
	const key = change(() => {
		keep(store, by, "made an enrollment token", name, now);
		return issueKey(store, judged.client, name, now);
	});
	return { ok: true, ...key };
};

export const revokeKey = (core: Core, by: SignedIn, name: string, now: number): Answer<object> => {
	const judged = judge(core, by, name, "ended an enrollment token", now);
	if (!judged.ok) return judged;
	core.change(() => {
		core.store.endTokens(name, now);
		keep(core.store, by, "ended an enrollment token", name, now);
	});
	return { ok: true };
};

/** A token for an enrolled endpoint lets another machine take its place: more than one for a machine that no one knows yet. */
const judge = (
	{ store }: Core,
	by: SignedIn,
	name: string,
	what: string,
	now: number,
): Answer<{ client: string }> => {
	const self = store.self();
	const enrolled = store.isEnrolled(name);
	if (!self || enrolled === null) return refuse({ code: "not-found", what: "endpoint" });
	const act: Extract<Act, "enroll" | "re-enroll"> = enrolled ? "re-enroll" : "enroll";
	const person = self.people.find(({ id }) => id === by.person) ?? null;
	const allowed = allow(act, self, person);
	if (allowed.ok) return { ok: true, client: self.id };
	const detail = `${what}: ${allowed.refusal.code} ${name}`;
	store.audit.add({ kind: "refused", who: by.name, person: by.person, what: act, detail }, now);
	return allowed;
};

const keep = (
	store: ClientStore,
	{ name: who, person }: SignedIn,
	what: string,
	detail: string,
	now: number,
) => store.audit.add({ kind: "changed", who, person, what, detail }, now);
