// An earlier plan's steps as the console's form holds them: as a text with LF, and what makes the same bytes of it again.
import { planForm } from "../../cards/kinds/plan-form.ts";
import { commandOf, fileIn, keepsText } from "../../cards/kinds/plan-texts.ts";
import type { ProposalForm } from "../../cards/kinds/proposal-form.ts";
import { type Field, isField } from "../../cards/model/form.ts";
import type { FileMeta, FormShown } from "../../console/propose/view.ts";
import { endings } from "../../domain/script.ts";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import { type Script, scriptLimit } from "../../protocol/plan/script.ts";
import { command as begin } from "../../words/begin.ts";
import { crlf, scriptOf } from "./filled.ts";

type Draft = Partial<PlanDraft>;

/** `file`, `args`: of a script that came as a file, and of any script its arguments, a line each. `lost`: why the form has none of its
 * steps. */
export const asWritten = (
	draft: Draft,
): { draft: Draft; file: FileMeta | null; args: string | null; lost: string | null } => {
	const { command = "", script } = commandOf(draft) ?? {};
	const file = fileIn(draft) ?? null;
	// What was typed for cmd got its CR LF when it became a script, and gets it again.
	const isCrlf = (file !== null || isForCmd(script)) && command.includes("\r\n");
	const text = isCrlf ? command.replaceAll("\r\n", "\n") : command;
	const plain = { ...draft, steps: (draft.steps ?? []).map((step) => typed(step, text)) };
	const isKept =
		(!isCrlf || crlf(text) === command) &&
		!keepsText(plain, scriptLimit) &&
		(script?.arguments ?? []).every((one) => one.trim() !== "") &&
		(file === null || scriptOf(file, draft.shell).name === file.name);
	if (!isKept) return { draft: { ...draft, steps: [] }, file: null, args: null, lost };
	return {
		draft: script ? plain : draft,
		file: file && { name: file.name, encoding: file.encoding, lines: isCrlf ? "crlf" : "lf" },
		args: script ? script.arguments.join("\n") : null,
		lost: null,
	};
};

/** The form that starts from these steps. */
export const writtenAgain = (form: ProposalForm): Omit<FormShown, "client"> => {
	const { draft, file, args, lost } = asWritten(form.draft);
	const { body } = planForm({ ...form, draft }, { inputText: scriptLimit, begin, whole: true });
	const fields = body.filter(isField).filter(isShown);
	return {
		fields: args === null ? fields : fields.map((one) => asScript(one, args, file)),
		file,
		lost,
	};
};

type Shown = FormShown["fields"][number];

/** The page takes files its own way. */
const isShown = (field: Field): field is Exclude<Field, { kind: "files" }> => field.kind !== "files";

const asScript = (field: Shown, args: string, file: FileMeta | null): Shown => {
	if (field.kind === "input" && field.id === "arguments") return { ...field, value: args };
	return field.kind === "choice" && field.id === "form" && !file ? { ...field, chosen: "script" } : field;
};

const isForCmd = (script: Script | undefined): boolean =>
	endings.cmd.some((ending) => script?.name.endsWith(ending));

/** As if it had been typed. */
const typed = (
	{ script: _, ...step }: PlanDraft["steps"][number],
	text: string,
): PlanDraft["steps"][number] => ({
	...step,
	command: step.phase === "command" ? text : step.command,
});

const lost =
	"This form can't hold the earlier plan's steps exactly, because of their ends of line, control characters, or the script's name or arguments. Propose it again in the thread: there they stay as they are.";
