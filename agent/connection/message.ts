// Decodes a text message at the door.
import type { z } from "zod";

/** Undefined if the text is not JSON, or not such a message. */
export const readMessage = <T>(schema: z.ZodType<T>, text: string): T | undefined => {
	try {
		return schema.parse(JSON.parse(text));
	} catch {
		return undefined;
	}
};
