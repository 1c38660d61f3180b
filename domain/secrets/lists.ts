// Secrets in a printed list: a line such as `Password : x` among others of its kind, as `Format-List`, settings and YAML have them.
import { isAbout } from "./about.ts";
import type { Found } from "./found.ts";
import { literal } from "./literal.ts";
import { endsWithSecret } from "./names.ts";
import { isPath } from "./paths.ts";

/** Where the colons are below each other, all that follows is the value, and what goes on with it below; else one word. */
export const inLists = (text: string): Found[] =>
	[...text.matchAll(line)].flatMap((match) => {
		const [all, label = "", name = "", sign = "", gap = "", value = ""] = match;
		if (!endsWithSecret(name) || names.test(name) || says.test(value) || isAbout(name, value)) return [];
		if (/key$/i.test(name) && isPath(value)) return [];
		const column = sign === ":" && /\s$/.test(label) ? label.length : null;
		const start = match.index + label.length + sign.length + gap.length;
		const end = start + value.length;
		const more = column === null ? 0 : goesOn(text, end, column);
		const [before, after] = around(text, match.index, more === 0 ? match.index + all.length : end + more);
		const printed = column !== null && [before.at(-1), after].some((one) => one?.[column] === ":");
		if (!printed) {
			const alone =
				column !== null && `${before.at(-1) ?? ""}${after}`.trim() === "" && /^\w{4,}$/.test(name);
			if (/\s/.test(value) || value.length < 4 || !literal(value)) return [];
			if (!alone && !isListed(before, after, sign)) return [];
		} else if (placeholder.test(value)) return [];
		return [{ start, end: end + (printed ? more : 0), what: `a value given as ${name.toLowerCase()}` }];
	});

/** These lists have a user's or a secret's name, a count or an address beside it more often. */
const names = /credentials?$|secrets$|^pass(?:ed)?$|^private$/i;

/** The lines before it in reach, and the one after it. */
const around = (text: string, start: number, end: number): [string[], string] => [
	text
		.slice(Math.max(0, start - 500), start)
		.split("\n")
		.slice(0, -1),
	text.slice(end, end + 300).split("\n")[1] ?? "",
];

const line =
	/^([ \t]{0,40}(?:[-*][ \t]{1,4})?([\p{L}][\p{L}\d_.-]{1,60}(?: [\p{L}\d_.-]{1,30}){0,3})[ \t]{0,60})(:|=)([ \t]{1,20})(\S(?:[^\r\n]{0,400}?\S)?)[ \t]*(?=\r?$)/gmu;

/** What a list tells about a secret, instead of it. */
export const says =
	/^(?:\(.{0,40}\)|\[.{0,40}\]|<.{0,40}>|\{.{0,4000}\}|⟨.*|[*•●x.…]{3,}|[|>][+-]?|(?:(?:not|un)[ -]?)?(?:true|false|yes|no|ja|nein|oui|non|none|null|never|nie|n\/a|string|text|password|token|set|present|absent|missing|required|optional|valid|invalid|ok|okay|success|weak|strong|saved|stored|skipped|revoked|clear|abgelaufen|passed|failed|changed|updated|created|renewed|issued|rotated|reset|expired|enabled|disabled?|active|inactive|available|configured|supported|compliant|encrypted|protected|hidden|masked|redacted|empty|blank|default|unknown|incorrect|correct|wrong|accepted|rejected|denied|random|auto|basic|bearer|negotiate|ntlm|kerberos|forgotten|lost|same|see|ask|tbd|below|above|attached|separately|sent|resent|locked|pending|verified|works|not (?:set|configured|available|needed|required)\b.*|nicht gesetzt|no ?password|expires in \d{1,5} \w+|managed by LAPS|process\.env\.\w+,?|must (?:be|change)\b.*|(?:the|a|an|your|this)\b.*\b(?:password|passphrase|secret|token|key|account|user)\b.*|vergessen|oublié|vorhanden|erforderlich)|(?:System|Microsoft)\.[\w.]+)[.,!]?$/i;

/** In the cells of a list even a variable's sign may begin a password. */
const placeholder = /^(?:\$\{\{?.*\}|\{\{.*\}\}|\$[A-Z_]+|%\w+%|%%\d+)$/;

/** Whether the line before or after it has the same sign, with a name and a value; where a sign of equality could be code, in a part of
 * settings that has a heading: `[client]`. */
const isListed = (before: string[], after: string, sign: string): boolean => {
	const kind = sign === ":" ? entry : setting;
	if (sign === "=" && !before.some((one) => /^[ \t]*\[[^\]]{1,60}\][ \t]*\r?$/.test(one))) return false;
	return kind.test(before.at(-1) ?? "") || kind.test(after);
};
const entry = /^[ \t]*(?:[-*][ \t]{1,4})?[\p{L}][\p{L}\d_ .-]{0,60}:(?:[ \t]{1,20}\S+|)[ \t]*\r?$/u;
const setting = /^[ \t]*(?:\[[^\]]{1,60}\]|[\p{L}][\p{L}\d_ .-]{0,60}=[ \t]{0,20}\S+)[ \t]*\r?$/u;

/** How much of the next lines still belongs to the value: they begin below it, and have no name. */
const goesOn = (text: string, end: number, column: number): number => {
	const next = new RegExp(`^(?:[ \\t]{0,20}\\r?\\n[ \\t]{${column + 2}}\\S(?:[^\\r\\n]{0,400}\\S)?){1,20}`);
	return next.exec(text.slice(end, end + 4_000))?.[0].length ?? 0;
};
