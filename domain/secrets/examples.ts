// What only explains how a secret is given: usage, help texts, addresses with `user:password`.
import { isWithin } from "./literal.ts";

/** Whether a value that was matched is part of such an explanation. */
export const isExample = (match: RegExpExecArray, value: string): boolean => {
	const { index, input, 0: all } = match;
	const end = index + all.length;
	const rest = input.slice(end, end + 80);
	return (
		standsFor.test(value) ||
		(inBrackets.test(value) && closed.test(rest)) ||
		(login.test(value) && user.test(all)) ||
		(word.test(value) && option.test(all) && (inWords(match, rest) || explained.test(rest)))
	);
};

/** `--password PASSWORD`, `TOKEN=ACCESS_TOKEN` */
const standsFor = /^(?:[A-Z]{2,20}_){0,3}(?:PASSWORD|PASSWD|PASS|TOKEN|SECRET|KEY|APIKEY)\]?$/;

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

/** `"-Password parameter required"`, `"The -Password must not be empty"`: an option among words, in a quotation. */
const inWords = ({ index, input, 0: all }: RegExpExecArray, rest: string): boolean =>
	/\s/.test(all) &&
	(/["'`]/.test(input.charAt(index - 1)) ||
		(/^[ \t]+[a-z]+[ \t"'.,]/.test(rest) &&
			/\w[ \t]$/.test(input.slice(Math.max(0, index - 2), index)) &&
			['"', "'"].some((quote) => isWithin({ index, input }, quote))));
