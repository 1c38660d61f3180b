// Looking for secrets in texts and files, in the Worker that takes the request: outside of the objects that keep them, which answer others
// meanwhile; and in pieces, so that this Worker does, too.
import type { Attached } from "../bots/intent.ts";
import { maskedInLong, secretInLong } from "../domain/secrets.ts";
import { utf8 } from "../protocol/bytes.ts";
import { readText } from "../protocol/plan/script.ts";
import type { Scan } from "./contracts/values/scan.ts";
import { sha256Hex } from "./keys/crypto.ts";

/** Looks through texts one after the other. */
export const scanned = async (...texts: string[]): Promise<Scan[]> => {
	const scans: Scan[] = [];
	for (const text of texts)
		if (text !== "")
			scans.push({ of: sha256Hex(utf8(text)), secret: await secretInLong(text, turn), masked: null });
	return scans;
};

/** The same for what someone says, which is kept masked. */
export const scannedMessage = async (text: string): Promise<Scan[]> => {
	const scans = await scanned(text);
	return Promise.all(
		scans.map(async (scan) =>
			scan.secret === null ? scan : { ...scan, masked: await maskedInLong(text, turn) },
		),
	);
};

/** The same for a file; null: its bytes aren't here. Judges only text: in other bytes, anything can look like anything. */
export const scannedFile = async (content: Attached["content"]): Promise<Scan | null> => {
	if (!("bytes" in content)) return null;
	const read = readText(content.bytes);
	const secret = read && (await secretInLong(read.text, turn));
	return { of: sha256Hex(content.bytes), secret, masked: null };
};

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
