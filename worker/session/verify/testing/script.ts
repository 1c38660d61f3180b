// The script in docs/, asked without a process of its own.
import { z } from "zod";

type Judge = (file: Uint8Array, known: { keys?: string[]; heads?: string[] }) => unknown;
const Script = z.object({ judge: z.custom<Judge>((value) => typeof value === "function") });
const Said = z.object({ code: z.int(), lines: z.array(z.string()) });
export type Said = z.infer<typeof Said>;

const path = new URL("../../../../docs/verify-transcript.mjs", import.meta.url).href;
const { judge } = Script.parse(await import(path));

/** What it says about a file, given these keys. */
export const ask = (file: string | Uint8Array, ...keys: string[]): Said =>
	Said.parse(judge(typeof file === "string" ? new TextEncoder().encode(file) : file, { keys }));
