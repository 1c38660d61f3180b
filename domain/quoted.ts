// A machine's words as others may read them: on one line, bounded, in quotes that it can't end.
import { visible } from "./text.ts";

/** The most that is shown of a machine's own words; the JSON export has all of it. */
const mostQuoted = 300;

/** `“No such user: nobody”` */
export const quoted = (text: string): string => `“${clipped(unquoted(flat(text)), mostQuoted)}”`;

/** `CLIENT-ACCT-01 says “No such user: nobody”` */
export const says = (endpoint: string, text: string): string => `${endpoint} says ${quoted(text)}`;

const flat = (text: string): string => visible(text.replace(/\s+/g, " ").trim());

const unquoted = (text: string): string => text.replace(/[“”„‟«»"]/g, "'");

const clipped = (text: string, most: number): string => {
	if (text.length <= most) return text;
	// Neither half of a pair stays behind, nor half of a character that is spelled out.
	const some = text
		.slice(0, most)
		.replace(/[\ud800-\udbff]$/, "")
		.replace(/⟨[^⟩]*$/, "");
	return `${some}…`;
};
