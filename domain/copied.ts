// What was copied from a terminal along with a command: a shell takes its prompt for a part of it.

const prompts = [
	/^[ \t]*\$(?= )/,
	/^[ \t]*PS (?:[A-Za-z]:|[/~])[^>\n]*>/,
	/^[ \t]*[A-Za-z]:\\[^<>|"\n]*(?<! )>(?=[A-Za-z])/,
	/^[ \t]*\[?[\w.-]+@[\w.-]+[: ][^\s$#\]]*\]?[$#](?= )/,
];

/** The first one, with its line, counted from 1; null: there is none. */
export const copiedPrompt = (text: string): { line: number; prompt: string } | null => {
	for (const [i, line] of text.split("\n").entries())
		for (const pattern of prompts) {
			const [prompt] = pattern.exec(line) ?? [];
			if (prompt !== undefined) return { line: i + 1, prompt: prompt.trim() };
		}
	return null;
};
