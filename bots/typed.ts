// What somebody typed, judged as a command: the same on each platform, once its markup is read.

/** `command`: exactly what was typed. `styled`: meant as a command, but chat has changed it. `none`: just talk. */
export type Exact = { kind: "command"; command: string } | { kind: "styled" } | { kind: "none" };

// Blanks at a line's start, then `$ `.
const prompt = /(?<=^|\n)[ \t]*\$ /;

/** Where a command begins in plain text; negative where none does. */
export const promptAt = (text: string): number => text.search(prompt);

/** Everything after the first `$ `; where every line has one, each without it. */
export const afterDollar = (text: string): string => {
	const lines = text.split("\n");
	const all = lines.every((line) => prompt.test(line));
	return (all ? lines : [text]).map((line) => line.replace(prompt, "")).join("\n");
};
