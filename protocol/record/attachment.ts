// What a message brings along: recorded, missing, or still to be read.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { BlobId, Sha256Hex } from "../ids.ts";

export const Attachment = z.strictObject({
	blob: BlobId,
	name: Text,
	type: Text,
	bytes: z.int().min(0),
	sha256: Sha256Hex,
});
export type Attachment = z.infer<typeof Attachment>;

/** An attachment that could not be recorded, and why; size and hash if its bytes were seen, and withheld. */
export const MissingAttachment = z.strictObject({
	name: Text,
	reason: Text,
	bytes: z.int().min(0).optional(),
	sha256: Sha256Hex.optional(),
});
export type MissingAttachment = z.infer<typeof MissingAttachment>;

/** A file as a message names it; `file` is its id on the platform. */
export const ExpectedFile = z.strictObject({ file: Text, name: Text });
export type ExpectedFile = z.infer<typeof ExpectedFile>;
