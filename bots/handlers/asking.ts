// A wish for a session: a command, a mention, or a message that someone had already written.
import { helpCard } from "../../cards/kinds/told.ts";
import type { Open } from "../intent.ts";
import { expected, type Hanging, keepFiles } from "./files.ts";
import { type Doer, type Hands, type Reply, refuse, type Tell } from "./reply.ts";

/** An empty request, or one for help. */
export const wantsHelp = (text: string): boolean => /^\s*(?:help)?\s*$/i.test(text);

export const help = ({ begin }: Hands): Reply => ({ kind: "say", card: helpCard(begin) });

/** Files on the message that began a session belong to that message, said in its thread by `by`. */
export type WithFiles = { doer: Doer; text: string; files: Hanging[] };

/** Resolves once the wish can't be lost, with the rest of the work, which no one waits for.
 * Calls `kept` when the wish is on the disk. Null: refused; `tell` says so afterwards. */
export const ask = async (
	hands: Hands,
	wish: Open,
	{ doer, text, files }: WithFiles,
	tell: Tell,
	kept?: () => Promise<void>,
): Promise<{ opened: boolean; afterwards: () => Promise<void> }> => {
	const opened = await hands.backend.open(wish, kept);
	if (!opened.ok) return { opened: false, afterwards: () => tell(refuse(opened.refusal)) };
	if (files.length === 0) return { opened: true, afterwards: async () => {} };
	const { by, place, ref } = doer;
	const heard = await hands.backend.said({ by, place, ref, text, expected: expected(files) });
	return {
		opened: true,
		afterwards: async () => {
			if (!heard.ok) return tell(refuse(heard.refusal));
			await keepFiles(hands, doer, files, tell);
		},
	};
};
