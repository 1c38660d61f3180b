// The file that a module's manifest loads: a manifest stays as it is when that changes. It is read as text, and not evaluated.
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ResolvedName } from "../../../protocol/plan/preflight.ts";
import { fileHash } from "../../process/programs.ts";

/** Bytes of a manifest that is looked into. */
const largest = 262_144;

/** Of each module whose manifest these names have: the file that it names as its root, if it is there. */
export const rootModules = async (names: ResolvedName[]): Promise<ResolvedName[]> => {
	const manifests = new Map(
		names.flatMap(({ path, module }) =>
			path !== null && /\.psd1$/i.test(path) ? [[path, module] as const] : [],
		),
	);
	const found = await Promise.all([...manifests].map(([path, module]) => rootOf(path, module)));
	return found.filter((one) => one !== null);
};

/** https://learn.microsoft.com/powershell/scripting/developer/module/how-to-write-a-powershell-module-manifest */
const rootOf = async (manifest: string, module: string | null): Promise<ResolvedName | null> => {
	try {
		if ((await stat(manifest)).size > largest) return null;
		const text = await readFile(manifest, "utf8");
		const named = /^\s*@?\{?\s*(?:RootModule|ModuleToProcess)\s*=\s*(['"])([^'"]+)\1/im.exec(text)?.[2];
		if (named === undefined || named.includes("$")) return null;
		const path = join(dirname(manifest), named.replaceAll("\\", "/"));
		const sha256 = await fileHash(path);
		const name = module ?? basename(manifest);
		return sha256 === null ? null : { name, kind: "module", path, version: null, sha256, module: null };
	} catch {
		return null;
	}
};
