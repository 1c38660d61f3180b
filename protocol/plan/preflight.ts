// What the endpoints said about a plan's steps before anyone approved it: parsed and looked up, nothing executed. It is part of
// the plan's bytes, so it is hashed and approved with them. It is the machine's own claim.
import { z } from "zod";
import { EndpointId, Sha256Hex } from "../ids.ts";
import { Effects } from "./effects.ts";

const wellFormed = (text: string) => text.isWellFormed();
const Text = (max: number) => z.string().max(max).refine(wellFormed, "has an unpaired surrogate");
/** Line and column count from 1. */
const Position = z.int().min(1).max(2_000_000);

export const preflightLimit = {
	/** Of a step. */
	problems: 20,
	names: 100,
	effects: 50,
	/** Bytes of an endpoint's whole answer as JSON: ten of them fit into a plan. */
	answer: 48_000,
} as const;

/** The step can't run as it is (`syntax`), or the machine doesn't have what it calls. */
export const StepProblem = z.discriminatedUnion("what", [
	z.strictObject({
		what: z.literal("syntax"),
		line: Position.nullable(),
		column: Position.nullable(),
		message: Text(500),
	}),
	z.strictObject({
		what: z.literal("missing"),
		kind: z.enum(["command", "module"]),
		name: Text(256),
		line: Position.nullable(),
	}),
]);
export type StepProblem = z.infer<typeof StepProblem>;

/** What a name means on that machine, to which account the step runs as. */
export const ResolvedName = z.strictObject({
	name: Text(256),
	/** `shell`: what runs the step. `builtin`: of the shell itself. `function`: of the step itself. `cmdlet`, `alias`: PowerShell's. */
	kind: z.enum(["shell", "builtin", "function", "alias", "cmdlet", "program", "script", "module"]),
	/** Of the file; for what comes from a module, of that module's file. Null: none. */
	path: Text(4_096).nullable(),
	version: Text(128).nullable(),
	/** Of the file at `path`; null: none, or it can't be read. */
	sha256: Sha256Hex.nullable(),
	/** Where a command comes from; an alias: what it stands for. */
	module: Text(256).nullable(),
});
export type ResolvedName = z.infer<typeof ResolvedName>;

/** What a step calls, by the names in its text: also in the arguments of others (`sudo -n rm x`), functions and aliases of its own, and
 * what isn't there. With what an alias stands for. */
export const Calls = z.array(Text(256)).max(preflightLimit.names);

export const StepPreflight = z.strictObject({
	/** False: the shell offers no way to parse it without running it (`cmd`), or parsing could load something. */
	parsed: z.boolean(),
	problems: z.array(StepProblem).max(preflightLimit.problems),
	names: z.array(ResolvedName).max(preflightLimit.names),
	effects: Effects,
	/** Problems, names or effects were left out: there were more than fit. */
	cut: z.boolean(),
	/** Missing: not all of it can be told, or doesn't fit; or the agent is older than 0.4.0. What a step may call beyond them is an
	 * effect that is `unseen` or `unknown`. */
	calls: Calls.exactOptional(),
});
export type StepPreflight = z.infer<typeof StepPreflight>;

/** Why an endpoint that is there has not checked it. */
export const Unable = z.enum(["agent-too-old", "not-confirmed", "no-answer", "too-slow", "failed"]);
export type Unable = z.infer<typeof Unable>;

const checked = {
	state: z.literal("checked"),
	/** One for each step of the plan, in their order. */
	steps: z.array(StepPreflight).min(1).max(21),
};
const unable = { state: z.literal("unable"), because: Unable, detail: Text(300).nullable() };

export const EndpointPreflight = z.discriminatedUnion("state", [
	z.strictObject({ endpoint: EndpointId, ...checked }),
	z.strictObject({ endpoint: EndpointId, state: z.literal("offline") }),
	z.strictObject({ endpoint: EndpointId, ...unable }),
]);
export type EndpointPreflight = z.infer<typeof EndpointPreflight>;

/** One entry for each endpoint of the plan, in their order. */
export const Preflight = z.strictObject({
	v: z.literal(1),
	endpoints: z.array(EndpointPreflight).min(1).max(10),
});
export type Preflight = z.infer<typeof Preflight>;

/** What the agent answers. */
export const PreflightAnswer = z.discriminatedUnion("state", [
	z.strictObject(checked),
	z.strictObject(unable),
]);
export type PreflightAnswer = z.infer<typeof PreflightAnswer>;
