// What the shell reported of a run, as pages and cards show it.
import { wordless } from "../../../domain/inside.ts";
import { masked } from "../../../domain/secrets.ts";
import type { Policy } from "../../../protocol/people.ts";
import type { Highlight, Inside } from "../../../protocol/record/inside.ts";
import type { RunRow } from "../tables/runs.ts";

/** Null: nothing beyond streams and exit code. */
export const insideOf = ({ found, highlights }: Pick<RunRow, "found" | "highlights">): Inside | null =>
	found?.inside ? { ...found.inside, first: highlights ?? [] } : null;

/** What looks like a secret stays out of chat. Where output is kept out, so are the command's words: counts, programs and their
 * codes stay. */
export const insideInChat = (
	inside: Inside | null,
	{ outputInChat }: Pick<Policy, "outputInChat">,
): Inside | null => {
	if (!inside) return null;
	return outputInChat === "counts"
		? wordless(inside)
		: { ...inside, first: inside.first.map(withoutSecrets) };
};

const withoutSecrets = (one: Highlight): Highlight => {
	if (one.what === "native") return { ...one, program: masked(one.program) };
	return one.what === "prompt-refused"
		? { ...one, text: masked(one.text) }
		: { ...one, message: masked(one.message) };
};
