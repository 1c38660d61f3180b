// What a test and the process that works for it under Wine tell each other, a line of JSON each.
import { z } from "zod";

/** Starts a program there, its output into files, as a program under Wine can't write to pipes of this system. */
export const Start = z.object({
	id: z.int(),
	program: z.string(),
	args: z.array(z.string()),
	/** Beside the variables that are there. */
	env: z.record(z.string(), z.string()),
	cwd: z.string().nullable(),
	stdout: z.string(),
	stderr: z.string(),
	/** Without a console, as a service is started. */
	detached: z.boolean(),
});
export type Start = z.infer<typeof Start>;

export const Asked = z.union([Start, z.object({ kill: z.int() })]);
export type Asked = z.infer<typeof Asked>;

export const Told = z.union([
	z.object({ id: z.int(), pid: z.int() }),
	z.object({ id: z.int(), code: z.int().nullable() }),
	z.object({ id: z.int(), error: z.string() }),
]);
export type Told = z.infer<typeof Told>;

/** Calls back with each whole line. */
export const eachLine = (take: (line: string) => void) => {
	let rest = "";
	return (text: string): void => {
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) take(line);
	};
};
