// Reads a set-up file and says each mistake in words, with its line.
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { Setup } from "../protocol/setup.ts";

export type SetupFile = { ok: true; setup: Setup } | { ok: false; problems: string[] };

/** Each problem begins with `line <n>: `. */
export const readSetup = (text: string): SetupFile => {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
	const lineAt = (offset: number) => lines.linePos(offset).line;
	if (document.errors.length) {
		return {
			ok: false,
			problems: document.errors.map(({ pos, message }) => `line ${lineAt(pos[0])}: ${message}`),
		};
	}
	const read = Setup.safeParse(document.toJS());
	if (read.success) return { ok: true, setup: read.data };
	const lineOf = (path: PropertyKey[]): number => {
		for (let length = path.length; length > 0; length--) {
			const offset = keyOffset(document, path.slice(0, length));
			if (offset !== undefined) return lineAt(offset);
		}
		return 1;
	};
	const found = read.error.issues.flatMap(problemsOf);
	return {
		ok: false,
		problems: found.map(({ path, what }) => `line ${lineOf(path)}: ${inWords(path)}${what}`),
	};
};

type Problem = { path: PropertyKey[]; what: string };

const problemsOf = (issue: z.core.$ZodIssue): Problem[] => {
	const { path } = issue;
	if (issue.code === "unrecognized_keys") {
		return issue.keys.map((key) => ({ path: [...path, key], what: "is an unknown key" }));
	}
	if (issue.code === "invalid_key") {
		return issue.issues.map(({ message }) => ({ path, what: `is an invalid name: ${message}` }));
	}
	if (issue.code === "invalid_type" && issue.input === undefined && issue.message.includes("undefined")) {
		return [{ path, what: "is missing" }];
	}
	return [{ path, what: `is invalid: ${issue.message}` }];
};

const inWords = (path: PropertyKey[]): string =>
	path.length ? `${path.map(String).join(" › ")} ` : "the file ";

// Where the last key of a path, or the item of a list, begins in the text.
const keyOffset = (document: ReturnType<typeof parseDocument>, path: PropertyKey[]): number | undefined => {
	const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
	if (isMap(parent)) {
		const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
		return pair && isNode(pair.key) ? pair.key.range?.[0] : undefined;
	}
	const item = document.getIn(path, true);
	return isNode(item) ? item.range?.[0] : undefined;
};
