// Links that stay within the text.
import type { Line, Run } from "./card.ts";

type Link = Extract<Run, { url: string }>;

export const linkIn = (run: Run | undefined): Link | null =>
	typeof run === "object" && "url" in run && run.inText ? run : null;

/** The line without them, and without what sets them off. */
export const withoutLinks = (line: Line): Line =>
	line.filter((run, i) => !linkIn(run) && !(run === " · " && linkIn(line[i + 1])));
