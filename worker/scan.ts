// Looking for a secret in a file, outside of the object that keeps it: in pieces, and others have their turn in between.
import type { Attached } from "../bots/intent.ts";
import { secretInLong } from "../domain/secrets.ts";
import { readText } from "../protocol/plan/script.ts";

/** The kind of secret in a file; null: none, or its bytes aren't here. Judges only text: in other bytes, anything can look like
 * anything. */
export const secretIn = async (content: Attached["content"]): Promise<string | null> => {
	const read = "bytes" in content ? readText(content.bytes) : null;
	return read && secretInLong(read.text, turn);
};

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
