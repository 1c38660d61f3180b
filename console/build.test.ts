// What the browser loads is built again and again while pages load it: by each file of tests that opens one, and by wrangler.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildConsole } from "./build.ts";

const folder = fileURLToPath(new URL("dist/assets/", import.meta.url).href);
/** Which file is there under each name, and since when. */
const files = async () =>
	Promise.all(
		(await readdir(folder)).map(async (name) => {
			const { ino, mtimeMs } = await stat(join(folder, name));
			return [name, ino, mtimeMs];
		}),
	);

test("a build leaves alone what is the same, so that no page finds half a file", async () => {
	await buildConsole();
	const before = await files();
	await Promise.all([buildConsole(), buildConsole()]);
	expect(await files()).toEqual(before);
});
