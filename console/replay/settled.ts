// Whether some output makes a terminal's screen what it is, whatever was there before: then a replay can begin right behind it.
import { screen } from "./cast.ts";

/** It goes back to lines above, or to a place of its own choice, or erases lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what these sequences start with
const goesBack = /\x1b\[[0-9;:]*[ABEFHJdf]/;
/** The cursor goes to the first place and all is cleared, in either order. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise
const cleared = /\x1b\[(?:1?;?1?H\x1b\[[02]?J|2J\x1b\[1?;?1?H)/;
/** So many bring the cursor down from wherever it was, and then scroll away all that was there. */
const feeds = 2 * screen.height - 1;

/** `text`: output as it is played, with nothing in it but what draws. */
export const isSettledBy = (text: string): boolean =>
	cleared.test(text) || text.split(goesBack).some((piece) => feedsIn(piece) >= feeds);

const feedsIn = (piece: string): number => {
	let found = 0;
	for (let at = piece.indexOf("\n"); at !== -1 && found < feeds; at = piece.indexOf("\n", at + 1)) found++;
	return found;
};
