// Writes the tables that domain/ holds as data: `npm run unicode`. A test says when they are no longer what this would write.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sources } from "./sources.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const written = Object.entries(sources()).map(([name, text]) => {
	const path = join(root, "domain", name);
	writeFileSync(path, text);
	return path;
});
const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
execFileSync(process.execPath, [biome, "check", "--write", ...written], { cwd: root, stdio: "inherit" });
