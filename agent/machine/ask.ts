// Asks the system by one of its own programs: its output as text, or null.
import { execFile } from "node:child_process";
import { pageOf } from "../../domain/output/pages.ts";
import { isUtf8, utf8Text } from "../../domain/output/utf8.ts";

/** A program that hangs must not hold up a step for long; on a busy machine one that works needs some seconds. */
const timeLimitMs = 30_000;

/** Null if the program is missing, fails, or takes too long. */
export const ask = async (
	program: string,
	args: string[],
	env = process.env,
	limitMs = timeLimitMs,
): Promise<string | null> => {
	const bytes = await bytesOf(program, args, env, limitMs);
	if (bytes === null) return null;
	const page = isUtf8(bytes) || process.platform !== "win32" ? null : pageOf(await consolePage());
	return (page ? page.decode(bytes) : utf8Text(bytes).toWellFormed()).trim();
};

const bytesOf = (
	program: string,
	args: string[],
	env: NodeJS.ProcessEnv,
	limitMs = timeLimitMs,
): Promise<Uint8Array | null> =>
	new Promise((resolve) => {
		const options = { timeout: limitMs, windowsHide: true, encoding: "buffer", env } as const;
		const child = execFile(program, args, options, (error, stdout) => resolve(error ? null : stdout));
		child.stdin?.end();
	});

/** Windows' own programs write in their console's code page, whatever ours is: `J\x81rgen`. */
const consolePage = async (): Promise<number> => {
	page ??= bytesOf("cmd", ["/d", "/c", "chcp"], process.env).then((bytes) =>
		Number(/\d+/.exec(utf8Text(bytes ?? new Uint8Array()))?.[0] ?? 0),
	);
	return page;
};
let page: Promise<number> | undefined;
