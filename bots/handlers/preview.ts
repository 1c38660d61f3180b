// A technician's `$ command`, code block or attached script: shown exactly, before it becomes a proposal.
import type { File } from "../intent.ts";
import { commandIn, type Exact } from "../typed.ts";
import { type Doer, type Hands, type Reply, refuse } from "./reply.ts";

/** Null if the message is just talk. */
export const previewCommand = async (
	{ backend }: Hands,
	doer: Doer,
	typed: Exact,
	files: File[],
	unread: string[],
): Promise<Reply | null> => {
	const { by, place, ref } = doer;
	const found = commandIn(typed, files, unread);
	if (found.kind === "none") return null;
	if (found.kind === "refused") {
		const { refusal, detail } = found;
		await backend.attempt({ by, place, action: "propose", code: refusal.code, detail });
		return refuse(refusal);
	}
	const once = `${ref.channel}:${ref.message}`;
	const { command, script } = found;
	const answer = await backend.draft({ by, place, ref, command, ...(script && { script }), once });
	return answer.ok ? { kind: "preview", draft: answer } : refuse(answer.refusal);
};
