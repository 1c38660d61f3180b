// Calls of Windows' own functions, by Koffi (https://koffi.dev): Node has none for job objects, access lists and code pages.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type Koffi from "koffi";
import { nativeName, nativePackage } from "./native-name.ts";

type Native = typeof Koffi;

/** What is loaded at its first use, and once: other systems have none of it. */
export const lazily = <T>(load: () => T): (() => T) => {
	let loaded: T | undefined;
	return () => {
		loaded ??= load();
		return loaded;
	};
};

/** Throws where its file is missing. */
export const native = lazily((): Native => load());

/** Why this agent can't run on this machine; null: it can. */
export const nativeTrouble = (): string | null => {
	if (process.platform !== "win32") return null;
	try {
		native();
		return null;
	} catch (thrown) {
		const file = nativeName(process.arch);
		return `The agent can't load ${file}: ${thrown instanceof Error ? thrown.message : thrown}. Copy it beside caisey-agent.cjs.`;
	}
};

/** Beside the bundle, else where npm put it. */
const load = (): Native => {
	const { name, file } = nativePackage(process.arch);
	const beside = join(import.meta.dirname, nativeName(process.arch));
	const installed = join(import.meta.dirname, "..", "..", "node_modules", name, file);
	const module: { exports: Native } = { exports: {} as Native };
	process.dlopen(module, existsSync(beside) ? beside : installed);
	return module.exports;
};
