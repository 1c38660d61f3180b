// What each page loads before anyone presses anything, read from the code of the pages.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url).href);
const console_ = here("..");
const assets = here("../dist/assets");

/** In bytes, compressed. */
export const mostLoaded = 60_000;

const everyPage = ["app.css", "app.js", "chunk.js"];
/** app.js loads it where a run is in view: on the page that `article.transcript` is. */
const ofTranscripts = "viewer.js";
/** What comes with a press alone or once the page is there, and what the HTML export has in it. */
const elsewhere = [
	/^replayplayer\.js$/,
	/^propose(?:secrets|chunk)\.js$/,
	/^terminal\.wasm$/,
	/^offline\.(?:js|css)$/,
	/^icon\.svg$/,
];

/** Compressed, as the platform sends it. */
export const sizeOf = (asset: string): number =>
	gzipSync(readFileSync(join(assets, asset)), { level: 9 }).length;

/** The files that lay out pages, from console/, each with all that one of its pages may load. Throws where a page names an asset that
 * isn't built, and where one is built that no page is known to load. */
export const firstLoads = (): Map<string, string[]> => {
	const built = readdirSync(assets);
	const loads = new Map(
		readdirSync(console_, { recursive: true, encoding: "utf8" })
			.map((path) => path.replaceAll("\\", "/"))
			.filter(
				(path) => path.endsWith(".ts") && !/\.test\.ts$|^(?:app|testing|dist)\/|^html\/layout/.test(path),
			)
			.map((path) => [path, readFileSync(join(console_, path), "utf8")] as const)
			.filter(([, text]) => /\blayout\(/.test(text))
			.map(([path, text]) => [path, loadedBy(text)]),
	);
	const all = new Set([...loads.values()].flat());
	const missing = [...all].filter((asset) => !built.includes(asset));
	const unknown = built.filter((asset) => !all.has(asset) && !elsewhere.some((one) => one.test(asset)));
	if (missing.length > 0) throw new Error(`a page loads what isn't built: ${missing.join(", ")}`);
	if (unknown.length > 0) throw new Error(`built, but no page is known to load it: ${unknown.join(", ")}`);
	return loads;
};

const loadedBy = (page: string): string[] => {
	const named = [...page.matchAll(/"([a-z]+\.(?:js|css))"/g)].flatMap(([, name = ""]) => name);
	const runs = page.includes('<article class="transcript"') ? [ofTranscripts] : [];
	return [...new Set([...everyPage, ...named, ...runs])];
};
