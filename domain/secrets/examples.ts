// What only explains how a secret is given: usage, help texts, addresses with `user:password`.
import { isWithin } from "./literal.ts";

/** Whether a value that was matched is part of such an explanation. */
export const isExample = (match: RegExpExecArray, value: string): boolean => {
	const { index, input, 0: all } = match;
	const end = index + all.length;
	const rest = input.slice(end, end + 80);
	return (
		(standsFor.test(value) && named.test(all)) ||
		(inBrackets.test(value) && closed.test(rest)) ||
		(login.test(value) && user.test(all)) ||
		(label.test(value) && inElement.test(all)) ||
		(word.test(value) && option.test(all) && (inWords(match, value) || explained.test(rest)))
	);
};

/** `--password PASSWORD`, `TOKEN=ACCESS_TOKEN` */
const standsFor = /^(?:[A-Z]{2,20}_){0,3}(?:PASSWORD|PASSWD|PASS|TOKEN|SECRET|KEY|APIKEY)\]?$/;
/** Where no name says the same, as in `net user bob SECRET`, it may be one. */
const named = /(?:pass|password|passwd|pwd|token|secret|key)["']?[ \t:=]{1,20}["']?[A-Z_]+\]?$/i;

/** `<string name="password">Password</string>` */
const label = /^(?:Password|Passwort|Kennwort|Passphrase|Token|Secret)$/;
const inElement = /^<\w+[ \t]/;

/** `[API Token]` */
const inBrackets = /^\[[A-Za-z]/;
const closed = /^[\w ]{0,40}\]/;

/** `https://user:password@host` */
const login = /^(?:password|passwd|pass|pw)$/i;
const user = /(?<![\w.-])(?:user|username|login):(?:password|passwd|pass|pw)@?$/i;

const word = /^[a-z]+$/;
const option = /^(?:--?|\/)[\w-]+[ \t:=]+[a-z]+$/i;
/** `--password string   Password for the user` */
const explained = /^(?: {2,}|\t)[A-Z]\w* \w/;

/** `"-Password parameter required"`, `"The -Password must not be empty"`: an option at the beginning of a quotation, or before a word
 * with which a sentence goes on. In the middle of one any other word is a value: `ssh h "mysql --password winter db"`. */
const inWords = ({ index, input, 0: all }: RegExpExecArray, value: string): boolean =>
	/\s/.test(all) &&
	(/["'`]/.test(input.charAt(index - 1)) ||
		(goesOn.test(value) && ['"', "'"].some((quote) => isWithin({ index, input }, quote))));
const goesOn =
	/^(?:parameters?|options?|arguments?|switch|flag|value|must|is|are|was|to|with|without|and|or|for|in|if|not|cannot|can|may|has|should|needs|required|requires)$/;
