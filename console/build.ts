// Builds what the browser loads into console/dist/assets: app.js, app.css, icon.svg, and what pages of their own need:
// viewer.js, passkeys.js, secrets.js, propose.js, replay.js with replayplayer.js and terminal.wasm, replay.css; and what the HTML export has in it: offline.js, offline.css.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url).href);

/** Our modules only export: of what a page doesn't use, none is loaded, such as the names of all characters. Nor are iconv-tiny's
 * tables, which it makes as it is imported. */
const onlyWhatIsUsed: Plugin = {
	name: "only what is used",
	setup({ onLoad, onResolve }) {
		onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, resolveDir }) =>
			kind === "entry-point" ? null : { path: resolve(resolveDir, path), sideEffects: false },
		);
		onLoad({ filter: /iconv-tiny\.mjs$/ }, async ({ path }) => ({
			contents: (await readFile(path, "utf8")).replaceAll(
				/^var (\w+) = new /gm,
				"var $1 = /* @__PURE__ */ new ",
			),
		}));
	},
};

const folder = here("dist/assets");

/** Of the player, only what a recording of ours needs: no streams from elsewhere, no other formats. Its terminal is WebAssembly within
 * the script, as text: a file of its own is a quarter smaller once both are compressed, and loads beside it. */
const onlyRecordings: Plugin = {
	name: "only recordings",
	setup({ onLoad }) {
		onLoad({ filter: /asciinema-player\/dist\/core-\w+\.js$/ }, async ({ path }) => {
			const text = await readFile(path, "utf8");
			// Long recordings are played in parts, which its documents don't speak of yet.
			if (!text.includes('src.format === "segmented"'))
				throw new Error("asciinema-player plays no parts any more");
			const drivers = replaced(
				text,
				/const DRIVERS = new Map\(.*\);/,
				'const DRIVERS = new Map([["recording", recording]]);',
			);
			return {
				contents: replaced(
					drivers,
					/const PARSERS = new Map\(.*\);/,
					'const PARSERS = new Map([["asciicast", parse$2]]);',
				),
			};
		});
		onLoad({ filter: /asciinema-player\/dist\/opts-\w+\.js$/ }, async ({ path }) => {
			const text = await readFile(path, "utf8");
			const [, wasm = ""] = embedded.exec(text) ?? [];
			await put({ path: join(folder, "terminal.wasm"), contents: Buffer.from(wasm, "base64") });
			return { contents: replaced(text, embedded, 'fetch("/assets/terminal.wasm")') };
		});
	},
};
const embedded = /base64Decode\("(AGFzbQ[\w+/=]+)"\)/;

/** Fails where another version of a library has something else there. */
const replaced = (text: string, what: RegExp, by: string): string => {
	if (!what.test(text)) throw new Error(`asciinema-player has no ${what} any more`);
	return text.replace(what, () => by);
};

const usual = {
	outdir: folder,
	bundle: true,
	write: false,
	minify: true,
	charset: "utf8",
	format: "esm",
	target: ["chrome111", "firefox128", "safari16.4"],
	plugins: [onlyWhatIsUsed, onlyRecordings],
	legalComments: "none",
	logLevel: "warning",
} satisfies BuildOptions;

/** Builds once; the folder that the Worker's ASSETS binding serves is console/dist. Pages may be loading from there meanwhile. */
export const buildConsole = async (): Promise<void> => {
	await mkdir(folder, { recursive: true });
	const built = await Promise.all([
		build({
			...usual,
			entryPoints: [{ in: here("app/main.ts"), out: "app" }],
			// What app.js loads when it is needed: viewer.js, and what both share, chunk.js.
			splitting: true,
			chunkNames: "[name]",
		}),
		build({
			...usual,
			entryPoints: [
				{ in: here("app/passkeys/main.ts"), out: "passkeys" },
				{ in: here("app/secrets/main.ts"), out: "secrets" },
				{ in: here("app/app.css"), out: "app" },
				{ in: here("app/replay/replay.css"), out: "replay" },
				{ in: here("app/offline/main.ts"), out: "offline" },
				{ in: here("app/offline/offline.css"), out: "offline" },
			],
		}),
		build({
			...usual,
			entryPoints: [{ in: here("app/propose/main.ts"), out: "propose" }],
			// What it loads after it: proposesecrets.js.
			splitting: true,
			chunkNames: "propose[name]",
		}),
		build({
			...usual,
			entryPoints: [{ in: here("app/replay/main.ts"), out: "replay" }],
			// What it loads once someone plays: replayplayer.js.
			splitting: true,
			chunkNames: "replay[name]",
		}),
	]);
	const icon = { path: join(folder, "icon.svg"), contents: await readFile(here("app/icon.svg")) };
	await Promise.all([...built.flatMap(({ outputFiles }) => outputFiles), icon].map(put));
};

/** Whole or not at all, and only where it is another: whoever reads a file then never finds half of it, nor one of another build. */
const put = async ({ path, contents }: { path: string; contents: Uint8Array }): Promise<void> => {
	const before = await readFile(path).catch(() => null);
	if (before?.equals(contents)) return;
	// Beside the folder that is served.
	const part = here(`.${basename(path)}.${crypto.randomUUID()}`);
	await writeFile(part, contents);
	await rename(part, path);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConsole();
