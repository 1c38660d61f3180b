// A Windows machine's own `C:` and registry: Wine's prefix. Each machine gets one of its own, whose system files are links to
// those of the first.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parts } from "./tools.ts";

/** Makes the folder of an empty one, for Wine to fill. */
export const openC = (folder: string): string => {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return folder;
};

/** A new machine's, in that folder; what is there already stays. */
export const newC = (folder: string): string => {
	if (existsSync(join(folder, "system.reg"))) return folder;
	mkdirSync(folder, { recursive: true });
	const first = join(parts.wine(), "c");
	const copy = (...how: string[]) =>
		execFileSync("cp", ["-a", ...how, `${first}/.`, folder], { stdio: "ignore" });
	try {
		copy("--link");
	} catch {
		copy("--force"); // Another file system.
	}
	// Wine writes these anew, but nothing says that it will always do so.
	for (const name of ["system.reg", "user.reg", "userdef.reg"]) {
		rmSync(join(folder, name));
		cpSync(join(first, name), join(folder, name));
	}
	return folder;
};
