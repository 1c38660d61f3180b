// Finds the commands in a text of cmd as far as that can be told without it: cmd substitutes variables before it parses, so no
// parser knows what it will see.
import type { CalledWord } from "../../../domain/effects/called.ts";
import type { Placed, PlacedCalls } from "../posix/commands.ts";

export const commandsIn = (text: string): PlacedCalls => {
	const found: PlacedCalls = { calls: [], functions: [], defined: [], whole: true };
	let sets = false;
	for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
		if (/^\s*(?::|@?rem(?:\s|$))/i.test(line)) {
			// What ends such a comment isn't documented.
			if (/rem.*[&|<>^]/i.test(line)) found.whole = false;
			continue;
		}
		// A value that the text itself sets may hold a command: cmd puts it in before it parses.
		if (sets && /%/.test(line)) found.whole = false;
		if (/(?:^|[\s@&|(])set\b/i.test(line)) sets = true;
		// A caret at the end joins two lines; elsewhere it may hide what the next character is.
		if (line.includes("^")) found.whole = false;
		let reads: string | null = null;
		for (const { part, piped } of parts(line)) {
			const call = calledIn(part, i + 1, piped ? reads : null);
			if (call === "unclear") found.whole = false;
			else if (call) found.calls.push(call);
			reads = call && call !== "unclear" ? (call.words[0]?.text ?? "") : "";
		}
	}
	return found;
};

/** Split at what stands between commands, outside quotes. */
const parts = (line: string): { part: string; piped: boolean }[] => {
	const found: { part: string; piped: boolean }[] = [];
	let [part, piped, quoted] = ["", false, false];
	const end = (pipes: boolean) => {
		found.push({ part, piped });
		[part, piped] = ["", pipes];
	};
	for (let i = 0; i < line.length; i++) {
		const char = line[i] ?? "";
		if (char === '"') quoted = !quoted;
		// `2>&1` is no command's end.
		if (quoted || !"&|()".includes(char) || (char === "&" && line[i - 1] === ">")) part += char;
		else {
			const double = line[i + 1] === char && (char === "&" || char === "|");
			end(char === "|" && !double);
			if (double) i++;
		}
	}
	end(false);
	return found.filter(({ part }) => part.trim() !== "");
};

/** What comes before a command on its line. `for` and `if` decide only while they run what follows them. */
const unclear = /^(?:for|if|else|do)(?:\s|$)/i;

const calledIn = (part: string, line: number, reads: string | null): Placed | "unclear" | null => {
	const text = part.trim().replace(/^@+\s*/, "");
	if (text === "") return null;
	if (unclear.test(text)) return "unclear";
	const { rest, redirected } = withoutRedirections(text);
	const words = [...rest.matchAll(/(?:"[^"]*"?|[^\s"])+/g)].map(([word]) => wordOf(word));
	return words.length === 0 && redirected.length === 0
		? null
		: { words, assigned: [], redirected, reads, line };
};

const withoutRedirections = (text: string): { rest: string; redirected: Placed["redirected"] } => {
	const redirected: Placed["redirected"] = [];
	const rest = text.replace(
		/"[^"]*"?|\d?(>>?|<)\s*(&\d|(?:"[^"]*"|[^\s"<>])+)/g,
		(all, operator?: string, to?: string) => {
			if (operator === undefined || to === undefined) return all;
			if (!to.startsWith("&")) redirected.push({ writes: operator !== "<", to: wordOf(to) });
			return " ";
		},
	);
	return { rest, redirected };
};

/** `%NAME%` and `!NAME!` are known only while it runs. */
const wordOf = (word: string): CalledWord => ({
	text: word.replaceAll('"', ""),
	constant: !/[%!^]/.test(word),
	// cmd puts values in before it divides a line into words.
	...(/[%!]/.test(word) ? { splits: true } : {}),
});
