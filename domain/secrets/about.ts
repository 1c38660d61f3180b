// What is told about a secret and is none: when a password was set, whether it expires, how old it is. Decided by what the value is,
// and by a name that goes on after the secret's word.
import { wordsOf } from "./names.ts";

/** Whether a name such as `PasswordLastSet` has a value that no one chose as a secret: a time, a duration, yes or no. The name has to end
 * with a word about it: `SET_PASSWORD_ADMIN`, `PASSWORD_END_USER` and `DB_PASSWORD` have none of these. */
export const isAbout = (name: string, value: string): boolean => {
	const bare = value.trim().replace(/^["']|["'],?$/g, "");
	const all = wordsOf(name).join(" ");
	const words = all.replace(endings, "").split(" ");
	const last = words.pop() ?? "";
	if (bare.length > longest || !about.has(last)) return false;
	const ofTime = !open.has(last) || endings.test(all) || words.some((word) => /^(?:LAST|WHEN)$/.test(word));
	return answer.test(bare) || (ofTime && (duration.test(bare) || isTime(bare) || /^\d+$/.test(bare)));
};

/** `TOKEN_EXPIRES_ON`, `PasswordLastSetUtc` */
const endings = /(?: (?:ON|AT|IN|FROM|TO|UTC|GMT|LOCAL))+$/;

/** No time is longer. */
const longest = 80;

const about = new Set(
	"LAST WHEN SET CHANGE CHANGED CHANGEABLE EXPIRY EXPIRE EXPIRES EXPIRED EXPIRATION EXPIRING AGE DATE DATES TIME TIMESTAMP CREATED CREATION UPDATED MODIFIED ISSUED VALID UNTIL SINCE START STARTS END ENDS ROTATED ROTATION DAYS ENCRYPTED REQUIRED PROTECTED LOCKED USED NEVER ENABLED DISABLED ALLOWED COMPUTED".split(
		" ",
	),
);
/** A password that is set, used or valid may be a date or number: these are about a time only if the name says more. */
const open = new Set(
	"LAST SET CHANGE CHANGED CHANGEABLE START END ENCRYPTED REQUIRED PROTECTED LOCKED USED VALID NEVER ENABLED DISABLED ALLOWED".split(
		" ",
	),
);

const answer = /^(?:true|false|yes|no|never|none|null|always|unknown|on|off|enabled|disabled|nie|ja|nein)$/i;
/** `42.03:04:05`, `42 days` */
const duration =
	/^(?:\d{1,6}\.)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$|^\d{1,6} ?(?:days?|hours?|minutes?|seconds?|[dhms]|Tage?)$/i;

const clock = "\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2}(?:[.,]\\d{1,9})?)?";
const zone = "(?: ?(?:[AaPp]\\.? ?[Mm]\\.?|Z|UTC|GMT|[+-]\\d{2}:?\\d{2})){0,2}";
/** `11/20/2026 8:12:31 AM`, `20.11.2026`, `2026-11-20T08:12:31Z` */
const numeric = new RegExp(`^(?:\\d{1,4}([./-])\\d{1,2}\\1 ?\\d{1,4})(?:(?:,? |T)${clock})?${zone}$`);
/** `Fri Nov 20 08:12:31 2026`, `Nov 20, 2026`, `Freitag, 20. November 2026 08:12:31`: a day and a year among a few words. */
const named = new RegExp(
	`^(?:(?:\\p{L}{2,12}\\.?|\\d{1,2}(?:st|nd|rd|th|\\.)?|(?:19|20)\\d{2}|${clock}|[+-]\\d{4})(?:,? |$)){3,8}$`,
	"u",
);
/** Where a value ends at a blank: the first word of such a time. */
const weekday = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec),?$/;

const isTime = (text: string): boolean =>
	numeric.test(text) ||
	weekday.test(text) ||
	/^\\?\/Date\(-?\d{1,16}(?:[+-]\d{4})?\)\\?\/$/.test(text) ||
	(named.test(text) && /(?<!\d)(?:19|20)\d{2}(?!\d)/.test(text) && /(?<!\d)\d{1,2}(?!\d)/.test(text));
