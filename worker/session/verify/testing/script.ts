// The script in docs/, asked without a process of its own.
import { z } from "zod";
import type { Plan, Shell, Step } from "../../../../protocol/plan/plan.ts";
import type { Loose } from "./stored.ts";

type Judge = (
	file: Uint8Array,
	known: { keys?: string[]; heads?: string[]; approvers?: object },
) => Promise<unknown>;
type Hash = (parts: Uint8Array[]) => Uint8Array | Promise<Uint8Array>;
type Starts = (shell: Shell, step: Pick<Step, "command" | "script">, argv: string[]) => boolean;
type WithReferences = (plan: Pick<Plan, "shell" | "secrets">, command: string) => string;
const Script = z.object({
	judge: z.custom<Judge>((value) => typeof value === "function"),
	sha256Of: z.custom<Hash>((value) => typeof value === "function"),
	starts: z.custom<Starts>((value) => typeof value === "function"),
	withReferences: z.custom<WithReferences>((value) => typeof value === "function"),
});
const Said = z.object({ code: z.int(), lines: z.array(z.string()) });
export type Said = z.infer<typeof Said>;

const path = new URL("../../../../docs/verify-transcript.mjs", import.meta.url).href;
const { judge, sha256Of, starts, withReferences } = Script.parse(await import(path));

/** How it hashes a run's output, record by record. */
/** Whether these arguments let a shell run this step, and nothing else. */
export { sha256Of, starts, withReferences };

/** An export without its seal, which would give every change away: only what events, heads and reports prove is left. */
export const unsealed = ({ seal: _, ...rest }: Loose): Loose => ({ ...rest, v: 1 });

/** What it says about a file, given these keys, or heads too. */
export const ask = (file: string | Uint8Array, ...keys: string[]): Promise<Said> => asking(file, { keys });
export const asking = async (file: string | Uint8Array, known: Parameters<Judge>[1]): Promise<Said> =>
	Said.parse(await judge(typeof file === "string" ? new TextEncoder().encode(file) : file, known));
