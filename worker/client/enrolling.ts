// Enrollment in two steps: a machine asks with a token and its key, and becomes the endpoint once its agent has connected.
// Only that spends the token, so a machine that can't connect leaves it for another try or another machine.
import { utf8 } from "../../protocol/bytes.ts";
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { EnrollRequest } from "../../protocol/wire.ts";
import type { Activated, Enrolled } from "../contracts/client.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { fingerprint, sha256Hex } from "../keys/crypto.ts";
import type { ClientStore } from "./store.ts";

type Core = {
	env: Env;
	store: ClientStore;
	change: (write: () => void) => void;
	/** Inside a transaction. */
	retire: (endpoint: string) => void;
};

/** The same machine may ask again, before and after it has connected: its answer may have been lost. */
export const ask = async ({ env, store, change }: Core, request: EnrollRequest): Promise<Enrolled> => {
	const self = store.self();
	const usable = judge(store, request);
	if (!self || !usable.ok) return usable.ok ? { ok: false, error: unknownToken } : usable;
	const { name } = usable;
	if (usable.endpoint) return { ok: true, endpoint: usable.endpoint, name, clientName: self.name };
	const id = newId("endpoint", jurisdictionOf(self.id));
	const { key, inventory } = request;
	// No one knows an object whose token turns out to be spent meanwhile.
	await objectOf(env.ENDPOINT, id).enrolled({ id, client: self.id, key, inventory });
	const still = judge(store, request);
	if (!still.ok) return still;
	const hash = tokenHash(request.token);
	if (!still.endpoint) change(() => store.pend({ id, hash, name, key, inventory, at: Date.now() }));
	return { ok: true, endpoint: still.endpoint ?? id, name, clientName: self.name };
};

/** Its agent has connected: the token is spent, and the agent of a former enrollment is sent away. Harmless to repeat. */
export const activate = ({ store, change, retire }: Core, endpoint: string): Activated => {
	if (store.endpoints().some(({ id }) => id === endpoint)) return { ok: true };
	const pending = store.pending(endpoint);
	if (!pending) return { ok: false, error: takenToken };
	const { id, hash, name, key, inventory } = pending;
	if (!store.declared(name)) return { ok: false, error: undeclared(name) };
	change(() => {
		const former = store.enrolledAs(name);
		if (former) retire(former);
		store.spendToken(hash, Date.now());
		store.dropPending(name);
		store.enroll({ id, name, key, fingerprint: fingerprint(key), inventory, at: Date.now() });
		store.audit(Date.now(), name, "enrolled", fingerprint(key));
	});
	return { ok: true };
};

type Usable = { ok: true; name: string; endpoint: string | null } | { ok: false; error: string };

/** `endpoint`: what this machine became, or will become, with this token. */
const judge = (store: ClientStore, { token: given, key }: EnrollRequest): Usable => {
	const token = store.token(tokenHash(given));
	if (!token) return { ok: false, error: unknownToken };
	const { name } = token;
	const asked =
		token.used_at === null ? store.pendingOf(tokenHash(given), key) : store.enrolledWith(name, key);
	if (asked) return { ok: true, name, endpoint: asked };
	if (token.used_at !== null)
		return { ok: false, error: "this enrollment token was already used. Ask the owner for a new one" };
	if (Date.now() >= token.expires)
		return { ok: false, error: "this enrollment token has expired. Ask the owner for a new one" };
	return store.declared(name) ? { ok: true, name, endpoint: null } : { ok: false, error: undeclared(name) };
};

const undeclared = (name: string): string => `${name} is no longer in the set-up file`;
const unknownToken = "this enrollment token is unknown. Ask the owner for a new one";
const takenToken = "another machine has been enrolled here meanwhile. Ask the owner for a new one";

export const tokenHash = (token: string): string => sha256Hex(utf8(token));
