// Where `cmd` would take a value for more than one argument of a program. It has no reader of its own elsewhere, as it gets no
// secrets; so what isn't plainly an argument is refused.
import type { Unfit } from "../protocol/plan/secret-places.ts";

/** Why a blank from `at` to `end` can't be filled in; null: it can, between double quotes. */
export const readAsCodeInCmd = (text: string, at: number, end: number): Unfit | "quotes" | null => {
	const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
	const after = text.slice(end);
	if (line.split('"').length % 2 === 0) return "quotes";
	if (/^\s*@?(?:rem\b|::)/i.test(line)) return "comment";
	if (!/(?:^|[\s=,;(])$/.test(line) || !/^(?:$|[\s,;)&|])/.test(after)) return "inside-word";
	const [command = "", ...others] = (line.split(/[&|(]/).at(-1) ?? "")
		.replace(/^[\s@]+/, "")
		.split(/[\s=,;/]+/);
	const program = (command.split("\\").at(-1) ?? "")
		.replace(/^"|"$/g, "")
		.replace(/\.(?:exe|com|cmd|bat)$/i, "");
	if (program === "" || others.length === 0 || /["%!^]/.test(command)) return "code";
	return evaluators.test(program) ||
		(/^(?:sc|reg|net)$/i.test(program) &&
			others.some((word) => /^(?:create|config|failure|add|import)$/i.test(word))) ||
		/\|[^\n|]*\b(?:cmd|powershell|pwsh|bash|sh|wsl|python\w*|node|perl)\b/i.test(after)
		? "code"
		: null;
};

/** What runs its argument, or holds it for something that does. */
const evaluators =
	/^(?:if|for|else|do|set|setx|call|start|cmd|powershell|pwsh|wsl|bash|sh|wscript|cscript|mshta|rundll32|regsvr32|wmic|schtasks|at|psexec\d*|paexec|runas|forfiles|ftype|assoc|doskey|python[\d.]*|py|perl|ruby|node|php|ssh|plink|winrs|conhost|msbuild|installutil|ftp|certutil|bitsadmin)$/i;
