// What the door found in the texts that an object is given. The object looks through none itself, since others would wait for it
// meanwhile, and it takes none that comes without its scan.
import { utf8 } from "../../protocol/bytes.ts";
import type { Scan } from "../contracts/values/scan.ts";
import { sha256Hex } from "../keys/crypto.ts";

/** Both throw for a text that no one looked through. */
export type Scans = {
	/** Which kind of secret the text looks like, in words; null: none. */
	secretIn(text: string): string | null;
	/** The text as it may be kept. */
	masked(text: string): string;
};

/** A scan counts for the text whose SHA-256 it has. */
export const scansOf = (scans: readonly Scan[]): Scans => {
	const of = (text: string): Scan => {
		const digest = sha256Hex(utf8(text));
		const scan = scans.find((one) => one.of === digest);
		if (!scan) throw new Error("a text came without its scan");
		return scan;
	};
	return {
		secretIn: (text) => (text === "" ? null : of(text).secret),
		masked: (text) => {
			if (text === "") return text;
			const { secret, masked } = of(text);
			if (secret === null) return text;
			if (masked === null) throw new Error("a text with a secret came without its masked form");
			return masked;
		},
	};
};
