// The rules of a session's copies: a draft until it is published, then a link with a passcode, until it ends.
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { ShareEnd, ShareOpened, ShareRow } from "../../protocol/read/share.ts";
import type { Sharer, SharesContract } from "../contracts/share.ts";
import { fits, hashed } from "./passcode.ts";
import type { ShareStore, Stored } from "./tables.ts";

/** Wrong passcodes in a row that end a copy: more are guesses. */
const mostWrong = 10;
/** How long a copy waits to be published, in ms. */
const draftLasts = 3_600_000;

type Begun = Parameters<SharesContract["begin"]>[0];
type Terms = Parameters<SharesContract["publish"]>[1];

/** What someone did with a copy. `once`: the same however often it is told. */
export type Did = Sharer & { share: string; did: "published" | "refreshed" | "revoked"; once: string };

/** An end that no person asked for. */
export type Ended = { session: string; share: string; because: ShareEnd };

/** `all`: a transaction. `clock`: ms since 1970. `ended` and `did`: within the transaction that it happens in. */
export const copiesIn = (
	store: ShareStore,
	all: <T>(write: () => T) => T,
	clock: () => number,
	ended: (end: Ended) => void,
	did: (done: Did) => void,
) => {
	const end = (id: string, because: ShareEnd): void => {
		const session = store.get(id)?.session ?? null;
		store.end(id, because);
		if (session !== null && because !== "revoked") ended({ session, share: id, because });
	};
	const live = (found: Stored | null): Stored | null =>
		found && found.hash !== null && found.ended === null && (found.expires ?? 0) > clock() ? found : null;

	/** What is over keeps no bytes. */
	const expire = (): void => {
		const now = clock();
		const over = store.published().filter(({ ended, expires }) => ended === null && expires <= now);
		const old = store.drafts().filter(({ madeAt }) => madeAt + draftLasts <= now);
		if (over.length + old.length === 0) return;
		all(() => {
			for (const { id } of over) end(id, "expired");
			for (const { id } of old) store.drop(id);
		});
	};

	return {
		expire,
		begin: ({ session, by, choice, again }: Begun): string | null => {
			if (again !== null && !live(store.get(again))) return null;
			const id = newId("share", jurisdictionOf(session));
			all(() => store.add(id, session, by, choice, again, clock()));
			return id;
		},
		fill: (draft: string, html: string): boolean =>
			all(() => {
				const found = store.get(draft);
				if (!found || found.hash !== null || found.ended !== null) return false;
				store.fill(draft, html);
				return true;
			}),
		publish: async (
			draft: string,
			terms: Terms,
			by: Sharer,
		): Promise<{ ok: true; id: string } | { ok: false }> => {
			const passcode = terms && (await hashed(terms.passcode));
			expire();
			return all(() => {
				const found = store.get(draft);
				if (!found || found.hash !== null || found.ended !== null || !store.isFilled(draft))
					return { ok: false };
				const { again } = found;
				if (again !== null) {
					if (!live(store.get(again))) return { ok: false };
					store.replace(again, found);
					did({ ...by, share: again, did: "refreshed", once: draft });
					return { ok: true, id: again };
				}
				if (!terms || !passcode) return { ok: false };
				store.publish(draft, terms.token, passcode, terms.expires);
				did({ ...by, share: draft, did: "published", once: draft });
				return { ok: true, id: draft };
			});
		},
		list: (): ShareRow[] => {
			expire();
			return store.published();
		},
		revoke: (id: string, by: Sharer): boolean =>
			all(() => {
				if (!live(store.get(id))) return false;
				end(id, "revoked");
				did({ ...by, share: id, did: "revoked", once: `revoked ${id}` });
				return true;
			}),
		endAll: (because: ShareEnd): void =>
			all(() => {
				for (const { id, ended } of store.published()) if (ended === null) end(id, because);
				for (const { id } of store.drafts()) store.drop(id);
			}),
		peek: (token: string): Awaited<ReturnType<SharesContract["peek"]>> => {
			expire();
			const found = store.byToken(token);
			if (!found) return { state: "unknown" };
			return found.ended === null ? { state: "asks" } : { state: "ended", because: found.ended };
		},
		/** A try counts before it is judged: many at once don't get more of them. */
		open: async (token: string, passcode: string): Promise<ShareOpened & { id?: string }> => {
			expire();
			const found = store.byToken(token);
			if (!found) return { state: "unknown" };
			const { id, salt, hash, wrong } = found;
			if (found.ended !== null || salt === null || hash === null)
				return { state: "ended", because: found.ended ?? "revoked", id };
			if (wrong >= mostWrong) {
				all(() => end(id, "guessed"));
				return { state: "ended", because: "guessed", id };
			}
			all(() => store.tried(id));
			if (!(await fits(passcode, { salt: new Uint8Array(salt), hash })))
				return { state: "wrong", left: Math.max(0, mostWrong - wrong - 1), id };
			// Meanwhile it may have ended.
			const now = store.get(id);
			if (!live(now)) return { state: "ended", because: now?.ended ?? "revoked", id };
			all(() => store.opened(id, clock()));
			return { state: "open", html: store.html(id), id };
		},
		/** When the next one is over, in ms since 1970; null: none is. */
		nextEnd: (): number | null => {
			const times = [
				...store.published().flatMap(({ ended, expires }) => (ended === null ? [expires] : [])),
				...store.drafts().map(({ madeAt }) => madeAt + draftLasts),
			];
			return times.length === 0 ? null : Math.min(...times);
		},
	};
};
