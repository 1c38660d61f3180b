// A data socket's state, kept across hibernation.
import { z } from "zod";

export const Attachment = z.discriminatedUnion("stage", [
	z.object({ stage: z.literal("challenged"), nonce: z.string() }),
	z.object({ stage: z.literal("live") }),
	z.object({ stage: z.literal("replaced") }),
]);
export type Attachment = z.infer<typeof Attachment>;
