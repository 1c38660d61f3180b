// Personal links to a session's transcript: single use, five minutes, or half an hour by mail; only their hashes stay here.
import { type LinkState, linkMinutes, mailLinkMinutes } from "../contracts/client.ts";
import { newToken } from "../keys/crypto.ts";
import { tokenHash } from "./enrolling.ts";
import type { ClientStore } from "./store.ts";

/** A link's token, which begins with the client's id. */
export const issue = (
	store: ClientStore,
	person: string,
	session: string,
	by: { identity: string } | "mail",
	now: number,
): string => {
	const self = store.self();
	if (!self) throw new Error("this client was never set up");
	const token = `${self.id}.${newToken()}`;
	const minutes = by === "mail" ? mailLinkMinutes : linkMinutes;
	const [identity, mailed] = by === "mail" ? [null, "mailed" as const] : [by.identity, null];
	const link = { hash: tokenHash(token), person, session, identity, mailed };
	store.addLink(link, now + minutes * 60_000, now);
	return token;
};

/** A link's state; changes nothing. */
export const peek = (store: ClientStore, token: string, now: number): LinkState => {
	const [link, self] = [found(store, token, now), store.self()];
	if (!link.good) return { state: link.why, ...(link.renews && { renews: true as const }) };
	const person = self?.people.find(({ id }) => id === link.person);
	return self && person
		? {
				state: "good",
				id: person.id,
				person: person.name,
				client: self.name,
				session: link.session,
				identity: link.identity,
			}
		: { state: "unknown" };
};

/** A mailed link that is over, once: the mail stays, and who has it may have another one sent there. */
export const renew = (
	store: ClientStore,
	token: string,
	now: number,
): { person: string; session: string; name: string } | null => {
	const hash = tokenHash(token);
	const [link, state] = [store.link(hash), found(store, token, now)];
	if (!link || state.good || !state.renews) return null;
	store.renewLink(hash);
	return { person: link.person, session: link.session, name: hash };
};

/** The session of this person's own link, whatever its state. */
export const ownedBy = (store: ClientStore, token: string, person: string): string | null => {
	const link = store.link(tokenHash(token));
	return link?.person === person ? link.session : null;
};

export const spend = (
	store: ClientStore,
	token: string,
	now: number,
): { ok: true } | { ok: false; why: "used" | "expired" | "unknown" } => {
	const link = found(store, token, now);
	if (!link.good) return { ok: false, why: link.why };
	store.spendLink(tokenHash(token), now);
	return { ok: true };
};

const found = (store: ClientStore, token: string, now: number) => {
	const link = store.link(tokenHash(token));
	if (!link) return { good: false, why: "unknown", renews: false } as const;
	const renews = link.mailed === "mailed";
	if (link.used_at !== null) return { good: false, why: "used", renews } as const;
	if (now >= link.expires) return { good: false, why: "expired", renews } as const;
	return { good: true, person: link.person, session: link.session, identity: link.identity } as const;
};
