// A chain's head, signed by the Worker.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { Sha256Hex, Signature } from "../ids.ts";

export const SignedHead = z.strictObject({
	id: Text,
	count: z.int().min(0),
	link: Sha256Hex,
	keyId: Text,
	signature: Signature,
});
export type SignedHead = z.infer<typeof SignedHead>;
