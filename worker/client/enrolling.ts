// Enrollment in two steps: a machine asks with a token and its key, and becomes the endpoint once its agent has connected.
// Only that spends the token, so a machine that can't connect leaves it for another try or another machine.
import { utf8 } from "../../protocol/bytes.ts";
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { EnrollRequest } from "../../protocol/wire.ts";
import type { Activated, Enrolled } from "../contracts/client.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { fingerprint, sha256Hex } from "../keys/crypto.ts";
import { approversOf } from "../passkeys/approvers.ts";
import { counting } from "./approver-keys.ts";
import { type ClientStore, graceMs } from "./store.ts";

type Core = {
	env: Env;
	store: ClientStore;
	change: (write: () => void) => void;
	/** Inside a transaction. */
	retire: (endpoint: string) => void;
};

/** The same machine may ask again, before and after it has connected: its answer may have been lost. */
export const ask = async (core: Core, request: EnrollRequest, now: number): Promise<Enrolled> => {
	const { env, store, change } = core;
	const self = store.self();
	const usable = judge(store, request, now);
	if (!self || !usable.ok) return usable.ok ? { ok: false, error: unknownToken } : usable;
	const { name, enrolled, asked } = usable;
	const approvers = approversOf(env, {
		policy: self.policy,
		passkeys: counting(store.approverKeys.all()),
	});
	if (enrolled) return { ok: true, endpoint: enrolled, name, clientName: self.name, approvers };
	const id = asked ?? newId("endpoint", jurisdictionOf(self.id));
	const { key, inventory } = request;
	// Counted before its object exists: a token makes no more objects than may ask with it.
	if (!asked) change(() => store.pend({ id, hash: tokenHash(request.token), name, key, inventory, at: now }));
	await directoryOf(env.DIRECTORY).keepKnown(id);
	await objectOf(env.ENDPOINT, id).enrolled({ id, client: self.id, key, inventory });
	return { ok: true, endpoint: id, name, clientName: self.name, approvers };
};

/** Its agent has connected: the token is spent, and the agent of a former enrollment is sent away. Harmless to repeat. */
export const activate = ({ store, change, retire }: Core, endpoint: string, now: number): Activated => {
	if (store.endpoints().some(({ id }) => id === endpoint)) return { ok: true };
	const pending = store.pending(endpoint);
	const token = pending && store.token(pending.hash);
	if (!pending || token?.used_at !== null) return { ok: false, error: endedToken };
	if (now >= token.expires + graceMs) return { ok: false, error: expiredToken };
	const { id, name, key, inventory } = pending;
	if (!store.declared(name)) return { ok: false, error: undeclared(name) };
	change(() => {
		const former = store.enrolledAs(name);
		if (former) {
			store.endReplaced(former, now);
			retire(former);
		}
		store.endTokens(name, now);
		store.dropPending(name);
		store.enroll({ id, name, key, fingerprint: fingerprint(key), inventory, at: now });
		store.audit.add({ kind: "machine", who: name, what: "enrolled", detail: fingerprint(key) }, now);
	});
	return { ok: true };
};

/** `enrolled`: what this machine became with this token; `asked`: what it will become. */
type Usable =
	| { ok: true; name: string; enrolled: string | null; asked: string | null }
	| { ok: false; error: string };

const judge = (store: ClientStore, { token: given, key }: EnrollRequest, now: number): Usable => {
	const hash = tokenHash(given);
	const token = store.token(hash);
	if (!token) return { ok: false, error: unknownToken };
	const { name } = token;
	if (token.used_at !== null) {
		const enrolled = store.enrolledWith(name, key);
		return enrolled ? { ok: true, name, enrolled, asked: null } : { ok: false, error: usedToken };
	}
	const asked = store.pendingOf(hash, key);
	if (now >= token.expires + (asked ? graceMs : 0)) return { ok: false, error: expiredToken };
	if (!store.declared(name)) return { ok: false, error: undeclared(name) };
	if (!asked && store.countPending(hash) >= mostPending) return { ok: false, error: crowdedToken };
	return { ok: true, name, enrolled: null, asked };
};

/** So many machines may ask with one token before one of them connects. */
const mostPending = 10;

const undeclared = (name: string): string => `${name} is no longer in the set-up file`;
export const unknownToken = "this enrollment token is unknown. Ask the owner for a new one";
const usedToken =
	"this enrollment token was already used, or replaced by a newer one. Ask the owner for a new one";
const expiredToken = "this enrollment token has expired. Ask the owner for a new one";
const crowdedToken = "too many machines have asked with this enrollment token. Ask the owner for a new one";
const endedToken =
	"another machine has been enrolled here meanwhile, or a newer token replaced this one. Ask the owner for a new one";

export const tokenHash = (token: string): string => sha256Hex(utf8(token));
