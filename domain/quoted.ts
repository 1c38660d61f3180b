// What a machine wrote, as others may read it: on one line, bounded, in quotes that it can't end.
import { visible } from "./text.ts";

/** As much of a machine's own words as is shown; all of it stands in the JSON export. */
const mostQuoted = 300;

/** `“No such user: nobody”` */
export const quoted = (text: string): string => `“${clipped(unquoted(flat(text)), mostQuoted)}”`;

/** `CLIENT-ACCT-01 says “No such user: nobody”` */
export const says = (endpoint: string, text: string): string => `${endpoint} says ${quoted(text)}`;

/** What a machine calls an account, a fact or itself: as it is where no one could take it for a sentence, else in quotes. */
export const named = (name: string): string =>
	plainName.test(name) && visible(name) === name ? name : quoted(name);

/** One word, or Windows' own accounts. */
const plainName =
	/^(?:nt authority\\(?:system|local service|network service)|[\p{L}\p{N}_][\p{L}\p{N}._@$\\+-]{0,63})$/iu;

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
