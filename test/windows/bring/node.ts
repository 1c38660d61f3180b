// Node for Windows: npm's package of its program, by the registry that npm is configured for.
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { nodePackage } from "../tools.ts";
import { run } from "./run.ts";

export const bringNode = async (folder: string): Promise<void> => {
	mkdirSync(folder, { recursive: true });
	const packed = await run("npm", ["pack", nodePackage(), "--silent", "--pack-destination", folder]);
	const archive = join(folder, packed.trim());
	await run("tar", ["-xzf", archive, "-C", folder]);
	renameSync(join(folder, "package", "bin", "node.exe"), join(folder, "node.exe"));
	rmSync(join(folder, "package"), { recursive: true });
	rmSync(archive);
};
