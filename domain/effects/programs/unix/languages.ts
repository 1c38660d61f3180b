// Programs whose arguments are a language of their own, in which a reading one may write or run others.
import type { Effect } from "../../../../protocol/plan/effects.ts";
import { type Does, effect } from "../../effect.ts";
import { onFile } from "../../places.ts";
import { commandAt, parsed, type Rule, textOf, unknown } from "../rules.ts";

/** https://man7.org/linux/man-pages/man1/find.1.html: its expression begins with the first word that is an option, `(` or `!`. */
export const find: Rule = (words, context, name) => {
	const from = words.findIndex(({ text }) => /^(?:-[a-z]{2}|[(!,])/.test(text));
	const where = (from < 0 ? words : words.slice(0, from)).map(textOf).filter((one) => !/^-[HLPOD]/.test(one));
	const does: Does = [];
	let within = false;
	const odd = words.some(({ text }) => {
		const own = !within;
		within = within ? !ends.test(text) : runs.test(text);
		return own && /^-./.test(text) && !plain.test(text);
	});
	if (odd) does.push(...unknown(words, context, name));
	// Without quotes, a word that is computed may be any option.
	if (
		words.some(
			({ text, constant, splits }, i) =>
				splits || (!constant && /^(?:-|[$`]|$)/.test(text) && !takesValue(words[i - 1]?.text)),
		)
	)
		does.push(...unknown(words, context, name));
	for (const [i, { text }] of words.entries()) {
		if (text === "-delete")
			does.push(...(where.length ? where : ["."]).flatMap((one) => onFile("delete", one, true)));
		if (/^-f(?:print0?|printf|ls)$/.test(text)) does.push(...onFile("write", words[i + 1]?.text ?? null));
		if (runs.test(text)) {
			const rest = words.slice(i + 1);
			const end = rest.findIndex(({ text: one }) => ends.test(one));
			const inner = end < 0 ? rest : rest.slice(0, end);
			does.push(
				...context.inner(inner.map((word) => (word.text.includes("{}") ? found(where, word.text) : word))),
			);
		}
	}
	return does.map(unmarked);
};

/** Between them there is another command. */
const runs = /^-(?:exec|execdir|ok|okdir)$/;
const ends = /^\\?[;+]$/;

/** What of its expression reads, or is told below. Numbers are values. */
const plain =
	/^-(?:[HLP]|O\d|D|a|o|and|or|not|true|false|depth|d|xdev|mount|daystart|follow|empty|readable|writable|executable|nouser|nogroup|prune|quit|print|print0|printf|ls|delete|fprint0?|fprintf|fls|exec|execdir|ok|okdir|i?name|i?l?name|i?path|i?wholename|i?regex|regextype|x?type|size|[acm]time|[acm]min|newer\w*|[acm]newer|used|user|group|uid|gid|perm|maxdepth|mindepth|links|inum|samefile|fstype|context|warn|nowarn|[\d.]+\w?|[ugoa+=rwxst,-]+)$/;

/** Marks what find puts in: it is among its folders. */
const foundIn = "\u0000";
const found = (where: string[], text: string) => ({
	text: `${where[0] ?? "."}${text === "{}" ? foundIn : ""}`,
	constant: false,
});

const unmarked = (one: Effect): Effect => {
	if (!one.target?.includes(foundIn)) return one;
	const target = one.target.replaceAll(foundIn, "");
	return /^(?:unseen|unknown)$/.test(one.what) ? { ...one, target } : { ...one, target, among: true };
};

/** `-name "$pattern"` can be no option. */
const takesValue = (before: string | undefined): boolean =>
	before !== undefined &&
	/^-(?:i?name|i?path|i?regex|type|size|[acm]time|[acm]min|newer\w*|user|group|perm|maxdepth|mindepth|links|samefile)$/.test(
		before,
	);

/** https://man7.org/linux/man-pages/man1/sed.1.html: `w` writes, `e` runs. Reads only with commands that are plainly neither. */
export const sed: Rule = parsed(
	"-e -f -l --expression --file --line-length",
	(given, context, name) => {
		const { options, operands, groups, unclear, all } = given;
		const scripts = groups
			.flat()
			.flatMap(({ name: one, value }) =>
				/^(?:-e|--expression)$/.test(one) && value !== undefined ? [value] : [],
			);
		const own = scripts.length > 0 ? scripts : operands.slice(0, 1).map(textOf);
		const files = scripts.length > 0 ? operands : operands.slice(1);
		const inPlace = options.some((one) => /^-[a-zA-Z]*i|^--i/.test(one) && !/^-[a-zA-Z]*e/.test(one));
		const fromFile = options.some((one) => /^(?:-f|--file)$/.test(one));
		const odd = unclear || fromFile || own.some((one) => !isPlainSed(one)) || !constantAmong(all, own);
		return [
			...(inPlace
				? files.length
					? files.flatMap(({ text }) => onFile("write", text))
					: [effect("write")]
				: []),
			...(odd
				? inPlace && !own.some(mayRun) && !unclear && !fromFile
					? []
					: unknown(all, context, name)
				: []),
		];
	},
	"-n -e -E -r -s -u -z -l --quiet --silent --expression --regexp-extended --separate --unbuffered --null-data --posix --line-length",
);

const constantAmong = (words: Parameters<Rule>[0], texts: string[]): boolean =>
	words.every(({ text, constant }) => constant || !texts.some((one) => text.endsWith(one)));

/** Printing, deleting and replacing, by line or pattern: no `w`, `e` or `r`. */
const isPlainSed = (script: string): boolean =>
	script
		.split(/[;\n]/)
		.every((one) =>
			/^\s*(?:(?:\d+|\$|\/[^/]*\/)(?:,(?:\d+|\$|\/[^/]*\/))?)?\s*!?\s*(?:[pdqQ=]|s([/|#,:])(?:(?!\1).)*\1(?:(?!\1).)*\1[gpiI\d]*)?\s*$/.test(
				one,
			),
		);
/** `e` or `w` where a command or a flag may be: after an address, a delimiter, or at the beginning. */
const mayRun = (script: string): boolean =>
	/(?:^|[^a-zA-Z\s]|\n)\s*[gpiImM\d]*[ew]/.test(script) && !isPlainSed(script);

/** Programs of it may write with `>` and run others with `|` and `system`. */
export const awk: Rule = parsed(
	"-F -v --field-separator --assign",
	(given, context, name) => {
		const [program] = given.operands;
		const odd =
			given.unclear ||
			given.options.some((one) => !/^-[Fv]|^--(?:field-separator|assign|posix|csv)$/.test(one));
		if (
			odd ||
			!program?.constant ||
			/system|[|>@]|getline|close|fflush|ARGV|ENVIRON\s*\[[^\]]*\]\s*=/.test(program.text)
		)
			return unknown(given.all, context, name);
		return [];
	},
	"-F -v --field-separator --assign --posix --csv",
);

/** What it reads becomes more arguments: any option among them. */
export const xargs: Rule = (words, context, name) => {
	const { at, odd } = commandAt(
		words,
		"-I -E -d -L -n -P -s -a --arg-file --delimiter --max-args --max-lines --max-procs --max-chars --replace --process-slot-var",
		"-0 -r -t -x -o --null --no-run-if-empty --verbose --exit --open-tty",
	);
	const rest = words.slice(at);
	return [
		...(odd ? unknown(words, context, name) : []),
		...(rest.length === 0 ? [] : context.inner([...rest, { text: "", constant: false }])),
	];
};
