// What a plain grep finds in exported outputs, as the search's page should have it: which lines, where they begin, and what is marked.
import { spawnSync } from "node:child_process";

/** `byte`: where the line begins in its file. `text`: the line, of a longer one the part around what is `marked`. */
export type Hit = { byte: number; text: string; marked: string };

/** So much of a line is shown on both sides of what was found. */
const around = 160;

/** Of each file, its first lines that have a needle, at most so many. The files are ASCII. */
export const grep = (needle: string, files: string[], most: number): Hit[][] => {
	const args = ["-aiFbHZ", "-m", `${most}`, "-e", needle, "--", ...files];
	const { stdout, status, stderr } = spawnSync("grep", args, {
		encoding: "utf8",
		env: { ...process.env, LC_ALL: "C.UTF-8" },
		maxBuffer: 64 * 1024 * 1024,
	});
	// 1: it found nothing.
	if (status !== 0 && status !== 1) throw new Error(`grep: ${stderr}`);
	const found = new Map<string, Hit[]>(files.map((file) => [file, []]));
	for (const line of stdout.split("\n").slice(0, -1)) {
		const [file = "", rest = ""] = line.split("\0");
		const colon = rest.indexOf(":");
		found.get(file)?.push(hit(Number(rest.slice(0, colon)), rest.slice(colon + 1), needle));
	}
	return [...found.values()];
};

const hit = (byte: number, line: string, needle: string): Hit => {
	const at = line.toLowerCase().indexOf(needle.toLowerCase());
	const end = at + needle.length;
	return { byte, text: line.slice(Math.max(0, at - around), end + around), marked: line.slice(at, end) };
};

/** The first difference between two lists of hits, in words; null: there is none. */
export const difference = (shown: Hit[][], grepped: Hit[][]): string | null => {
	const [one, other] = [shown, grepped].map((all) => all.map((hits) => hits.length));
	if (`${one}` !== `${other}`) return `${one} lines are shown, but grep finds ${other}`;
	for (const [n, hits] of shown.entries())
		for (const [i, is] of hits.entries()) {
			const should = grepped[n]?.[i];
			if (JSON.stringify(is) !== JSON.stringify(should))
				return `line ${i} of session ${n} is ${JSON.stringify(is)}, but grep finds ${JSON.stringify(should)}`;
		}
	return null;
};
