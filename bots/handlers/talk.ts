// The thread is the record: what is said, edited and deleted in it, with attachments; and commands in it.
import { closedCard } from "../../cards/kinds/private-answers.ts";
import type { Place } from "../../protocol/record/events.ts";
import { isForeignName } from "../attached.ts";
import type { ChatUser } from "../intent.ts";
import type { Exact } from "../typed.ts";
import { expected, keepFiles, type MessageFile } from "./files.ts";
import { previewCommand } from "./preview.ts";
import { type Doer, type Hands, orLog, type Reply, refuse, type Tell } from "./reply.ts";

export type Talk = { text: string; typed: Exact; files: MessageFile[] };

/** Resolves once the words are recorded, with the rest of the work, which no one waits for. */
export const hear = async (
	hands: Hands,
	doer: Doer,
	{ text, typed, files }: Talk,
	say: Tell,
): Promise<() => Promise<void>> => {
	const { by, place, ref } = doer;
	const tell = orLog(hands, say);
	const command = typed.kind !== "none" && ({ command: true } as const);
	const heard = await hands.backend.said({ by, place, ref, text, expected: expected(files), ...command });
	return async () => {
		if (!heard.ok) return tell(refuse(heard.refusal));
		if (heard.secret !== null) await tell(masked(heard.secret));
		if (heard.closed !== undefined) await tell({ kind: "offer", card: closedCard(heard.closed) });
		const { texts, outOfReach } = await keepFiles(hands, doer, files, tell);
		if (!heard.technician || heard.secret !== null) return;
		const unread = outOfReach.map(({ name }) => name);
		const preview = await previewCommand(hands, doer, typed, texts, unread);
		// To paste a script of another program would be no help.
		for (const { name, reason } of outOfReach)
			if (!isForeignName(name)) await tell(refuse({ code: "file-out-of-reach", name, reason }));
		if (preview) await tell(preview);
	};
};

/** Whose name it is; asked for only where what they said is a session's business. */
type Who = () => Promise<ChatUser>;
type Where = Pick<Doer, "place" | "ref">;

/** It isn't clear yet whose thread it is: the platform should deliver it again. */
export class Unclear extends Error {}

const inSession = async (backend: Hands["backend"], place: Place): Promise<boolean> => {
	const known = await backend.isSession(place);
	if (known === "unclear") throw new Unclear("a session's first message is on its way there");
	return known;
};

/** `once`: the same whenever the same edit is delivered again. Null if there is nothing to tell. */
export const hearEdit = async (
	{ backend }: Hands,
	{ place, ref }: Where,
	who: Who,
	{ text, once }: { text: string; once: string },
): Promise<Reply | null> => {
	if (!(await inSession(backend, place))) return null;
	const heard = await backend.edited({ by: await who(), place, ref, text, once });
	if (!heard.ok) return refuse(heard.refusal);
	return heard.secret === null ? null : masked(heard.secret);
};

/** `author`: whose message it was; who deleted it is not known. */
export const hearDelete = async ({ backend }: Hands, { place, ref }: Where, author: Who): Promise<void> => {
	if (await inSession(backend, place)) await backend.deleted({ author: await author(), place, ref });
};

const masked = (what: string): Reply => refuse({ code: "looks-secret", what, in: "talk" });
