// Files as platforms give them: read within a bound.
import { exactBytes } from "../words/amounts.ts";

/** The most bytes of one file that is recorded. */
export const maxFileBytes = 10 * 1024 * 1024;
export const tooLarge = `it is larger than ${exactBytes(maxFileBytes)}`;

/** Why we can't get a file, or how long to wait before asking for it again. */
export type Unread = { reason: string } | { retryAfterMs: number };

/** Null if there is more. Reads and drops as much again of a request: a sender whom we answer midway may never read the
 * answer. */
export const readUpTo = async (body: Request | Response, most: number): Promise<Buffer | null> => {
	const enough = body instanceof Request ? 2 * most : most;
	const declared = Number(body.headers.get("content-length") ?? 0);
	if (declared > enough) return null;
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of body.body ?? []) {
		size += part.length;
		if (size <= most) parts.push(part);
		if (size > enough) break;
	}
	return Math.max(size, declared) > most ? null : Buffer.concat(parts);
};
