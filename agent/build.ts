// Builds what is copied to endpoints into agent/dist: caisey-agent.cjs, and for Windows the native files that it loads.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type NativeArch, nativeName, nativePackage } from "./windows/native-name.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const bundleAgent = async (outfile: string): Promise<void> => {
	await build({
		entryPoints: [here("main.ts")],
		outfile,
		bundle: true,
		platform: "node",
		target: "node22",
		format: "cjs",
		define: { "import.meta.dirname": "__dirname" },
		logLevel: "warning",
	});
};

/** The native file for that Windows, into a folder. npm only installs those of the machine that it runs on, so this asks it for the
 * package, and takes no other bytes than package-lock.json names. */
export const bringNative = (arch: NativeArch, folder: string): void => {
	const { name, file } = nativePackage(arch);
	const locked = JSON.parse(readFileSync(here("../package-lock.json"), "utf8")).packages[
		`node_modules/${name}`
	];
	const work = mkdtempSync(join(tmpdir(), "caisey-native-"));
	try {
		const pack = ["pack", `${name}@${locked.version}`, "--silent", "--pack-destination", work];
		const windows = process.platform === "win32";
		const packed = execFileSync("npm", pack, { encoding: "utf8", shell: windows }).trim();
		const archive = join(work, packed);
		const hash = createHash("sha512").update(readFileSync(archive)).digest("base64");
		if (`sha512-${hash}` !== locked.integrity) throw new Error(`${name} isn't what package-lock.json names.`);
		execFileSync("tar", ["-xzf", packed], { cwd: work });
		mkdirSync(folder, { recursive: true });
		copyFileSync(join(work, "package", file), join(folder, nativeName(arch)));
	} finally {
		rmSync(work, { recursive: true });
	}
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	// A test wants the bundle alone, elsewhere.
	const elsewhere = process.argv[2]?.replace(/^--outfile=/, "");
	await bundleAgent(elsewhere ?? here("dist/caisey-agent.cjs"));
	if (elsewhere === undefined) for (const arch of ["x64", "arm64"] as const) bringNative(arch, here("dist"));
}
