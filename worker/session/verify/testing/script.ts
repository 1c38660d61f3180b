// The script in docs/, asked without a process of its own.
import { z } from "zod";
import type { Loose } from "./stored.ts";

type Judge = (file: Uint8Array, known: { keys?: string[]; heads?: string[] }) => unknown;
const Script = z.object({ judge: z.custom<Judge>((value) => typeof value === "function") });
const Said = z.object({ code: z.int(), lines: z.array(z.string()) });
export type Said = z.infer<typeof Said>;

const path = new URL("../../../../docs/verify-transcript.mjs", import.meta.url).href;
const { judge } = Script.parse(await import(path));

/** An export without its seal, which would give every change away: only what events, heads and reports prove is left. */
export const unsealed = ({ seal: _, ...rest }: Loose): Loose => ({ ...rest, v: 1 });

/** What it says about a file, given these keys. */
export const ask = (file: string | Uint8Array, ...keys: string[]): Said =>
	Said.parse(judge(typeof file === "string" ? new TextEncoder().encode(file) : file, { keys }));
