// A change of a client's approvers, policy or channels that waits for an existing approver: as its page shows it.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { AmendmentId, ClientId, Instant, PersonId } from "../ids.ts";

/** How one ended. `stale`: what is in force had changed. `withdrawn`: the set-up no longer asks for it. */
export const AmendmentEnd = z.enum(["confirmed", "refused", "expired", "replaced", "withdrawn", "stale"]);
export type AmendmentEnd = z.infer<typeof AmendmentEnd>;

/** How someone came to decide here whom no existing approver confirmed: set up where none was there to confirm, or confirmed by the
 * named person alone. */
export const Unconfirmed = z.enum(["first", "break-glass"]);
export type Unconfirmed = z.infer<typeof Unconfirmed>;

/** What of approvers, policy and channels the set-up file says that isn't in force: it waits for one of `waitsFor` (names), `by` refused it,
 * nobody decided in time, or nobody was asked: too many were proposed within a day, or it couldn't be kept. `changes`: its first lines, each as far as chat shows it. */
export const Differs = z.strictObject({
	state: z.enum(["waits", "refused", "expired", "too-many", "unkept"]),
	waitsFor: z.array(Text).max(most),
	by: Text.nullable(),
	changes: z.array(Text).max(most),
});
export type Differs = z.infer<typeof Differs>;

/** `changes`: one line each. `waitsFor`: names. `ended`: how, by whom, when. */
export const AmendmentView = z.strictObject({
	id: AmendmentId,
	changes: z.array(Text).max(most),
	by: Text,
	at: Instant,
	until: Instant,
	waitsFor: z.array(Text).max(most),
	ended: z.strictObject({ how: AmendmentEnd, by: Text, at: Instant }).nullable(),
});
export type AmendmentView = z.infer<typeof AmendmentView>;

/** A client's newest change, as a person may see it. `may`: they decide on it; `from`: only then, as approvers come first.
 * `signs`: with their passkey. */
export const AmendmentsView = z.strictObject({
	client: ClientId,
	name: Text,
	approvers: z
		.array(z.strictObject({ person: PersonId, name: Text, unconfirmed: Unconfirmed.nullable() }))
		.max(most),
	named: Text.nullable(),
	newest: AmendmentView.nullable(),
	may: z.boolean(),
	from: Instant.nullable(),
	signs: z.boolean(),
});
export type AmendmentsView = z.infer<typeof AmendmentsView>;
