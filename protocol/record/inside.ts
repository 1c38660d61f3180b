// What a runner inside the shell tells of a step, beyond its streams and its exit code. It shares a process with the
// command, so it is a witness, not a proof: a hostile command can lie here, but not about bytes already sent.
import { z } from "zod";
import { longestInRecord, mostInRecord } from "../bounds.ts";
import { Sha256Hex } from "../ids.ts";
import { Asked, ShownAnswer, Unanswered, Unopened } from "../prompt.ts";

/** How many bytes of each stream the step had written before: the place of an entry in the output. */
const Place = z.strictObject({ stdout: z.int().min(0), stderr: z.int().min(0) });

/** A place in the step's text, counted from 1; `text` is the statement there. */
const Position = z.strictObject({
	line: z.int().min(0),
	column: z.int().min(0),
	/** The file, if it isn't the step's own text. */
	file: z.string().max(longestInRecord).optional(),
	text: z.string().max(longestInRecord),
});
export type Position = z.infer<typeof Position>;

/** `at` is the agent's clock in microseconds since 1970, as in a record's header. */
const common = { at: z.int().min(0), place: Place };

export const InsideEntry = z.discriminatedUnion("what", [
	/** A record of one of PowerShell's other streams. The formatted text is in the output as well, unless `shown` is false. */
	z.strictObject({
		what: z.literal("message"),
		...common,
		stream: z.enum(["warning", "verbose", "debug", "information", "progress"]),
		text: z.string().max(longestInRecord),
		shown: z.boolean(),
	}),
	/** An error. `shown`: it reached the output. `swallowed`: it was caught, or nothing showed it. `silenced`: the step asked
	 * for silence in its own text (`-ErrorAction SilentlyContinue` or `Ignore`, `2>$null`), which is no verdict. */
	z.strictObject({
		what: z.literal("error"),
		...common,
		how: z.enum(["shown", "swallowed", "silenced"]),
		/** Whether it ends a statement (`throw`, an exception) or not (`Write-Error`). */
		terminating: z.boolean(),
		message: z.string().max(longestInRecord),
		category: z.string().max(longestInRecord),
		/** The fully qualified id: `PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand`. */
		id: z.string().max(longestInRecord),
		exception: z.string().max(longestInRecord),
		position: Position.nullable(),
		stack: z.string().max(longestInRecord),
	}),
	/** A program that the step called. `code` is null if it could not be learned. `bestEffort`: by a trap of `sh` or `bash`. */
	z.strictObject({
		what: z.literal("native"),
		...common,
		path: z.string().max(longestInRecord),
		arguments: z.array(z.string().max(longestInRecord)).max(mostInRecord),
		code: z.int().nullable(),
		bestEffort: z.boolean(),
		/** Its bytes are in the record as it wrote them, or as PowerShell decoded them (`$x = native`, `native | …`). */
		output: z.enum(["bytes", "decoded", "unknown"]),
		position: Position.nullable(),
	}),
	/** What a command's name resolved to. */
	z.strictObject({
		what: z.literal("command"),
		...common,
		name: z.string().max(longestInRecord),
		kind: z.string().max(longestInRecord),
		path: z.string().max(longestInRecord).nullable(),
		module: z.string().max(longestInRecord).nullable(),
		version: z.string().max(longestInRecord).nullable(),
	}),
	/** The step can't be parsed, and nothing of it ran. */
	z.strictObject({
		what: z.literal("parse-error"),
		...common,
		message: z.string().max(longestInRecord),
		id: z.string().max(longestInRecord),
		position: Position,
	}),
	/** What the shell itself says at the end: `$?` and `$LASTEXITCODE`. The process's own code is in the `end` record. */
	z.strictObject({
		what: z.literal("status"),
		...common,
		success: z.boolean().nullable(),
		lastExitCode: z.int().nullable(),
	}),
	/** The runner's channel ended without its last word: the step ended its own process (`[Environment]::Exit`), or was killed. */
	z.strictObject({ what: z.literal("cut-off"), ...common }),
	/** The step asked something that its plan doesn't allow. PowerShell was stopped there; bash went on without an answer. */
	z.strictObject({
		what: z.literal("prompt-refused"),
		...common,
		prompt: z.enum(["text", "secret", "choices", "credential"]),
		text: z.string().max(longestInRecord),
	}),
	/** The step asks, and waits. Its plan allows questions of this kind. */
	z.strictObject({ what: z.literal("question"), ...common, ...Asked.shape }),
	/** The agent handed the answer to question `id` on. `by`: who gave it. */
	z.strictObject({
		what: z.literal("answered"),
		...common,
		id: Asked.shape.id,
		by: z.string().max(longestInRecord),
		answer: ShownAnswer,
	}),
	/** Question `id` got no answer. `text`: the question's. */
	z.strictObject({
		what: z.literal("unanswered"),
		...common,
		id: Asked.shape.id,
		because: Unanswered,
		text: Asked.shape.text,
	}),
	/** The secret that `by` sealed as the answer to question `id` can't be handed on: the question stays open. `sealed`: the SHA-256
	 * of the sealed answer, as it travelled. */
	z.strictObject({
		what: z.literal("unopened"),
		...common,
		id: Asked.shape.id,
		by: z.string().max(longestInRecord),
		because: Unopened,
		sealed: Sha256Hex,
	}),
	/** Entries of a kind that came too fast or too often to keep: how many. */
	z.strictObject({
		what: z.literal("left-out"),
		...common,
		of: z.enum(["progress", "command"]),
		count: z.int().min(1),
	}),
]);
export type InsideEntry = z.infer<typeof InsideEntry>;

/** An entry of a kind from a later version, kept and not read. */
const LaterEntry = z
	.looseObject({ what: z.string().max(longestInRecord) })
	.refine(({ what }) => !InsideEntry.options.some(({ shape }) => shape.what.value === what), "malformed")
	.transform((): { what: "unknown" } => ({ what: "unknown" }));

/** One record holds the entries that came together, in their order. An error that nothing showed comes with the end of the
 * step, until when it still could be: its time and place say where it belongs. */
export const InsideEvent = z.strictObject({
	type: z.literal("inside"),
	v: z.literal(1),
	entries: z
		.array(z.union([InsideEntry, LaterEntry]))
		.max(mostInRecord)
		.min(1),
});

/** How much the agent can see inside this step, told before the process starts. `plain`: streams and exit code alone. A later
 * one counts from there on: the runner did not start, or its channel can't be trusted any more. */
export const CaptureEvent = z.strictObject({
	type: z.literal("capture"),
	v: z.literal(1),
	by: z.enum(["plain", "powershell", "traps"]),
	/** What can't be seen, and why, in words. */
	unseen: z
		.array(
			z.strictObject({ what: z.string().max(longestInRecord), because: z.string().max(longestInRecord) }),
		)
		.max(mostInRecord),
});
export type CaptureEvent = z.infer<typeof CaptureEvent>;
export type InsideEvent = z.infer<typeof InsideEvent>;

const Count = z.int().min(0);

/** What counts for a run's verdict, as the Worker counted the entries of its recording when the run ended. */
export const InsideCounts = z.strictObject({
	by: CaptureEvent.shape.by,
	/** Errors that nothing showed, and that the step's own text didn't silence. */
	swallowed: Count,
	/** Calls of programs that ended with a code of failure. */
	failed: Count,
	/** Questions that got no answer. */
	refused: Count,
	/** Errors for which nothing of the step could run. */
	unparsed: Count,
	/** Why there may be more: the report breaks off, or is too much to be read again. */
	unseen: z.enum(["cut-off", "too-much"]).nullable(),
});
export type InsideCounts = z.infer<typeof InsideCounts>;

/** Where an entry is in a recording: the record's number, and its index there. */
const where = { record: z.int().min(1), entry: Count };

/** One of the first entries that count, shortened for cards and lists. `line` 0: unknown. */
export const Highlight = z.discriminatedUnion("what", [
	z.strictObject({
		what: z.literal("error"),
		...where,
		message: z.string().max(longestInRecord),
		line: Count,
	}),
	z.strictObject({
		what: z.literal("native"),
		...where,
		program: z.string().max(longestInRecord),
		code: z.int(),
		line: Count,
	}),
	z.strictObject({ what: z.literal("prompt-refused"), ...where, text: z.string().max(longestInRecord) }),
	z.strictObject({
		what: z.literal("parse-error"),
		...where,
		message: z.string().max(longestInRecord),
		line: Count,
	}),
]);
export type Highlight = z.infer<typeof Highlight>;

/** The counts and the first of what was counted, as surfaces show them. */
export const Inside = InsideCounts.extend({ first: z.array(Highlight).max(mostInRecord) });
export type Inside = z.infer<typeof Inside>;
