// What a stream has so far, searched as the index would read it: for runs that aren't in the index yet.
import { type Block, blockCutter, type Found, findIn } from "./blocks.ts";
import { lineReader } from "./lines.ts";

/** `from`: the place of its first byte. `page`: the code page of what isn't UTF-8. */
export type StreamSoFar = { bytes: AsyncIterable<Uint8Array>; from: number; page: number | null };

/** Its newest lines with the needle, in their order. `more`: older ones have it, too. */
export const findSoFar = async (
	{ bytes, from, page }: StreamSoFar,
	needle: string,
	most: number,
): Promise<{ found: Found[]; more: boolean }> => {
	const [reader, cutter] = [lineReader(page, from), blockCutter()];
	let found: Found[] = [];
	let more = false;
	const look = (blocks: Block[]): void => {
		for (const { lead, text, places } of blocks)
			found.push(...findIn({ lead, text, place: (line) => places[line] ?? 0 }, needle));
		more ||= found.length > most;
		if (found.length > most) found = found.slice(-most);
	};
	for await (const piece of bytes) look(cutter.add(reader.read(piece)));
	look([...cutter.add(reader.end()), ...cutter.end()]);
	return { found, more };
};
