// Entries of the step's PATH that name no folder: a program that moved is the usual reason for "not found".
import { stat } from "node:fs/promises";
import { delimiter } from "node:path";
import { listed, unanswered } from "../../../domain/environment.ts";
import { isOnNetwork } from "../../windows/network.ts";
import type { Environment } from "../environment.ts";
import { type Patient, patient } from "../patience.ts";

export const isFolder = (path: string): Promise<boolean> =>
	stat(path).then(
		(one) => one.isDirectory(),
		() => false,
	);

/** A server that is gone never answers. Node has four threads for such questions: two stay free. */
const folders = patient(isFolder, 150, 2);

/** `found`: whether a folder is there. */
export const missingOnPath = async (env: Environment, found: Patient<boolean> = folders): Promise<string> => {
	const name = Object.keys(env).find((one) => /^path$/i.test(one));
	const entries = [...new Set((env[name ?? ""] ?? "").split(delimiter).filter(Boolean))];
	const problems: string[] = [];
	for (const entry of entries) {
		const problem = await problemOf(entry, found);
		if (problem !== null) problems.push(problem);
	}
	return listed(problems);
};

const problemOf = async (entry: string, found: Patient<boolean>): Promise<string | null> => {
	const path = withVariables(entry);
	if (process.platform === "win32" && isOnNetwork(path)) return `${entry} (on the network, not looked at)`;
	const answer = await found(path);
	if (answer === undefined) return entry + unanswered.unasked;
	return answer ? null : entry + (answer === null ? unanswered.late : "");
};

/** Windows keeps quotes and `%SystemRoot%` in some of them. */
const withVariables = (entry: string): string =>
	process.platform === "win32"
		? entry.replaceAll('"', "").replace(/%([^%]+)%/g, (all, name: string) => process.env[name] ?? all)
		: entry;
