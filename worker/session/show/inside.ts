// What the shell reported of a run, as pages and cards show it.
import { wordless } from "../../../domain/inside.ts";
import type { Policy } from "../../../protocol/people.ts";
import type { Inside } from "../../../protocol/record/inside.ts";
import type { RunRow } from "../tables/runs.ts";

/** Null: nothing beyond streams and exit code. */
export const insideOf = ({ found, highlights }: Pick<RunRow, "found" | "highlights">): Inside | null =>
	found?.inside ? { ...found.inside, first: highlights ?? [] } : null;

/** Where output is kept out of chat, so are the command's words: counts, programs and their codes stay. */
export const insideInChat = (
	inside: Inside | null,
	{ outputInChat }: Pick<Policy, "outputInChat">,
): Inside | null => (inside && outputInChat === "counts" ? wordless(inside) : inside);
