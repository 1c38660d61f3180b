// The life of a passkey that someone approves with: asked for by its person, confirmed by an owner, vouched for by a key that
// counts. The first one has no voucher, nor has one that comes when no other counts any more: that stays marked. Pure.
import { admit, may } from "../../domain/authority.ts";
import { namedBy, type WithDeputies } from "../../domain/deputies.ts";
import type { Person } from "../../protocol/people.ts";
import {
	type ApproverKey,
	keyCode,
	mostApproverKeys,
	mostRevokedKeys,
	vouchChallenge,
} from "../../protocol/plan/passkey.ts";
import type { KeptApproverKey, KeyChange } from "../../protocol/read/approver-key.ts";
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { sha256 } from "../keys/crypto.ts";
import { verifyPasskey } from "../passkeys/approvers.ts";
import { everCounted, vouchersOf, wantsWord } from "./approver-keys.ts";

type Client = Pick<Snapshot, "client" | "name" | "people" | "deputies"> & { origin: string };
type Step<Name extends KeyChange["step"]> = Extract<KeyChange, { step: Name }>;

/** What to write, and what the client's people read of it. */
export type KeyNews = { change: string } & (
	| { kept: KeptApproverKey }
	| { asked: { key: ApproverKey; label: string } }
);
type Judged = Answer<{ news: KeyNews }>;

export const judgeKeyChange = (
	client: Client,
	all: KeptApproverKey[],
	change: KeyChange,
	by: Person | null,
): Judged => {
	if (!by) return refuse({ code: "no-role", client: client.name });
	if (change.step === "ask") return ask(client, all, change, by);
	const kept = all.find(({ key }) => key.credential === change.credential);
	if (!kept || kept.state === "revoked") return refuse(changed);
	if (change.step === "revoke") return revoke(kept, by);
	if (change.step === "confirm") return confirm(all, kept, by);
	return vouch(client, all, kept, change, by);
};

const ask = (client: Client, all: KeptApproverKey[], { key, label }: Step<"ask">, by: Person): Judged => {
	// A deputy needs one before their turn comes.
	const approver = admit("decide", client, by, { escalated: true });
	if (!approver.ok) return approver;
	const known = all.some((one) => one.key.credential === key.credential);
	if (key.person !== by.id || known) return refuse(changed);
	const live = all.filter(({ state }) => state !== "revoked").length;
	const former = all.filter((one) => one.state === "revoked" && everCounted(one)).length;
	if (live >= mostApproverKeys) return refuse(enough);
	if (live + former >= mostRevokedKeys) return refuse(usedUp);
	const change = `${called(key)} waits for an owner's confirmation`;
	return { ok: true, news: { asked: { key, label }, change } };
};

const confirm = (all: KeptApproverKey[], kept: KeptApproverKey, by: Person): Judged => {
	const name = called(kept.key);
	const noneCounts = all.every(({ state }) => state !== "counts");
	if (kept.state !== "asked" && !(kept.state === "confirmed" && noneCounts)) return refuse(changed);
	if (!may("confirm a passkey", by.roles) || kept.key.person === by.id) return refuse(mayNot);
	const confirmed = { ...kept, confirmedBy: by.name };
	if (!noneCounts)
		return to(
			{ ...confirmed, state: "confirmed" },
			`${name} is confirmed, and counts once an approver vouches for it`,
		);
	const first = all.every(({ confirmedBy }) => confirmedBy === null);
	return first
		? to(
				{ ...confirmed, state: "counts", unvouched: "first" },
				`${name} counts for approvals now, as the first one`,
			)
		: to(
				{ ...confirmed, state: "counts", unvouched: "break-glass" },
				`${name} counts for approvals now, though no approver vouched for it, as no other passkey counts`,
			);
};

const vouch = (
	{ client, origin }: Client,
	all: KeptApproverKey[],
	kept: KeptApproverKey,
	{ vouch }: Step<"vouch">,
	by: Person,
): Judged => {
	const again = wantsWord(kept, all);
	if (kept.state !== "confirmed" && !again) return refuse(changed);
	const voucher = vouchersOf(by.id, kept, all).find(({ key }) => key.credential === vouch.by);
	if (!voucher || !may("decide", by.roles)) return refuse(mayNot);
	const challenge = vouchChallenge(client, kept.key, sha256);
	const verified = verifyPasskey(voucher.key.key, vouch, {
		...{ challenge, origin, what: "a word for this passkey" },
	});
	if (!verified.ok) return refuse({ code: "passkey-fails", why: verified.why });
	return to(
		{ ...kept, state: "counts", vouch },
		`${called(kept.key)} ${again ? "still counts for approvals" : "counts for approvals now"}: ${by.name} vouches for it`,
	);
};

const revoke = (kept: KeptApproverKey, by: Person): Judged =>
	kept.key.person === by.id || may("revoke a passkey", by.roles)
		? to({ ...kept, state: "revoked" }, `${called(kept.key)} no longer counts for approvals`)
		: refuse(mayNot);

/** Of those who don't decide here any more: the set-up says who does, and a vote of theirs counts no longer, but an endpoint would go
 * on believing their passkey. It is final, as each revocation is. */
export const revokeFormer = (
	client: WithDeputies,
	all: KeptApproverKey[],
): Extract<KeyNews, { kept: object }>[] =>
	all
		.filter(({ key, state }) => {
			const holder = client.people.find(({ id }) => id === key.person);
			return state !== "revoked" && !(holder && mayEverDecide(client, holder));
		})
		.map((kept) => ({
			kept: { ...kept, state: "revoked" },
			change: `${called(kept.key)} no longer counts for approvals, as ${kept.key.name} isn't an approver any more`,
		}));

/** Of those who lost an account or address, and go on deciding. A passkey that nobody confirmed rests on that account alone. One that
 * was confirmed rests on the word of others, and its person still has to sign in: it stays, and who may revoke it hears of it. */
export const afterLoss = (
	client: WithDeputies,
	all: KeptApproverKey[],
	lost: string[],
): Extract<KeyNews, { kept: object }>[] =>
	all
		.filter(({ key, state }) => {
			const holder = client.people.find(({ id }) => id === key.person);
			return state !== "revoked" && lost.includes(key.person) && holder && mayEverDecide(client, holder);
		})
		.map((kept) =>
			kept.state === "asked"
				? {
						kept: { ...kept, state: "revoked" },
						change: `${called(kept.key)} no longer waits for a confirmation, as ${kept.key.name}'s accounts changed`,
					}
				: {
						kept,
						change: `${called(kept.key)} stays, though ${kept.key.name}'s accounts changed. Revoke it if someone else may have asked for it`,
					},
		);

/** A deputy, too: the time for which they decide may come again. */
const mayEverDecide = (client: WithDeputies, holder: Person): boolean =>
	may("decide", holder.roles) || namedBy(client, holder, true).some(({ roles }) => may("decide", roles));

const to = (kept: KeptApproverKey, change: string): Judged => ({ ok: true, news: { kept, change } });

const called = (key: ApproverKey): string => `${key.name}'s passkey ${keyCode(key, sha256)}`;

const changed: Refusal = { code: "passkey-fails", why: "this passkey has changed in the meantime" };
const enough: Refusal = {
	code: "passkey-fails",
	why: "this client has as many passkeys as it may have. Revoke one first",
};
/** Each that counts must be revocable: so the last one that may be asked for still leaves room to name it as revoked. */
const usedUp: Refusal = {
	code: "passkey-fails",
	why: `this client has had ${mostRevokedKeys} passkeys, as many as endpoints can remember. Those that count go on; for new ones, give the client a new entry in the set-up file and enroll its endpoints there`,
};
const mayNot: Refusal = { code: "passkey-fails", why: "someone else decides on this passkey" };
