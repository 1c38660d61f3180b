// What a name means: of the shell, of the step, or a file with its hash.
import type { ResolvedName } from "../../protocol/plan/preflight.ts";
import { fileHash } from "../process/programs.ts";

const bare = { path: null, version: null, sha256: null, module: null };

export const builtin = (name: string): ResolvedName => ({ name, kind: "builtin", ...bare });

/** A function or an alias that the step itself defines. */
export const ofStep = (name: string): ResolvedName => ({ name, kind: "function", ...bare });

export const programAt = async (
	name: string,
	path: string,
	over: AbortSignal,
	kind: "program" | "shell" = "program",
): Promise<ResolvedName> => ({ name, kind, ...bare, path, sha256: await hashOf(path, over) });

/** Bytes of a file that is hashed. */
const largest = 268_435_456;

/** Null: it can't be read within bounds. Throws where the time is over. */
export const hashOf = (path: string, over: AbortSignal): Promise<string | null> =>
	fileHash(path, { largest, over });
