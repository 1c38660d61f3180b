// A change of someone's passkey for approvals: judged, kept, and in the audit log, with what the client's people read of it.
import type { WithDeputies } from "../../domain/deputies.ts";
import type { KeyChange } from "../../protocol/read/approver-key.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Env } from "../env.ts";
import { signingOrigin } from "../passkeys/approvers.ts";
import { afterLoss, judgeKeyChange, type KeyNews, revokeFormer } from "./approver-key-rules.ts";
import { keepRefused } from "./refused.ts";
import type { ClientStore } from "./store.ts";
import { keyNews, type News } from "./telling.ts";

type Parts = {
	env: Env;
	store: ClientStore;
	change: <T>(write: () => T) => T;
	/** Inside a transaction, as is the next one. */
	post: (news: News) => void;
	/** Agents learn whose passkeys decide. */
	nameApprovers: () => void;
};

/** A step in the life of a passkey. */
export const changeKey = (
	{ env, store, change: write, post, nameApprovers }: Parts,
	self: Snapshot,
	change: KeyChange,
	by: { person: string; name: string },
): Answer<object> => {
	const who = self.people.find(({ id }) => id === by.person) ?? null;
	const client = { ...self, origin: signingOrigin(env) };
	const judged = judgeKeyChange(client, store.approverKeys.all(), change, who);
	if (!judged.ok) {
		const { step } = change;
		const credential = step === "ask" ? change.key.credential : change.credential;
		keepRefused(store, by, "a passkey for approvals", judged.refusal, `${step} ${credential}`);
		return judged;
	}
	write(() => {
		for (const one of keepKeyChange(store, client, by.name, judged.news)) post(one);
		nameApprovers();
	});
	return { ok: true };
};

/** Inside a transaction. The messages are still to be posted. */
const keepKeyChange = (
	store: Pick<ClientStore, "approverKeys" | "audit">,
	client: Parameters<typeof keyNews>[0],
	by: string,
	news: KeyNews,
): News[] => {
	if ("asked" in news) store.approverKeys.ask(news.asked.key, news.asked.label, Date.now());
	else store.approverKeys.set(news.kept);
	const entry = { kind: "changed", who: by, what: "a passkey for approvals", detail: news.change } as const;
	store.audit.add(entry, Date.now());
	return keyNews(client, by, news);
};

/** All passkeys whose person doesn't decide here any more are revoked. `lost`: who lost an account or address. Inside a transaction; the messages are still to be posted. */
export const revokeFormerKeys = (
	store: Pick<ClientStore, "approverKeys" | "audit">,
	client: Parameters<typeof keyNews>[0] & WithDeputies,
	by: string,
	lost: string[],
): News[] =>
	[
		...revokeFormer(client, store.approverKeys.all()),
		...afterLoss(client, store.approverKeys.all(), lost),
	].flatMap((news) => keepKeyChange(store, client, by, news));
