// A technician's `$ command`, code block or attached script: shown privately, exactly, before it becomes a proposal.

import { previewCard } from "../../cards/kinds/preview.ts";
import { limits } from "../../cards/model/limits.ts";
import type { ChatUser, File, Open, Said } from "../intent.ts";
import { commandIn } from "../typed.ts";
import { privately } from "./answer.ts";
import { exact, type Words } from "./exact.ts";
import { type Kit, refused } from "./kit.ts";
import type { Deed } from "./payload.ts";

type Typed = {
	by: ChatUser;
	place: Open["place"];
	ref: Said["ref"];
	to: Pick<Deed, "user" | "at" | "answer">;
	once: string;
	message: Words;
	files: File[];
};

/** Does nothing where the message is just talk. */
export const previewCommand = async (kit: Kit, typed: Typed): Promise<void> => {
	const { by, place, ref, to, once } = typed;
	const found = commandIn(exact(typed.message), typed.files);
	if (found.kind === "none") return;
	if (found.kind !== "command") {
		await kit.backend.attempt({
			by,
			place,
			action: "propose",
			code: found.refusal.code,
			detail: found.detail,
		});
		return refused(kit, to, found.refusal);
	}
	const answer = await kit.backend.draft({ by, place, ref, command: found.command, once });
	if (!answer.ok) return refused(kit, to, answer.refusal);
	await privately(kit, to, previewCard(answer, limits.slack.inputText));
};
