// Type-checks every folder with its own tsconfig, so that each sees only the globals that it may use. Folders whose compiler options are
// the same are one program: a program checks all that its files import, which others have checked too.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const root = resolve(import.meta.dirname, "..");
const skipped = new Set(["node_modules", "dist", ".git", ".wrangler", ".caisey", "coverage"]);

/** `options` as tsc shows them, `files` as full paths. */
type Program = { folders: string[]; options: Options; files: string[] };
type Options = z.infer<typeof Config>["compilerOptions"];

const configured = (folder: string): string[] =>
	readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return skipped.has(entry.name) ? [] : configured(path);
		return entry.name === "tsconfig.json" && folder !== "." ? [folder] : [];
	});

const tsc = async (...args: string[]): Promise<string> => {
	const bin = join(root, "node_modules", "typescript", "bin", "tsc");
	const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args], { cwd: root });
	return stdout;
};

const Config = z.looseObject({
	compilerOptions: z.looseObject({ types: z.array(z.string()) }),
	files: z.array(z.string()),
});

const inFolder = async (folder: string): Promise<Program> => {
	const shown = Config.parse(JSON.parse(await tsc("-p", folder, "--showConfig")));
	const files = shown.files.map((file) => join(root, folder, file));
	return { folders: [folder], options: shown.compilerOptions, files };
};

/** Every folder's own files, those with the same options together. */
const programs = async (): Promise<Program[]> => {
	const found = await Promise.all(configured(".").map(inFolder));
	const groups = Object.values(Object.groupBy(found, ({ options }) => JSON.stringify(options)));
	return groups.flatMap((alike = []) =>
		alike.slice(0, 1).map(({ options }) => ({
			folders: alike.flatMap(({ folders }) => folders),
			options,
			files: [...new Set(alike.flatMap(({ files }) => files))],
		})),
	);
};

/** Where folders may use the globals of no system, one of them may not bring Node's to the others: this fails then. */
const unknown = ({ types }: Options): string =>
	types.length === 0 ? "// @ts-expect-error\nprocess;\nexport {};\n" : "export {};\n";

/** What tsc complains of, empty if of nothing. */
const complaints = async ({ options, files }: Program): Promise<string> => {
	// Within the project, where the packages of `types` are found.
	const folder = mkdtempSync(join(root, "node_modules", ".types-"));
	const config = { compilerOptions: options, files: [...files, "unknown.ts"] };
	try {
		writeFileSync(join(folder, "unknown.ts"), unknown(options));
		writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
		// Several checkers would each check what their files have in common.
		await tsc("-p", folder, "--singleThreaded");
		return "";
	} catch (error) {
		return z
			.object({ stdout: z.string(), stderr: z.string() })
			.transform(({ stdout, stderr }) => `${stdout}${stderr}`)
			.parse(error);
	} finally {
		rmSync(folder, { recursive: true });
	}
};

const check = async (program: Program): Promise<void> => {
	const found = await complaints(program);
	if (found === "") return;
	process.stdout.write(found);
	console.error(`types: ${program.folders.join(", ")} failed`);
	process.exitCode = 1;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const waiting = (await programs()).toSorted((a, b) => b.files.length - a.files.length);
	const one = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) await check(next);
	};
	await Promise.all(Array.from({ length: availableParallelism() }, one));
}
