// What tells a real value from a variable, a placeholder or a word.

/** A value in quotes. */
export const quoted = `"[^"\\n]{1,400}"|\\$?'[^'\\n]{1,400}'`;
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
	/^%(?:[\w:~().-]+%|~?\w{1,3}|\(\w*\)\w|\{.*\})?$/,
	/^!(?:[A-Z_][A-Z\d_]*|[A-Za-z_]+)!$/,
	/^\*+$|^\*{3,}/,
	/^@(?:[{(].*)?$/s,
];
/** What a shell puts in: not in single quotes. */
const variables = [/^\$[({]/, /^(?:\$(?:[A-Za-z_]\w*|[\d@*#?!$])(?:[:.]\w+|\[[^\]$]*\]|::\w+)*[^\w$]*)+$/];
/** Only without quotes: a switch, a type or call of PowerShell, a tag of YAML, a file. */
const unquoted = [/^-/, /^\[[\w.]+\]/, /^![A-Za-z]*$/, /^@(?:-|[\w./~-]+\.\w{1,5})$/];

/** No placeholder is longer: so that none takes long to judge. */
const longest = 1_000;

const isPlaceholder = (found: string, bare: string): boolean => {
	const quote = /^\$?(["'`])/.exec(found)?.[1];
	const kinds = [placeholders, quote === "'" ? [] : variables, quote === undefined ? unquoted : []];
	return bare.length <= longest && kinds.flat().some((one) => one.test(bare));
};

/** A real value: no variable, placeholder, call, switch, number or truth value. */
export const literal = (found: string): boolean => {
	const bare = found.replace(/^\$?'|^["`]|["'`]$/g, "").replace(/^(?:Bearer|Basic|Token)\s+/i, "");
	if (/^\$(?:1|2[aby]|5|6|y)\$/.test(bare)) return true;
	return (
		bare.trim() !== "" &&
		!isPlaceholder(found, bare) &&
		!/^(?:x+|\.+|…|\d{1,5}|0x[\da-f]+|true|false|yes|no|null|none|read-host|get-\w+|stdin|(?:env|file|fd):.*)$/i.test(
			bare,
		)
	);
};

/** Whether it has the looks of a password: letters and digits, and no name with a version (`v2-docs-page`). */
export const looksMade = (found: string): boolean =>
	literal(found) && /\d/.test(found) && /[A-Za-z]/.test(found) && !isName(found);

/** Whether it looks so much like one that it needs no further word: three of lower case, upper case, digits and signs. */
export const looksVery = (found: string): boolean =>
	looksMade(found) && [/[a-z]/, /[A-Z]/, /\d/, /[!#%*+=?@^~§]/].filter((kind) => kind.test(found)).length > 2;

const isName = (found: string): boolean => /^(?:[a-z]+|v\d+)(?:[-_./](?:[a-z]+|v\d+))+[.,;!?]?$/.test(found);
