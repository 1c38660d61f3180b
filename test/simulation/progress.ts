// How far a campaign has come, kept in a file, so that the next one goes on there: with the same product alone, since each change
// of it makes other schedules.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const Progress = z.object({
	/** Of the bundle. */
	product: z.string(),
	/** All from 1 up to here have run, without this one. */
	next: z.int(),
	failed: z.array(z.int()),
});
type Progress = z.infer<typeof Progress>;

const file = join(import.meta.dirname, "../../.caisey/simulation.json");

/** As it is for this product. */
export const readProgress = (product: string): Progress => {
	const fresh = { product, next: 1, failed: [] };
	try {
		const read = Progress.parse(JSON.parse(readFileSync(file, "utf8")));
		return read.product === product ? read : fresh;
	} catch {
		return fresh;
	}
};

export const keepProgress = (progress: Progress): void => {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(progress));
};

export const forgetProgress = (): void => rmSync(file, { force: true });
