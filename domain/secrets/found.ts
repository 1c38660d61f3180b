// A place in a text that holds a secret.

/** In UTF-16 units, with the secret's kind in words. */
export type Found = { start: number; end: number; what: string };

/** The value as the last part of a match that holds it. */
export const at = (match: RegExpExecArray, value: string, what: string): Found => {
	const start = match.index + match[0].lastIndexOf(value);
	return { start, end: start + value.length, what };
};
