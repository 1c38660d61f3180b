// Who approves at each client, and with which passkeys: what the console's page shows, and the steps that it takes.
import { may, standingOf } from "../../domain/authority.ts";
import { votesNeeded } from "../../domain/policy/quorum.ts";
import { keyCode, vouchChallenge } from "../../protocol/plan/passkey.ts";
import type { ApproversView, KeyChange, ToSign } from "../../protocol/read/approver-key.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import { vouchersOf, wantsWord } from "../client/approver-keys.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { fromBase64url, sha256, toBase64url } from "../keys/crypto.ts";
import { jwkOf } from "../passkeys/jwk.ts";
import { asMember, isMember, viewsOf } from "./membership.ts";

export const approversFor = (env: Env, person: string): Promise<ApproversView[]> =>
	viewsOf(env, person, (client) => viewOf(env, client, person));

const viewOf = async (env: Env, id: string, person: string): Promise<ApproversView | null> => {
	const client = objectOf(env.CLIENT, id);
	const [snapshot, keys] = await Promise.all([client.snapshot(), client.approverKeys()]);
	const { name, policy, people } = snapshot;
	const reader = people.find((one) => one.id === person) ?? null;
	const roles = reader?.roles ?? [];
	// A deputy needs a passkey before their turn comes.
	const standing = standingOf(snapshot, reader, { escalated: true });
	if (!may("see approvers", standing)) return null;
	return {
		...{ client: id, name, approval: policy.approval, votes: votesNeeded(policy) },
		approvers: people
			.filter((one) => may("decide", one.roles))
			.map((one) => ({ person: one.id, name: one.name })),
		keys: keys.map((one) => ({
			...one,
			code: keyCode(one.key, sha256),
			wantsWord: wantsWord(one, keys),
		})),
		may: {
			register: may("decide", standing),
			confirm: may("confirm a passkey", roles),
			revoke: may("revoke a passkey", roles),
			vouch: may("decide", roles) && keys.some((one) => one.state === "counts" && one.key.person === person),
		},
	};
};

const unknown = {
	what: "a passkey for approvals",
	refusal: { code: "passkey-fails", why: "this passkey is unknown" },
} as const;

export const register = async (
	env: Env,
	me: SignedIn,
	client: string,
	credential: string,
): Promise<Answer<object>> => {
	const kept = await directoryOf(env.DIRECTORY).passkey(credential);
	if (kept?.person !== me.person) return refuse(unknown.refusal);
	const key = jwkOf(fromBase64url(kept.publicKey));
	if (!key) return refuse({ code: "passkey-fails", why: "endpoints can't check passkeys of its kind" });
	return asMember(env, me, { client, ...unknown }, async () => {
		const { people } = await objectOf(env.CLIENT, client).snapshot();
		const name = people.find(({ id }) => id === me.person)?.name ?? me.name;
		return objectOf(env.CLIENT, client).changeApproverKey(
			{ step: "ask", key: { credential, person: me.person, name, key }, label: kept.name },
			me,
		);
	});
};

export const change = (
	env: Env,
	me: SignedIn,
	client: string,
	step: Exclude<KeyChange, { step: "ask" }>,
): Promise<Answer<object>> =>
	asMember(env, me, { client, ...unknown }, async () =>
		objectOf(env.CLIENT, client).changeApproverKey(step, me),
	);

/** The person no longer has it: it counts nowhere any more. */
export const revokeEverywhere = async (env: Env, me: SignedIn, credential: string): Promise<void> => {
	const members = await directoryOf(env.DIRECTORY).memberships({ person: me.person });
	for (const { client } of members) {
		const stub = objectOf(env.CLIENT, client);
		const keys = await stub.approverKeys();
		if (keys.some(({ key, state }) => key.credential === credential && state !== "revoked"))
			await stub.changeApproverKey({ step: "revoke", credential }, me);
	}
};

export const toVouch = async (
	env: Env,
	me: SignedIn,
	client: string,
	credential: string,
): Promise<ToSign | null> => {
	if (!(await isMember(env, me, client))) return null;
	const keys = await objectOf(env.CLIENT, client).approverKeys();
	const wanted = keys.find(({ key }) => key.credential === credential);
	const mine = wanted ? vouchersOf(me.person, wanted, keys) : [];
	if (!wanted || mine.length === 0) return null;
	return {
		challenge: toBase64url(vouchChallenge(client, wanted.key, sha256)),
		credentials: mine.map(({ key }) => key.credential),
	};
};
