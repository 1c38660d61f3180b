// What people read about the passkeys that approvers sign with.
import type { Refusal } from "../protocol/refusal.ts";

type Of<Code extends Refusal["code"]> = Extract<Refusal, { code: Code }>;

export const passkeyRefusals = {
	"passkey-wanted": {
		told: ({ registered }: Of<"passkey-wanted">) =>
			registered
				? "Here you approve with your passkey. Press “Approve with your passkey” on the card: it opens the console."
				: "Here you approve with your passkey, and none of yours counts yet. Add one in the console under “Your sign-ins”, and choose it under “Who approves”. Ask the owner to confirm it.",
		noted: ({ registered }: Of<"passkey-wanted">) =>
			registered ? "approved without their passkey" : "they have no passkey that counts for approvals",
	},
	"passkey-fails": {
		told: ({ why }: Of<"passkey-fails">) =>
			`Your passkey's approval doesn't hold: ${why}. Nothing was decided. Reload the page and try again.`,
		noted: ({ why }: Of<"passkey-fails">) => `the passkey's approval doesn't hold: ${why}`,
	},
};
