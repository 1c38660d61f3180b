// A plan: what is asked to be approved, whole. Its stored bytes are what is hashed, shown, approved, sent and run.
import { z } from "zod";
import { fromUtf8, hex, utf8 } from "../bytes.ts";
import { ClientId, EndpointId, Instant, PersonId, PlanId, SessionId, Sha256Hex } from "../ids.ts";
import { ToldPerson } from "./person.ts";
import { Preflight } from "./preflight.ts";
import { Script, scriptLimit } from "./script.ts";
import { mostSecrets, PlanSecret } from "./secret-name.ts";

export const Shell = z.enum(["sh", "bash", "pwsh", "powershell", "cmd"]);
export type Shell = z.infer<typeof Shell>;

/** The longest command line in UTF-8 bytes, limited by what its shell accepts as one argument:
 * Linux's MAX_ARG_STRLEN is 128 KiB; Windows' command line 32,767 characters, of which `-EncodedCommand` uses 8 for 3 bytes of UTF-16; `cmd`'s 8,191. */
export const commandLimit = {
	sh: 65_536,
	bash: 65_536,
	pwsh: 12_000,
	powershell: 12_000,
	cmd: 8_000,
} as const satisfies Record<Shell, number>;

/** The longest command line of all. */
const commandLineLimit = 65_536;

/** The most bytes of a plan: a Durable Object's row holds 2 MB. */
export const planLimit = 1_900_000;

const wellFormed = (text: string) => text.isWellFormed();
const Text = (max: number) => z.string().max(max).refine(wellFormed, "has an unpaired surrogate");

/** Kinds of questions that a running step may ask people. An empty list: none; a prompt then ends the run. */
export const InputKind = z.enum(["choices", "text", "secret"]);
export type InputKind = z.infer<typeof InputKind>;

/** Single blanks may be within it: `Anna Maria`. */
const UserName = Text(256).regex(/^[^\s\p{Cc}\p{Cf}]+(?: [^\s\p{Cc}\p{Cf}]+)*$/u, "not a user name");

/** As whom the steps run: the account of the agent's own service, another local user, or the user at the endpoint's screen when
 * the step starts. The others need an agent that runs as root or SYSTEM. */
export const RunAs = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("agent") }),
	z.strictObject({ kind: z.literal("user"), name: UserName }),
	/** `name`: which one, if several are. */
	z.strictObject({ kind: z.literal("logged-on"), name: UserName.exactOptional() }),
]);
export type RunAs = z.infer<typeof RunAs>;

export const Phase = z.enum(["before", "command", "after"]);
export type Phase = z.infer<typeof Phase>;

/** Exit codes, with or without a sign. */
export const SuccessCodes = z
	.array(
		z
			.int()
			.min(-(2 ** 31))
			.max(2 ** 32 - 1),
	)
	.min(1)
	.max(20);

export const Step = z
	.strictObject({
		phase: Phase,
		/** The exact text given to the shell, or of the script. */
		command: Text(scriptLimit)
			.refine((text) => text.trim() !== "", "is empty")
			.refine((text) => !text.includes("\0"), "has a NUL"),
		/** The text is a file that the shell runs. Missing: it is a command line. */
		script: Script.exactOptional(),
		/** The exit codes that mean success. Missing: 0 alone. */
		success: SuccessCodes.exactOptional(),
	})
	.refine(({ command, script }) => script !== undefined || command.length <= commandLineLimit, {
		error: "is too long for a command line",
		path: ["script"],
	});
export type Step = z.infer<typeof Step>;

/** The plain words, by the proposer, for the approvers. */
export const Words = z.strictObject({ changes: Text(1_000), notices: Text(1_000), undo: Text(1_000) });
export type Words = z.infer<typeof Words>;

const phases = Phase.options;
const inOrder = (steps: Step[]) =>
	steps.every(
		(step, i) => i === 0 || phases.indexOf(step.phase) >= phases.indexOf((steps[i - 1] as Step).phase),
	) && steps.filter((step) => step.phase === "command").length === 1;

/** The steps of a plan: 0–10 checks before, exactly one command, 0–10 checks after, in that order. */
export const Steps = z
	.array(Step)
	.min(1)
	.max(21)
	.refine(inOrder, "must be checks before, one command, checks after");

/** What a proposer chooses, and the plan and its card have as it is. */
export const choices = {
	shell: Shell,
	runAs: RunAs,
	/** The directory that each step starts in; null: the home of the account that it runs as. */
	cwd: Text(4_096).nullable(),
	steps: Steps,
	/** Seconds that one step may take before its process tree is ended. */
	stepTimeLimit: z.int().min(1).max(86_400),
	/** Whether a check before that doesn't succeed keeps the command from running. Checks after run in any case. */
	failedCheck: z.enum(["stop", "continue"]),
	input: z.array(InputKind).max(3),
	/** Seconds after the approval (or after `notBefore`, if that is later) in which the first step must start. */
	runWithin: z
		.int()
		.min(60)
		.max(30 * 86_400),
	notBefore: Instant.nullable(),
	words: Words,
	/** The command restarts the machine: the checks after run when its agent is back. */
	restart: z.literal(true).exactOptional(),
	/** What the person at the machine is told or asked before the first step. */
	person: ToldPerson.exactOptional(),
};

/** What a proposer chooses; the Session makes a Plan of it. */
export const PlanDraft = z.strictObject({
	endpoints: z.array(EndpointId).min(1).max(10),
	/** Seconds in which approvers may decide. */
	decideWithin: z
		.int()
		.min(60)
		.max(30 * 86_400),
	...choices,
});
export type PlanDraft = z.infer<typeof PlanDraft>;

export const Plan = z.strictObject({
	v: z.literal(1),
	id: PlanId,
	client: ClientId,
	session: SessionId,
	proposedBy: PersonId,
	proposedAt: Instant,
	decideBy: Instant,
	/** `key` is the SHA-256 of the endpoint's raw Ed25519 public key: a re-enrolled endpoint is another one. */
	endpoints: z
		.array(z.strictObject({ id: EndpointId, name: z.string().min(1).max(64), key: Sha256Hex }))
		.min(1)
		.max(10),
	...choices,
	/** Named secrets, asked for in the console between approval and run: just those that the steps use. */
	secrets: z.array(PlanSecret).max(mostSecrets),
	/** What the endpoints said about the steps beforehand. Null: none could be asked, as an agent is older than that. */
	preflight: Preflight.nullable(),
});
export type Plan = z.infer<typeof Plan>;

export type Choices = Pick<Plan, keyof typeof choices>;
/** What its proposer chose, in the schema's order. */
export const choicesOf = (plan: Choices): Choices =>
	Object.fromEntries(Object.entries(plan).filter(([name]) => Object.hasOwn(choices, name))) as Choices;

/** SHA-256 of all parts in a row; the caller brings one (`node:crypto` in Node and workerd). */
export type Sha256 = (...parts: Uint8Array[]) => Uint8Array;

/** The bytes that are stored, hashed and sent. Made once; never made again from a parsed plan. */
export const planBytes = (plan: Plan): Uint8Array<ArrayBuffer> => utf8(JSON.stringify(Plan.parse(plan)));

/** A plan's digest: SHA-256 over its exact stored bytes, lower-case hexadecimal. */
export const planDigest = (bytes: Uint8Array, sha256: Sha256): string => hex(sha256(bytes));

/** Reads a plan's bytes: throws on invalid UTF-8, unknown keys, unpaired surrogates and anything else that is not a plan. */
export const readPlan = (bytes: Uint8Array): Plan => Plan.parse(JSON.parse(fromUtf8(bytes)));

/** What people see of a digest: `9c41·e07b`. */
export const shortDigest = (digest: string): string => `${digest.slice(0, 4)}·${digest.slice(4, 8)}`;

/** When the first step must have started, given when the last vote fell. */
export const runBy = (plan: Pick<Plan, "notBefore" | "runWithin">, approvedAt: Instant): Instant =>
	Math.max(approvedAt, plan.notBefore ?? 0) + plan.runWithin * 1000;
