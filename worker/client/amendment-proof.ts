// Whether a yes to a change has what policy asks for: a press, or what the approver's own passkey signed.
import type { Powers } from "../../domain/powers.ts";
import type { Person } from "../../protocol/people.ts";
import { type ApproverKey, type Assertion, amendmentChallenge } from "../../protocol/plan/passkey.ts";
import type { ToSign } from "../../protocol/read/approver-key.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Env } from "../env.ts";
import { sha256, toBase64url } from "../keys/crypto.ts";
import { signingOrigin, verifyPasskey } from "../passkeys/approvers.ts";
import { powersOf } from "./amendment-rules.ts";
import type { Amendment } from "./amendments-table.ts";

/** By which passkey. */
export type Proof = Assertion & { credential: string };
type Keys = Pick<Snapshot, "client" | "policy" | "passkeys">;

const challengeOf = ({ client }: Keys, { id, before, after }: Amendment): Uint8Array => {
	const sides: [Powers, Powers] = [before, powersOf(after)];
	return amendmentChallenge({ client, amendment: id, change: JSON.stringify(sides) }, sha256);
};

const keysOf = ({ passkeys }: Keys, { id }: Person): ApproverKey[] =>
	(passkeys?.keys ?? []).map(({ key }) => key).filter(({ person }) => person === id);

/** Null where a press is enough. */
export const toSign = (client: Keys, one: Amendment, person: Person): ToSign | null =>
	client.policy.approval === "press"
		? null
		: {
				challenge: toBase64url(challengeOf(client, one)),
				credentials: keysOf(client, person).map(({ credential }) => credential),
			};

export const judgeProof = (
	env: Env,
	client: Keys,
	one: Amendment,
	person: Person,
	proof: Proof | undefined,
): Answer<object> => {
	if (client.policy.approval === "press") return { ok: true };
	const mine = keysOf(client, person);
	if (!proof) return refuse({ code: "passkey-wanted", registered: mine.length > 0 });
	const key = mine.find(({ credential }) => credential === proof.credential);
	if (!key) return refuse({ code: "passkey-fails", why: "it isn't by a passkey of yours that counts here" });
	const asked = { challenge: challengeOf(client, one), origin: signingOrigin(env), what: "this change" };
	const verified = verifyPasskey(key.key, proof, asked);
	return verified.ok ? { ok: true } : refuse({ code: "passkey-fails", why: verified.why });
};
