// Shared copies in memory: the double of the Worker's side, for tests of pages.
import type { ShareRow } from "../../protocol/read/share.ts";
import type { ConsoleOptions } from "../options.ts";

type Copy = ShareRow & { html: string; passcode: string | null; token: string };

/** `told`: what the log has of it. */
export const memoryShares = (now: () => number) => {
	const told: { what: string; share: string; by: string }[] = [];
	const copies: Copy[] = [];
	const found = (id: string) => copies.find((one) => one.id === id);
	const live = (one: Copy | undefined) => one?.passcode != null && one.ended === null;
	const shares: ConsoleOptions["shares"] & { endAll(): void; told: typeof told } = {
		told,
		list: async () => copies.filter(({ passcode }) => passcode !== null),
		begin: async (_session, { by, choice, again }) => {
			if (again !== null && !live(found(again))) return null;
			const id = `h_g${String(copies.length + 1).padStart(16, "0")}`;
			const rest = { expires: 0, opened: 0, lastOpened: null, ended: null, passcode: null };
			copies.push({
				...rest,
				id,
				by: by.name,
				madeAt: now(),
				choice,
				html: "",
				token: again ?? `token-${id}`,
			});
			return id;
		},
		fill: async (_session, id, html) => {
			const copy = found(id);
			if (copy) copy.html = html;
			return copy !== undefined;
		},
		/** As an erasure does. */
		endAll: () => {
			copies.splice(0, copies.length, ...copies.filter(({ passcode }) => passcode !== null));
			for (const one of copies) one.ended ??= "erased";
		},
		publish: async (_session, draft, terms, { person: by }) => {
			const copy = found(draft);
			const before = copy && found(copy.token);
			if (copy && before) {
				told.push({ what: "refreshed", share: before.id, by });
				Object.assign(before, { html: copy.html, choice: copy.choice, madeAt: copy.madeAt });
				return { ok: true, link: null };
			}
			if (!copy || !terms) return { ok: false };
			told.push({ what: "published", share: copy.id, by });
			Object.assign(copy, { passcode: terms.passcode, expires: now() + terms.days * 86_400_000 });
			return { ok: true, link: `https://caisey.example/shared/s/${copy.token}` };
		},
		revoke: async (_session, id, { person: by }) => {
			const copy = found(id);
			if (!copy || !live(copy)) return false;
			told.push({ what: "revoked", share: id, by });
			copy.ended = "revoked";
			return true;
		},
		peek: async (_session, token) => {
			const copy = copies.find((one) => one.token === token);
			if (!copy) return { state: "unknown" };
			return copy.ended === null ? { state: "asks" } : { state: "ended", because: copy.ended };
		},
		open: async (_session, token, passcode) => {
			const copy = copies.find((one) => one.token === token);
			if (!copy) return { state: "unknown" };
			if (copy.ended !== null) return { state: "ended", because: copy.ended };
			if (copy.passcode !== passcode) return { state: "wrong", left: 9 };
			copy.opened++;
			return { state: "open", html: copy.html };
		},
	};
	return shares;
};
