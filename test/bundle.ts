// Bundles the Worker as a deploy would, and the console's scripts: fails where one is larger than the platform's free plan takes,
// or a page's first load than we do.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildConsole } from "../console/build.ts";
import { projectFolder } from "../local/child.ts";
import { wrangler, wranglerEnv } from "../local/wrangler.ts";

/** Cloudflare's limit for a Worker on the free plan, gzipped; the paid one is 10 MB. */
const limitKiB = 3 * 1024;

/** What pages load before anyone presses anything, and how much of that may be, in bytes, gzipped. */
const shared = ["app.js", "chunk.js", "app.css"];
const mostLoaded = 60_000;
const firstLoads = {
	"a session": [...shared, "viewer.js"],
	"a secret": [...shared, "secrets.js"],
	"a proposal": [...shared, "propose.js"],
	"a replay": [...shared, "replay.js", "replay.css"],
};

const out = mkdtempSync(join(tmpdir(), "caisey-bundle-"));
try {
	const said = execFileSync(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", out], {
		cwd: projectFolder,
		encoding: "utf8",
		env: { ...process.env, ...wranglerEnv },
	});
	const size = said.match(/gzip:\s*([\d.]+)\s*KiB/)?.[1];
	if (!size) throw new Error(`wrangler did not say how large the bundle is:\n${said}`);
	console.log(`The Worker's bundle: ${size} KiB gzipped, the limit is ${limitKiB} KiB.`);
	process.exitCode = Number(size) < limitKiB ? 0 : 1;
} finally {
	rmSync(out, { recursive: true });
}

await buildConsole();
const sizeOf = (name: string): number =>
	gzipSync(readFileSync(join(projectFolder, "console", "dist", "assets", name)), { level: 9 }).length;
const kB = (bytes: number): string => (bytes / 1_000).toFixed(1);
for (const [page, files] of Object.entries(firstLoads)) {
	const loaded = files.reduce((sum, name) => sum + sizeOf(name), 0);
	const each = files.map((name) => `${name} ${kB(sizeOf(name))}`).join(", ");
	console.log(
		`The first load of ${page}: ${kB(loaded)} kB gzipped (${each}), the limit is ${kB(mostLoaded)} kB.`,
	);
	if (loaded > mostLoaded) process.exitCode = 1;
}
