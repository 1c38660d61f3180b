// What Workers and agents logged, for those who look for a failure's cause.
import { cpSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

/** Copies a world's logs into the folder that `CAISEY_LOGS` names, if it names one. */
export const keepLogs = (world: string): void => {
	const { CAISEY_LOGS: folder } = process.env;
	if (!folder) return;
	for (const name of readdirSync(world).filter((one) => one.endsWith(".log")))
		cpSync(join(world, name), join(folder, `${basename(world)}-${name}`));
};
