// An earlier plan's steps as the console's form holds them: as a text with LF, and what makes the same bytes of it again.
import { commandOf, fileIn, keepsText } from "../../cards/kinds/plan-texts.ts";
import type { FileMeta } from "../../console/propose/view.ts";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import { scriptLimit } from "../../protocol/plan/script.ts";

type Draft = Partial<PlanDraft>;

/** `file` and `args`: of a script that came as a file, its arguments a line each. `lost`: why the form has none of its steps. */
export const asWritten = (
	draft: Draft,
): { draft: Draft; file: FileMeta | null; args: string | null; lost: string | null } => {
	const [file, command] = [fileIn(draft), commandOf(draft)?.command ?? ""];
	const lines = file && command.includes("\r\n") ? "crlf" : "lf";
	const text = lines === "crlf" ? command.replaceAll("\r\n", "\n") : command;
	const isMixed = lines === "crlf" && text.replaceAll("\n", "\r\n") !== command;
	const typed = file ? { ...draft, steps: (draft.steps ?? []).map((step) => plain(step, text)) } : draft;
	if (isMixed || keepsText(typed, scriptLimit))
		return { draft: { ...draft, steps: [] }, file: null, args: null, lost };
	return {
		draft: typed,
		file: file ? { name: file.name, encoding: file.encoding, lines } : null,
		args: file ? file.arguments.join("\n") : null,
		lost: null,
	};
};

/** As if it had been typed. */
const plain = ({ phase, command }: PlanDraft["steps"][number], text: string): PlanDraft["steps"][number] => ({
	phase,
	command: phase === "command" ? text : command,
});

const lost =
	"This form can't hold the earlier plan's steps exactly, because of their ends of line or control characters. Propose it again in the thread: there they stay as they are.";
