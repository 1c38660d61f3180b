// Bundles the Worker as a deploy would, and fails where it is larger than the platform's free plan takes.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
