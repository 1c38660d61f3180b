// A passkey that someone approves with at a client, and the steps of its life.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { Instant } from "../ids.ts";
import { ApproverKey, VouchedKey } from "../plan/passkey.ts";

/** `asked`: an owner has to confirm it; `confirmed`: an approver's passkey has to vouch for it. */
export const KeyState = z.enum(["asked", "confirmed", "counts", "revoked"]);
export type KeyState = z.infer<typeof KeyState>;

export const KeptApproverKey = z.strictObject({
	key: ApproverKey,
	/** What its person calls it. */
	label: Text,
	state: KeyState,
	asked: Instant,
	/** Who confirmed it, by name; null: no one yet. */
	confirmedBy: Text.nullable(),
	/** Which key vouches for it; null: none. */
	vouch: VouchedKey.shape.vouch,
	/** Why it counts without a voucher, for ever: it was the client's first, or no key counted any more. */
	unvouched: z.enum(["first", "break-glass"]).nullable(),
});
export type KeptApproverKey = z.infer<typeof KeptApproverKey>;

export type KeyChange =
	| { step: "ask"; key: ApproverKey; label: string }
	| { step: "confirm"; credential: string }
	| { step: "vouch"; credential: string; vouch: NonNullable<VouchedKey["vouch"]> }
	| { step: "revoke"; credential: string };

/** Who approves at a client, for someone there who may see it. `code`: what people compare of a key; `wantsWord`: who vouched for it is revoked. */
export type ApproversView = {
	client: string;
	name: string;
	approval: "press" | "passkey";
	/** How many approvers a plan needs. */
	votes: number;
	approvers: { person: string; name: string }[];
	keys: (KeptApproverKey & { code: string; wantsWord: boolean })[];
	/** What the reader may do with keys here. */
	may: { register: boolean; confirm: boolean; revoke: boolean; vouch: boolean };
};

/** What a browser's passkey is asked to sign: the challenge, base64url, and with which of the person's. */
export type ToSign = { challenge: string; credentials: string[]; policy?: number };
