// Whether a shell, or what it starts, would read a secret's value again as code that no approver saw. A reader of words, not of the
// language: what may be code counts as code.
import type { Shell } from "./plan.ts";

/** Stands in a skeleton for each secret. */
export const hole = "\u0001";

/** `skeleton`: the step's text in which separators, operators and words stay that its quotes don't hide. `index`: which of its
 * holes. */
export const readAsCode = (shell: Shell, text: string, skeleton: string, index: number): boolean => {
	const at = nthHole(skeleton, index);
	const posix = shell === "sh" || shell === "bash";
	const levels = levelsOf(skeleton.slice(0, at), posix ? posixBreak : powershellBreak);
	const found = { text, levels, before: skeleton.slice(0, at), after: skeleton.slice(at + 1) };
	return posix ? inPosix(found) : inPowerShell(found);
};

/** `levels`: of the commands around the secret, what stands before it; the outermost first. `opener`: of the parentheses. */
type Level = { said: string; opener: string; at: number };
type Found = { text: string; levels: Level[]; before: string; after: string };

const nthHole = (skeleton: string, index: number): number => {
	let at = skeleton.indexOf(hole);
	for (let left = index; left > 0; left--) at = skeleton.indexOf(hole, at + 1);
	return at;
};

const posixBreak = /[;|&\n)]/;
const powershellBreak = /[;|\n{})]/;

const levelsOf = (before: string, breaks: RegExp): Level[] => {
	const open: { from: number; opener: string; at: number }[] = [{ from: 0, opener: "", at: -1 }];
	for (let i = 0; i < before.length; i++) {
		const one = before[i] as string;
		const top = open.at(-1) as (typeof open)[number];
		if (one === "(" || one === "`")
			open.push({ from: i + 1, opener: one === "(" ? before.slice(Math.max(0, i - 1), i + 1) : one, at: i });
		else if (one === ")" && open.length > 1) open.pop();
		else if (breaks.test(one) && !(one === "&" && /[<>]&|&>/.test(before.slice(Math.max(0, i - 1), i + 2))))
			top.from = i + 1;
	}
	return open.map(({ from, opener, at }, level) => ({
		said: before.slice(from, open[level + 1]?.at ?? before.length),
		opener,
		at,
	}));
};

const shells = "(?:ba|da|z|k|mk|a|fi|c|tc)?sh|busybox|powershell|pwsh|cmd|wsl";
const programs = "python[\\d.]*|perl|ruby|node|php|lua|osascript|tclsh|expect";
const word = (names: string): RegExp =>
	new RegExp(`(?:^|[\\s/\\\\(&|!])(?:${names})(?:\\.exe)?(?=[\\s<]|$)`, "i");
const aShell = word(shells);
const aProgram = word(`${shells}|${programs}`);
const numeric = "\\s-(?:eq|ne|lt|le|gt|ge|v|R)\\s";
/** After the secret: what is printed goes to one that runs it. */
const intoShell = new RegExp(
	`^[^;\\n]*\\|[^;\\n|]*${word(`${shells}|${programs}`).source.replace("(?=[\\s<]|$)", "(?=[\\s<;)|&]|$)")}`,
	"i",
);

/** Bash and others work out arithmetic in the values, and in subscripts run substitutions of them: `a[$(id)]`. */
const inPosix = ({ text, levels, before, after }: Found): boolean => {
	const innermost = levels.at(-1) as Level;
	const arithmetic = levels.some(({ at }, level) => levels[level - 1]?.at === at - 1 && at > 0);
	const test = /(?:^|[\s;&|(!])\[\[\s((?:(?!\]\])[\s\S])*)$/.exec(before);
	const tested = test && `${test[1]}${hole}${after.split("]]")[0]}`;
	return (
		arithmetic ||
		/\$\{[^}]*$|\$\[[^\]]*$/.test(before) ||
		(tested !== null && new RegExp(numeric).test(` ${tested}`)) ||
		intoShell.test(after) ||
		levels.some(({ said }) => evaluates(said)) ||
		levels.some((level, i) => isCommand(level, level === innermost, levels[i + 1])) ||
		flows(text, /(?:^|\s)([A-Za-z_]\w*)\+?=\S*$/.exec(innermost.said)?.[1])
	);
};

const evaluators = word(
	"eval|let|source|\\.|trap|alias|ssh|rsh|watch|parallel|sed|declare\\s+-\\w*i\\w*|typeset\\s+-\\w*i\\w*|local\\s+-\\w*i\\w*|printf\\s+-v",
);
const namers = word("declare|typeset|local|export|readonly|unset|read|mapfile|readarray|getopts|wait");

const evaluates = (said: string): boolean =>
	evaluators.test(said) ||
	/\s(?:-\w*c|--command=?)(?=[\s$]|$)/.test(said) ||
	(aProgram.test(said) && /\s-{1,2}(?:\w*[cerEp]|eval|exec|print)(?=[\s=$]|$)/.test(said)) ||
	(aShell.test(said) && /<|\s-\w*s\b/.test(said)) ||
	(word("[gmn]?awk").test(said) && !/\s-v\s*\w+=\S*$/.test(said)) ||
	(word("\\[|test").test(said) && /\s-[vR]\s+\S*$/.test(said)) ||
	/\w\[[^\]\s]*$/.test(said) ||
	(namers.test(said) && !/(?:\s\w+\+?=|<\s*)\S*$/.test(said));

const keywords = /^(?:if|then|elif|else|while|until|do|time|in|!|\{|coproc)$/;
const runners =
	/^(?:\S*\/)?(?:sudo|doas|env|exec|command|builtin|nohup|timeout|nice|ionice|setsid|stdbuf|xargs|chroot|time)$/;
const assignment = /^[A-Za-z_]\w*(?:\[\S*\])?\+?=/;

/** Whether the word with the secret, or with the substitution that has it, is a command's name. */
const isCommand = ({ said, opener }: Level, innermost: boolean, inner: Level | undefined): boolean => {
	if (!innermost && inner?.opener !== "$(" && inner?.opener !== "`") return false;
	if (opener === "=(") return false;
	const words = said.trimStart().split(/\s+/);
	const own = words.pop() ?? "";
	if (own.startsWith("-") || assignment.test(own) || /<\s*\S*$|>\s*\S*$/.test(said)) return false;
	let runs = false;
	while (words.length > 0) {
		const [one = ""] = words;
		const passes = keywords.test(one) || assignment.test(one) || runners.test(one) || /^\d*[<>]/.test(one);
		if (!passes && !(runs && /^(?:-|\d)/.test(one))) return false;
		if (runners.test(one)) runs = true;
		words.shift();
		// An option's value, or the command: both may be.
		if (/^-[ugpCTrtUDRnskILPdaoihS]$/.test(one)) words.shift();
	}
	return true;
};

/** Whether a variable that holds the secret goes where its value is code. */
const flows = (text: string, name: string | undefined): boolean =>
	name !== undefined &&
	text
		.split(/[\n;]/)
		.some(
			(line) =>
				new RegExp(`(?:^|[;&|(!\`]|\\b(?:then|do|else|exec|sudo))\\s*"?\\$\\{?${name}\\b`).test(line) ||
				(new RegExp(`\\b${name}\\b`).test(line) &&
					new RegExp(
						`\\b(?:eval|let)\\s|\\(\\(|\\$\\[|\\[\\[.*${numeric}|\\s-\\w*c\\s|\\b\\w+\\s+-\\w*i\\w*\\s+${name}\\b`,
					).test(line)),
		);

const expressions =
	/\b(?:iex|Invoke-Expression|InvokeScript|InvokeCommand|ExpandString|NewScriptBlock|AddScript)\b|\[\s*(?:[\w.]*\.)?ScriptBlock\s*\]/i;
const starters = word(
	"Start-Process|saps|start|Invoke-Item|ii|Add-Type|Set-Alias|New-Alias|sal|nal|Import-Module|ipmo|ssh",
);

const inPowerShell = ({ text, levels, after }: Found): boolean =>
	expressions.test(text) ||
	intoShell.test(after) ||
	levels.some(({ said }) => /&\s*\S*$|(?:^|=)\s*\.\s*\S*$/.test(said) || starts(said)) ||
	called(text, /\$\{?(?:\w+:)?(\w+)\}?\s*=\s*\S*$/.exec(levels.at(-1)?.said ?? "")?.[1]);

const starts = (said: string): boolean =>
	(starters.test(said) && (aShell.test(said) || !/-Credential\b|-ArgumentList\b|-Args\b/i.test(said))) ||
	(aProgram.test(said) && /\s(?:[-/](?:c\w*|k|r|e\w*)|--(?:eval|command|print))(?=[\s:$]|$)/i.test(said)) ||
	(word("powershell|pwsh").test(said) && !/\s-f/i.test(said));

const called = (text: string, name: string | undefined): boolean =>
	name !== undefined &&
	new RegExp(`(?:&|(?:^|[\\s;{(=])\\.)\\s*\\(?\\s*["]?\\$\\{?(?:\\w+:)?${name}\\b`, "i").test(text);
