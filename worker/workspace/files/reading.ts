// Reading a file that hangs on a message once more, with the platform's own token.
import type { PendingFile } from "../../contracts/values/pending-file.ts";
import { objectOf } from "../../durable/places.ts";
import { scannedFile } from "../../scan.ts";
import type { Core } from "../core.ts";

/** How long it may take, in ms: less than the time that work in the background has. */
const readWithin = 25_000;

/** Reads a file that a session still awaits, and hands it over. If that fails, the session asks again. */
export const readAgain = async (
	core: Core,
	session: string,
	{ source, ...pending }: PendingFile,
): Promise<void> => {
	const read = source === null ? null : await core.platform().reader();
	if (source === null || read === null) return;
	const content = await read({ name: pending.name, source }, readWithin);
	await objectOf(core.env.SESSION, session).attached({ ...pending, content }, await scannedFile(content));
};
