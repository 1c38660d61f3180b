// The moments that a recording marks.
import * as z from "zod/mini";

const Marked = z.tuple([z.number(), z.literal("m"), z.string()]);

/** At so many seconds each. Null: the recording broke off while it was loaded. */
export const marksIn = (cast: string): { at: number; text: string }[] | null => {
	if (!cast.endsWith("\n")) return null;
	return cast.split("\n").flatMap((line) => {
		const found = line.includes(',"m",') ? Marked.safeParse(JSON.parse(line)).data : undefined;
		return found ? [{ at: found[0], text: found[2] }] : [];
	});
};
