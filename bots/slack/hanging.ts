// Files that hang on a message: recorded after it, one by one, so that none can lose the words or another.
import { isText } from "../files.ts";
import type { File, Said } from "../intent.ts";
import { type Attached, expectedFiles, readFile } from "./files.ts";
import { broken, type Kit, refused } from "./kit.ts";

type To = Parameters<typeof refused>[1];

/** Reads and records each; those that are text come back. A failure with one is logged and told, and the next is read.
 * Files that were recorded before change nothing. */
export const keepFiles = async (
	kit: Kit,
	said: Pick<Said, "by" | "place" | "ref">,
	to: To,
	attached: Attached[],
): Promise<File[]> => {
	const texts: File[] = [];
	const named = expectedFiles(attached);
	for (const [i, one] of attached.entries()) {
		const { file, name } = named[i] as (typeof named)[number];
		try {
			const content = await readFile(kit, one, name);
			const answer = await kit.backend.attached({ ...said, file, content });
			if (!answer.ok) await refused(kit, to, answer.refusal);
			else if ("bytes" in content && isText(content)) texts.push(content);
		} catch (error) {
			await broken(kit, to, error);
		}
	}
	return texts;
};

/** What hangs on the message that a session began with: kept as that message, said in its thread. */
export const keepWithFiles = async (
	kit: Kit,
	said: Omit<Said, "expected">,
	to: To,
	attached: Attached[],
): Promise<void> => {
	if (attached.length === 0) return;
	const { by, place, ref } = said;
	const heard = await kit.backend.said({ ...said, expected: expectedFiles(attached) });
	if (!heard.ok) return refused(kit, to, heard.refusal);
	await keepFiles(kit, { by, place, ref }, to, attached);
};
