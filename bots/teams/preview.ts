// A technician's `$ command`, code block or attached script, shown exactly before it becomes a proposal: under what they wrote, since Teams
// has no message there that one person alone sees.

import { previewCard } from "../../cards/kinds/preview.ts";
import { limits } from "../../cards/model/limits.ts";
import type { File } from "../intent.ts";
import { commandIn, type Exact } from "../typed.ts";
import type { Turn } from "./activity.ts";
import { openly, refused } from "./answer.ts";
import type { Kit } from "./kit.ts";

/** Does nothing where it is just talk. */
export const previewCommand = async (kit: Kit, turn: Turn, typed: Exact, files: File[]): Promise<void> => {
	const { by, place, ref } = turn;
	const found = commandIn(typed, files);
	if (found.kind === "none") return;
	if (found.kind === "refused") {
		const { refusal, detail } = found;
		await kit.backend.attempt({ by, place, action: "propose", code: refusal.code, detail });
		return refused(kit, turn, refusal);
	}
	const once = `${ref.channel}:${ref.message}`;
	const answer = await kit.backend.draft({ by, place, ref, command: found.command, once });
	if (!answer.ok) return refused(kit, turn, answer.refusal);
	const error = await openly(kit, turn, previewCard(answer, limits.teams.inputText));
	if (error !== null) kit.log(new Error(`no preview: ${error}`));
};
