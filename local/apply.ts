// Applies the local mode's set-up file through the owner API, as `npm run admin -- apply` does.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tokensFor } from "../admin/apply.ts";
import { applySetup } from "../admin/owner.ts";
import { readSetup } from "../admin/setup-file.ts";
import type { ApplyResponse } from "../protocol/setup.ts";
import { projectFolder } from "./child.ts";
import { windowsName } from "./windows.ts";

export const localSetup = join(projectFolder, "local", "setup.yaml");

/** Rejects with what is wrong, in words. `reissue`: endpoints that need a new enrollment token. */
export const applyLocally = async (options: {
	workerUrl: string;
	ownerToken: string;
	slackToken: string;
	reissue: string[];
	/** Whether there is a Windows endpoint, too. */
	windows: boolean;
}): Promise<ApplyResponse> => {
	const { workerUrl, ownerToken, slackToken, reissue, windows } = options;
	const read = readSetup(await readFile(localSetup, "utf8"));
	if (!read.ok) throw new Error(read.problems.join("\n"));
	const { tokens } = tokensFor(read.setup, { SLACK_BOT_TOKEN: slackToken });
	const { endpoints } = read.setup.clients["acme-dental"] ?? {};
	if (windows && endpoints) endpoints[windowsName] = { description: "Wine 10 on this computer" };
	const request = { setup: read.setup, tokens, reissue, by: "npm start" };
	const seen = { ...request, vouched: [], dryRun: true, revision: null };
	const now = await applySetup(workerUrl, ownerToken, seen);
	const { revision, vouch } = now.ok ? now.response : { revision: null, vouch: [] };
	// The accounts are made up, so no one needs to confirm them.
	const vouched = vouch.map((one) => one.vouch);
	const applied = await applySetup(workerUrl, ownerToken, { ...request, vouched, dryRun: false, revision });
	if (!applied.ok) throw new Error(`The Worker rejected local/setup.yaml: ${applied.problems.join("; ")}`);
	return applied.response;
};
