// A wish for a session: a command, a mention, or a message that someone had already written.

import { helpCard } from "../../cards/kinds/private-answers.ts";
import { askLabel } from "../../cards/kinds/request-form.ts";
import { actions } from "../../cards/model/actions.ts";
import type { Open } from "../intent.ts";
import { expected, keepFiles, type MessageFile } from "./files.ts";
import { type Doer, type Hands, orLog, type Reply, refuse, type Tell } from "./reply.ts";

/** An empty request, or one for help. */
export const wantsHelp = (text: string): boolean => /^\s*(?:help)?\s*$/i.test(text);

/** With a button that opens the dialog of a request in this conversation. */
export const help = ({ begin }: Hands, { channel }: Pick<Doer["place"], "channel">): Reply => {
	const card = helpCard(begin);
	const ask = { action: actions.newRequest, id: channel, label: askLabel, tone: "primary" as const };
	return { kind: "say", card: { ...card, buttons: [ask] } };
};

/** Files on the message that began a session belong to that message, said in its thread by `by`. */
type WithFiles = { doer: Doer; text: string; files: MessageFile[] };

/** Resolves once the wish can't be lost, with the rest of the work, which no one waits for. Calls `persisted` when the wish is
 * on the disk. Not opened: refused, as `say` says afterwards. */
export const ask = async (
	hands: Hands,
	wish: Open,
	{ doer, text, files }: WithFiles,
	say: Tell,
	persisted?: () => Promise<void>,
): Promise<{ opened: boolean; afterwards: () => Promise<void> }> => {
	const tell = orLog(hands, say);
	const opened = await hands.backend.open(wish, persisted);
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
