// Where the enrollment token comes from: the command line, which others on the machine can see, a file, or standard input.
import { readFileSync } from "node:fs";
import { type Failure, failure, words } from "./failure.ts";

export type TokenFrom = { given: string | undefined; file: string | undefined };

/** `-`, or none at all, is standard input. Blanks and line breaks around it don't count. */
export const readToken = (
	{ given, file }: TokenFrom,
	read: (from: string | number) => string = readFrom,
): { ok: true; token: string } | Failure => {
	if (given !== undefined && file !== undefined)
		return failure("usage", "Give the token or --token-file, not both.");
	if (given !== undefined && given !== "-") return { ok: true, token: given };
	const from = file ?? 0;
	try {
		const token = read(from).trim();
		if (token !== "" && token.length <= 200 && !/\s/.test(token)) return { ok: true, token };
		return failure(
			"usage",
			`There is no token in ${file ?? "standard input"}. See caisey-agent enroll --help.`,
		);
	} catch (thrown) {
		return failure("usage", `Can't read the token from ${file ?? "standard input"} (${words(thrown)}).`);
	}
};

/** At a terminal nothing is waited for. */
const readFrom = (from: string | number): string =>
	from === 0 && process.stdin.isTTY ? "" : readFileSync(from, "utf8");
