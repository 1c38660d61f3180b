// Files that hang on a message: recorded after it, one by one, so that a bad file loses neither the words nor another file.
import type { ExpectedFile } from "../../protocol/record/events.ts";
import { isCommand, isCommandName } from "../attached.ts";
import type { Attached, File, Said } from "../intent.ts";
import { type Doer, type Hands, refuse, type Tell } from "./reply.ts";

/** A file as the platform names it, and how to read it; `source`: how to read it again later. */
export type MessageFile = ExpectedFile & { source?: string; read(): Promise<Attached["content"]> };

/** What a message's files are called, before any is read. */
export const expected = (files: MessageFile[]): Said["expected"] =>
	files.map(({ read: _, ...named }) => named);

/** A script that can't be read, and why. */
type OutOfReach = { name: string; reason: string };

/** Reads and records each; returns those that may be commands, and scripts that can't be read. It logs a failure with one, tells its author if it can, and reads the
 * next. Files that were recorded before change nothing. */
export const keepFiles = async (
	hands: Hands,
	{ by, place, ref }: Doer,
	files: MessageFile[],
	tell: Tell,
): Promise<{ texts: File[]; outOfReach: OutOfReach[] }> => {
	const texts: File[] = [];
	const outOfReach: OutOfReach[] = [];
	for (const { file, read } of files) {
		try {
			const content = await read();
			const answer = await hands.backend.attached({ by, place, ref, file, content });
			if (!answer.ok) await tell(refuse(answer.refusal));
			else if ("reason" in content && isCommandName(content.name)) outOfReach.push(content);
			else if ("bytes" in content && isCommand(content)) texts.push(content);
		} catch (error) {
			await tell(refuse({ code: "broken", errorId: hands.log(error) }));
		}
	}
	return { texts, outOfReach };
};
