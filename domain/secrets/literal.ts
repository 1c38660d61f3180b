// What tells a real value from a variable, a placeholder or a word.
import { secretName } from "./names.ts";

/** A value in quotes, which may be escaped themselves: `\\"x\\"`. */
export const quoted = `"[^"\\n]{1,400}"|\\$?'[^'\\n]{1,400}'|\\\\"[^"\\\\\\n]{1,400}\\\\"|\`"[^"\`\\n]{1,400}\`"`;
/** A value as it stands on a command line, where something has to follow. */
export const short = `(${quoted}|[^\\s"'|;&<>(){}]{1,400})`;
/** The same at the end of a pattern: however long it is, all of it. */
export const value = `(${quoted}|[^\\s"'|;&<>(){}]+)`;
/** A word, or one in quotes. */
export const word = `(?:"[^"\\n]{1,200}"|'[^'\\n]{1,200}'|[^\\s"'|;&⟨⟩]{1,200})`;

/** What stands for a value, each as a whole: a value may begin with any sign. */
const placeholders = [
	/^⟨/,
	/^\$(?:\{[^}]*\}|\([^)]*\))?$/,
	/^\{.*\}$/s,
	/^(?:<[^<>]*>|\[[^[\]]*\]|\([^()]*\))$/,
	/^%(?:[\w:~().-]+%|%?~?\w{1,3}|%\d{1,8}|\(\w*\)\w|\{.*\})?$/,
	/^!(?:[A-Z_][A-Z\d_]*|[A-Za-z_]+)!$/,
	/^\*+$|^\*{3,}/,
	/^@(?:[{(].*)?$/s,
	// `YOUR-API-KEY`, `Your App Secret`, `__TOKEN__`, and a regular expression or its beginning: `.*`, `\S+`, `[^;`
	/^your[a-z_ -]{0,60}?(?:key|token|password|secret|pass|pw|here)$/i,
	/^__[A-Z][A-Z\d_]*__$/,
	/^\\?\(?(?:\.[*+?]|\[\^|\\[sSwWdD][*+])(?:[^\p{L}\p{N}]|\\[a-zA-Z])*$/u,
	/^(?:redacted|censored|hidden|masked)$/i,
];
/** What a shell puts in: not in single quotes. */
const variables = [/^\$[({]/, /^(?:\$(?:[A-Za-z_]\w*|[\d@*#?!$])(?:[:.]\w+|\[[^\]$]*\]|::\w+)*[^\w$]*)+\$?$/];
/** Only without quotes: a switch, a type or call of PowerShell, a tag of YAML, a file, what another command prints, `argv[1]`. */
const unquoted = [
	/^-/,
	/^\[[\w.]+\]/,
	/^![A-Za-z]*$/,
	/^@(?:-|[\w./~-]+\.\w{1,5})$/,
	/^`[^"]/,
	/^[a-z_][\w.]*\[\d\][,;.)]*$/,
];

/** No placeholder is longer: so that none takes long to judge. */
const longest = 1_000;

const isPlaceholder = (found: string, bare: string): boolean => {
	const quote = /^\$?(["']|\\"|`")/.exec(found)?.[1];
	const kinds = [placeholders, quote === "'" ? [] : variables, quote === undefined ? unquoted : []];
	return bare.length <= longest && kinds.flat().some((one) => one.test(bare));
};

/** A real value: no variable, placeholder, call, switch, number or truth value. */
export const literal = (found: string): boolean => {
	const bare = bareOf(found);
	if (/^\$(?:1|2[aby]|5|6|y)\$/.test(bare)) return true;
	return (
		(/[\p{L}\p{N}]/u.test(bare) || isOfSigns(bare)) &&
		!isPlaceholder(found, bare) &&
		!/^(?:x+|\.+|…|\d{1,5}|0x[\da-f]+|true|false|yes|no|null|none|read-host|get-\w+|stdin|(?:env|file|fd):.*)$/i.test(
			bare,
		)
	);
};

/** `!@#$%^&*`, but no line and no separators. */
const isOfSigns = (bare: string): boolean => /^\S{5,}$/.test(bare) && new Set(bare).size > 4;

/** Without its quotes, a scheme before it (some only before a variable) and the codes of colours in it. */
const bareOf = (found: string): string =>
	found
		.replace(/^\$?'|^[\\`]?"|[\\`]?["']$/g, "")
		.replace(
			/^(?:Bearer|Basic|Token)\s+|^(?:OAuth|Api-?Key|Key|SSWS|GenieKey|PVEAPIToken|JWT|NTLM|Digest|Negotiate|Splunk|Token|Bearer|Basic)[ =](?=[$%{<])/i,
			"",
		)
		.replace(colour, "");
const colour = /(?:\\(?:e|033|x1[bB])|`e)\[[\d;]{0,20}m/g;

/** The same for a value at its place: `'$PW'` is a variable within double quotes, and where its name says so. */
export const literalAt = (match: RegExpExecArray, found: string): boolean => {
	if (!literal(found)) return false;
	const inner = /^'(\$(?:\w+|[({].*))'$/.exec(found)?.[1];
	if (inner === undefined || !isPlaceholder(inner, inner)) return true;
	return !secretName(inner) && !isWithin(match, '"');
};

/** Whether such a quotation is open where the match begins, on its line. */
export const isWithin = (
	{ index, input }: Pick<RegExpExecArray, "index" | "input">,
	quote: string,
): boolean => {
	const near = input.slice(Math.max(0, index - 2_000), index);
	return near.slice(near.lastIndexOf("\n") + 1).split(quote).length % 2 === 0;
};

/** Whether it has the looks of a password: letters and digits, and no name with a version (`v2-docs-page`). */
export const looksMade = (found: string): boolean =>
	literal(found) && /\d/.test(found) && /[A-Za-z]/.test(found) && !isName(found);

/** Whether it looks so much like one that it needs no further word: three of lower case, upper case, digits and signs. */
export const looksVery = (found: string): boolean =>
	looksMade(found) && [/[a-z]/, /[A-Z]/, /\d/, /[!#%*+=?@^~§]/].filter((kind) => kind.test(found)).length > 2;

const isName = (found: string): boolean => /^(?:[a-z]+|v\d+)(?:[-_./](?:[a-z]+|v\d+))+[.,;!?]?$/.test(found);
