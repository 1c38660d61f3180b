// Something on this computer to try commands on: a folder with a small settings file.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The settings file's path; it is made again if it is missing, else left as it is. */
export const layDesk = (folder: string): string => {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, "auth.ini");
	if (!existsSync(file)) writeFileSync(file, "LegacyMode=1\n");
	return file;
};

/** A command that changes the settings file, in the shell that this system has. */
export const exampleCommand = (file: string, platform: NodeJS.Platform = process.platform): string => {
	if (platform === "win32") {
		return `(Get-Content '${file}') -replace 'LegacyMode=1','LegacyMode=0' | Set-Content '${file}'`;
	}
	const inPlace = platform === "darwin" ? "-i ''" : "-i";
	return `sed ${inPlace} s/LegacyMode=1/LegacyMode=0/ ${quoted(file)}`;
};

const quoted = (path: string): string =>
	/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
