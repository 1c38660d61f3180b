// Personal links to a session's transcript: single use, five minutes, or half an hour by mail; only their hashes stay here.
import { accountsOf, mailAccount } from "../../domain/accounts.ts";
import { type LinkState, linkMinutes, mailLinkMinutes } from "../contracts/client.ts";
import { newToken } from "../keys/crypto.ts";
import { tokenHash } from "./enrolling.ts";
import type { ClientStore } from "./store.ts";

/** A link's token, which begins with the client's id. `by`: the account that asked for it, or the address that it is mailed to. */
export const issue = (
	store: ClientStore,
	person: string,
	session: string,
	by: { identity: string } | { address: string },
	now: number,
): string => {
	const self = store.self();
	if (!self) throw new Error("this client was never set up");
	const token = `${self.id}.${newToken()}`;
	const [identity, mailed, minutes] =
		"address" in by
			? [mailAccount(by.address), "mailed" as const, mailLinkMinutes]
			: [by.identity, null, linkMinutes];
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

export type Renewed = { person: string; session: string; name: string };

/** A mailed link that is over, once: the mail stays, and who has it may have another one sent there. `ask`, in the same transaction,
 * has the session send it, so that no renewal is spent on nothing. */
export const renew = (
	{
		store,
		change,
		ask,
	}: { store: ClientStore; change: (write: () => void) => void; ask: (of: Renewed) => void },
	token: string,
	now: number,
): void => {
	const hash = tokenHash(token);
	const [link, state] = [store.link(hash), found(store, token, now)];
	if (!link || state.good || !state.renews) return;
	change(() => {
		store.renewLink(hash);
		ask({ person: link.person, session: link.session, name: hash });
	});
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

const unknown = { good: false, why: "unknown", renews: false } as const;

/** Good only while its person has the account or address that it was for. */
const found = (store: ClientStore, token: string, now: number) => {
	const link = store.link(tokenHash(token));
	if (!link) return unknown;
	const renews = link.mailed === "mailed";
	// An older version issued it: nothing says to which address.
	if (link.identity === null) return { good: false, why: "expired", renews } as const;
	const self = store.self();
	// It was for whoever has that account or mailbox, which may be another's by now.
	if (!self || !accountsOf(self, link.person).includes(link.identity)) return unknown;
	if (link.used_at !== null) return { good: false, why: "used", renews } as const;
	if (now >= link.expires) return { good: false, why: "expired", renews } as const;
	return { good: true, person: link.person, session: link.session, identity: link.identity } as const;
};
