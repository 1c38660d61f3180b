// Type-checks every folder with its own tsconfig, so that each sees only the globals that it may use.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const skipped = new Set(["node_modules", "dist", ".git", ".wrangler", ".caisey", "coverage"]);

const projects = (folder: string): string[] =>
	readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return skipped.has(entry.name) ? [] : projects(path);
		return entry.name === "tsconfig.json" && folder !== "." ? [path] : [];
	});

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
let failed = false;
for (const project of projects(".")) {
	try {
		execFileSync(process.execPath, [tsc, "-p", project], { cwd: root, stdio: "inherit" });
	} catch {
		console.error(`types: ${project} failed`);
		failed = true;
	}
}
process.exitCode = failed ? 1 : 0;
