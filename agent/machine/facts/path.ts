// Entries of the step's PATH that name no folder: a program that moved is the usual reason for "not found".
import { stat } from "node:fs/promises";
import { delimiter } from "node:path";
import { listed } from "../../../domain/environment.ts";
import type { Environment } from "../environment.ts";

/** A server that is gone never answers. */
const patienceMs = 150;

export const missingOnPath = async (env: Environment): Promise<string> => {
	const name = Object.keys(env).find((one) => /^path$/i.test(one));
	const entries = [...new Set((env[name ?? ""] ?? "").split(delimiter).filter(Boolean))];
	return listed((await Promise.all(entries.map(problemOf))).filter((one) => one !== null));
};

const problemOf = async (entry: string): Promise<string | null> => {
	if (process.platform === "win32" && /^[\\/]{2}/.test(entry))
		return `${entry} (on the network, not looked at)`;
	const { promise: late, resolve } = Promise.withResolvers<string>();
	const timer = setTimeout(() => resolve(`${entry} (no answer)`), patienceMs);
	const found = stat(withVariables(entry)).then(
		(one) => (one.isDirectory() ? null : entry),
		() => entry,
	);
	return Promise.race([found, late]).finally(() => clearTimeout(timer));
};

/** Windows keeps quotes and `%SystemRoot%` in some of them. */
const withVariables = (entry: string): string =>
	process.platform === "win32"
		? entry.replaceAll('"', "").replace(/%([^%]+)%/g, (all, name: string) => process.env[name] ?? all)
		: entry;
