// Files on the message that a session begins with.
import type { Said } from "../intent.ts";
import { type Attached, fetchFiles } from "./files.ts";
import { type Kit, refused } from "./kit.ts";

/** What hangs on the message that a session began with: kept as that message, said in its thread. */
export const keepFiles = async (
	kit: Kit,
	said: Omit<Said, "files" | "missing">,
	to: Parameters<typeof refused>[1],
	attached: Attached[],
): Promise<void> => {
	if (attached.length === 0) return;
	const answer = await kit.backend.said({ ...said, ...(await fetchFiles(kit, attached)) });
	if (!answer.ok) await refused(kit, to, answer.refusal);
};
