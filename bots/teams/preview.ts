// A technician's `$ command` or code block, shown exactly before it becomes a proposal: under what they wrote, since Teams
// has no message there that one person alone sees.
import { limits } from "../../cards/limits.ts";
import { previewCard } from "../../cards/preview.ts";
import type { Exact } from "../typed.ts";
import type { Turn } from "./activity.ts";
import { openly, refused } from "./answer.ts";
import type { Kit } from "./kit.ts";

/** Does nothing where it is just talk. */
export const previewCommand = async (kit: Kit, turn: Turn, found: Exact): Promise<void> => {
	const { by, place, ref } = turn;
	if (found.kind === "none") return;
	if (found.kind === "styled") {
		const detail = "a command in styled text";
		await kit.backend.attempt({ by, place, action: "propose", code: "styled-text", detail });
		return refused(kit, turn, { code: "styled-text" });
	}
	const once = `${ref.channel}:${ref.message}`;
	const answer = await kit.backend.draft({ by, place, command: found.command, once });
	if (!answer.ok) return refused(kit, turn, answer.refusal);
	const error = await openly(kit, turn, previewCard(answer, limits.teams.inputText));
	if (error !== null) kit.log(new Error(`no preview: ${error}`));
};
