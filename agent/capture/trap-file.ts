// What bash reads before a step: a trap that tells of each command that fails. The step finds nothing of it: no variable, no
// function, no open file, its flags, `$?`, `$_` and `PIPESTATUS` as they were.

/** The first record of each channel. */
export const hello = "caisey";

/** `channel`: the path of a named pipe. */
export const trapFile = (channel: string): string => {
	// Opened for each record, for reading too: it never waits for a reader, and no child inherits it.
	const to = (print: string) => `{ builtin printf ${print} 1<>${quote(channel)}; } 2>/dev/null || : "$_"`;
	const fields = `"$?" "$LINENO" "\${#PIPESTATUS[@]}" "\${PIPESTATUS[@]: -1}" "\${BASH_COMMAND:0:1000}"`;
	const onError = to(`"%s\\0%s\\0%s\\0%s\\0%s\\0%.0s" ${fields} "$_"`);
	const made = `unset BASH_ENV; ${to(`"%s\\0" ${hello}`)}; trap ${quote(onError)} ERR #`;
	// The last argument of the last command is `$_`.
	return `eval ${quote(made)} "$_"\n`;
};

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `command`: the last simple one that bash began. `of`: it, another of its pipeline (`earlier`), or a compound command around none, as
 * where a loop can't open what it reads. `piped`: it is in a pipeline. */
export type Failure = {
	code: number;
	line: number;
	command: string;
	of: "command" | "earlier" | "compound";
	piped: boolean;
};

/** Reads a channel: pieces of any length. Throws if something else than the trap wrote to it. */
export const failures = (): ((bytes: Uint8Array) => { greeted: boolean; found: Failure[] }) => {
	const decoder = new TextDecoder();
	let rest = "";
	let greeted = false;
	return (bytes) => {
		const fields = (rest + decoder.decode(bytes, { stream: true })).split("\0");
		rest = fields.pop() ?? "";
		if (rest.length > mostCharacters) throw new TypeError("a field of a trap is too long");
		if (!greeted && fields.length > 0) {
			if (fields.shift() !== hello) throw new TypeError("not a trap's first word");
			greeted = true;
		}
		const whole = fields.length - (fields.length % 5);
		rest = [...fields.splice(whole), rest].join("\0");
		const found: Failure[] = [];
		for (let at = 0; at < whole; at += 5) found.push(failure(fields.slice(at, at + 5)));
		return { greeted, found };
	};
};

const mostCharacters = 20_000;

const failure = ([code = "", line = "", length = "", last = "", command = ""]: string[]): Failure => {
	const piped = whole(length) > 1;
	return { code: whole(code), line: whole(line), command, of: failed(piped, last !== code, command), piped };
};

/** Only `((` and `[[` leave the statuses of the command before as they were. */
const failed = (piped: boolean, differs: boolean, command: string): Failure["of"] => {
	if (!differs) return "command";
	if (piped) return "earlier";
	return /^(?:\(\(|\[\[)/.test(command) ? "command" : "compound";
};

const whole = (text: string): number => {
	if (!/^\d{1,9}$/.test(text)) throw new TypeError("not a number of a trap");
	return Number(text);
};
