// Who may know what: each folder imports only what the design allows it.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { circlesIn } from "./circles.ts";

const root = resolve(import.meta.dirname, "..");

/** What each folder may import beside itself: our folders, then packages. Node's own modules are packages named `node:`. */
const allowed: Record<string, { folders: string[]; packages: RegExp }> = {
	protocol: { folders: [], packages: /^zod$/ },
	domain: {
		folders: ["protocol"],
		packages: /^(zod|iconv-tiny|@ansi-tools\/parser|get-east-asian-width)$/,
	},
	words: { folders: ["protocol", "domain"], packages: /^zod$/ },
	cards: { folders: ["protocol", "domain", "words"], packages: /^zod$/ },
	bots: {
		folders: ["protocol", "domain", "words", "cards"],
		packages: /^(zod|@slack\/(bolt|web-api|types)|botbuilder-core|jose|htmlparser2|domhandler|node:.*)$/,
	},
	console: {
		folders: ["protocol", "domain", "words"],
		packages: /^(zod|diff|hono(\/.*)?|client-zip|csv-stringify\/browser\/esm\/sync)$/,
	},
	agent: {
		folders: ["protocol", "domain"],
		packages: /^(zod|ws|https-proxy-agent|commander|koffi|unbash|@hpke\/core|node:.*)$/,
	},
	admin: { folders: ["protocol", "domain"], packages: /^(zod|commander|yaml|node:.*)$/ },
	manifest: { folders: ["words", "bots", "cards"], packages: /^(zod|commander|fflate|pngjs|node:.*)$/ },
	worker: {
		folders: ["protocol", "domain", "words", "cards", "bots", "console"],
		packages:
			/^(zod|yaml|hono(\/.*)?|openid-client|resend|pkijs|asn1js|@simplewebauthn\/server(\/helpers)?|cloudflare:workers|node:(crypto|buffer|async_hooks|zlib))$/,
	},
};

/** Files that run at build time, beside the code of their folder. */
const buildTime = /(^|\/)build\.ts$|\/unicode\/|\/testing\/|\/test-|test\.ts$|\/app\//;

const sources = (folder: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.map((path) => join(folder, path).replaceAll("\\", "/"))
		.filter((path) => /\.tsx?$/.test(path) && !path.includes("/dist/") && !path.includes("node_modules"));

const imports = (path: string): string[] =>
	[...readFileSync(join(root, path), "utf8").matchAll(/(?:from\s+|import\s+|import\()\s*"([^"]+)"/g)].map(
		(match) => match[1] as string,
	);

const offences = (folder: string): string[] =>
	sources(folder)
		.filter((path) => !buildTime.test(path))
		.flatMap((path) =>
			imports(path)
				.filter((target) => !fine(folder, path, target))
				.map((target) => `${path} imports ${target}`),
		);

const fine = (folder: string, path: string, target: string): boolean => {
	const rule = allowed[folder] as { folders: string[]; packages: RegExp };
	if (!target.startsWith(".")) return rule.packages.test(target);
	const to = named(path, target).split("/")[0] as string;
	return to === folder || rule.folders.includes(to);
};

/** What an import of this file names: a path from the root, or a package. */
const named = (path: string, target: string): string =>
	target.startsWith(".") ? relative(root, resolve(root, path, "..", target)).replaceAll("\\", "/") : target;

test.each(Object.keys(allowed))("%s imports only what it may know", (folder) => {
	expect(sources(folder).length).toBeGreaterThan(0);
	expect(offences(folder)).toEqual([]);
});

test("no files import each other in a circle, types included", () => {
	const files = [...Object.keys(allowed), "local", "bench"]
		.flatMap(sources)
		.filter((path) => !path.endsWith(".test.ts"));
	const graph = new Map(files.map((path) => [path, imports(path).map((target) => named(path, target))]));
	expect(graph.size).toBeGreaterThan(300);
	expect(circlesIn(graph)).toEqual([]);
});

test("Durable Objects and their storage are named in worker/ alone", () => {
	const naming = Object.keys(allowed)
		.filter((folder) => folder !== "worker")
		.flatMap(sources)
		.filter(
			(path) =>
				!buildTime.test(path) &&
				/\bDurableObject(State|Namespace|Storage)?\b|cloudflare:workers/.test(
					readFileSync(join(root, path), "utf8"),
				),
		);
	expect(naming).toEqual([]);
});

// Who leaves such a loop leaves the query open: its object then reads the database as it was at that moment, until the garbage is collected.
test("no one goes through a query's rows while it is open", () => {
	const open = sources("worker").filter((path) =>
		/\bof\s+[\w.#]*sql\s*\.exec\(/.test(readFileSync(join(root, path), "utf8")),
	);
	expect(open).toEqual([]);
});

/** Without comments and strings' brackets this is enough: where the bracket closes that a text begins with. */
const behindBrackets = (text: string): string => {
	let depth = 0;
	for (const [at, char] of [...text].entries()) {
		if (char === "(") depth++;
		if (char === ")" && --depth === 0) return [...text].slice(at + 1).join("");
	}
	return "";
};

// It is the same loop with a name in between.
test("no query that is open has a name: its rows are read at once", () => {
	const files = sources("worker").filter((path) => !buildTime.test(path));
	const held = files.flatMap((path) =>
		[
			...readFileSync(join(root, path), "utf8").matchAll(
				/(\w+)\]?(?::[^=\n]*)?\s*=\s*[\w.#]*sql\s*\.exec(?:<[^(]*>)?(?=\()/g,
			),
		]
			.filter(({ index, input, 0: text }) =>
				/^(?!\s*\.(toArray|one)\()/.test(behindBrackets(input.slice(index + text.length))),
			)
			.map(([, name]) => `${path}: ${name}`),
	);
	expect(held).toEqual([]);
});

const longest = 300;

test("no source file is over 300 lines", () => {
	const lines = (path: string) => readFileSync(join(root, path), "utf8").split("\n").length - 1;
	const long = [...Object.keys(allowed), "local", "bench", "test"]
		.flatMap(sources)
		.filter((path) => !path.endsWith(".test.ts"))
		.map((path) => [path, lines(path)] as const)
		.filter(([, count]) => count > longest);
	expect(long).toEqual([]);
});
