// Whether sh or bash can parse a text: they are asked themselves, with -n, which executes nothing.
import type { StepProblem } from "../../../protocol/plan/preflight.ts";
import type { Where } from "../found.ts";
import { askHelper } from "../helper.ts";

type Syntax = Extract<StepProblem, { what: "syntax" }>;

/** Null: it parses. Throws where the shell can't tell. */
export const syntaxProblem = async (text: string, where: Where): Promise<Syntax | null> => {
	const { argv, input } = call(text, where);
	const { code, stderr } = await askHelper(where, argv, input);
	if (code === 0) return null;
	const problem = read(stderr);
	if (problem) return problem;
	throw new Error(`${where.shell} -n ended with ${code}: ${stderr.slice(0, 200)}`);
};

/** Linux takes no longer argument than 128 KiB. */
const longestArgument = 100_000;

/** bash names lines only of what it gets as an argument. Patterns that a text allows itself with `shopt -s extglob` must be allowed
 * beforehand, as that isn't executed. */
const call = (text: string, { shell, shellPath }: Where): { argv: string[]; input: string } => {
	if (shell !== "bash") return { argv: [shellPath, "-n"], input: text };
	const extglob = text.includes("extglob") ? ["-O", "extglob"] : [];
	const argv = [shellPath, "--noprofile", "--norc", ...extglob, "-n"];
	if (Buffer.byteLength(text) > longestArgument) return { argv, input: text };
	return { argv: [...argv, "-c", text], input: "" };
};

/** `bash: -c: line 3: syntax error near unexpected token 'fi'`, `sh: 3: Syntax error: "fi" unexpected`. A warning may come before
 * it. */
const read = (stderr: string): Syntax | null => {
	for (const line of stderr.split("\n")) {
		const [, number, message = ""] = /^[^:]*: (?:-c: )?(?:(?:line )?(\d+): )?(.*)$/.exec(line) ?? [];
		if (!/syntax error|unexpected|unterminated|substitution|redirection/i.test(message)) continue;
		const at = Number(number ?? 0);
		return { what: "syntax", line: at > 0 ? at : null, column: null, message: message.trim().slice(0, 500) };
	}
	return null;
};
