// Bundles the Worker as a deploy would, and the console's scripts: fails where one is larger than the platform's free plan takes,
// or a page's first load than we do. Pages are those that lay one out, so that none is forgotten.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildConsole } from "../console/build.ts";
import { firstLoads, mostLoaded, sizeOf } from "../console/testing/loads.ts";
import { projectFolder } from "../local/child.ts";
import { wrangler, wranglerEnv } from "../local/wrangler.ts";

/** Cloudflare's limit for a Worker on the free plan, gzipped; the paid one is 10 MB. */
const limitKiB = 3 * 1024;

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
const kB = (bytes: number): string => (bytes / 1_000).toFixed(1);
const alike = Object.groupBy(firstLoads(), ([, files]) => files.join(", "));
for (const pages of Object.values(alike)) {
	const [[, files] = ["", []]] = pages ?? [];
	const loaded = files.reduce((sum, name) => sum + sizeOf(name), 0);
	const each = files.map((name) => `${name} ${kB(sizeOf(name))}`).join(", ");
	console.log(
		`The first load of ${pages?.map(([page]) => page).join(", ")}: ${kB(loaded)} kB gzipped (${each}), the limit is ${kB(mostLoaded)} kB.`,
	);
	if (loaded > mostLoaded) process.exitCode = 1;
}
