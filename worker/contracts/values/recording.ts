// What a Recording learns when it is prepared, and what it tells the Session about its run.
import { z } from "zod";
import type { Asked, Unanswered, Unopened } from "../../../protocol/prompt.ts";
import type { Block, BlockPage } from "../../../protocol/read/blocks.ts";
import type { ExcerptPart, Reading } from "../../../protocol/read/reading.ts";
import type { BlockContents } from "../../../protocol/read/transcript-source.ts";
import type { Drift } from "../../../protocol/record/drift.ts";
import type { SignedHead } from "../../../protocol/record/events.ts";
import type { Highlight } from "../../../protocol/record/inside.ts";
import type { PersonSeen } from "../../../protocol/record/person.ts";
import type { RunContext, RunSummary, Stream } from "../../../protocol/record/records.ts";
import { type RunLimit, RunLimits } from "../../../protocol/record/run-limit.ts";
import type { Found } from "../../../protocol/record/verdict.ts";

/** Whose recording it is; fixed before the plan reaches the endpoint. */
export const Spec = z.object({
	run: z.string(),
	session: z.string(),
	client: z.string(),
	endpoint: z.string(),
	/** The agent's public key, as enrolled when the plan was dispatched. */
	key: z.string(),
	plan: z.string(),
	digest: z.string(),
	/** Missing: an older version prepared it. */
	limits: RunLimits.exactOptional(),
});
export type Spec = z.infer<typeof Spec>;

/** A place between two records: the last one's number and link, and how many bytes of each stream there are until then. */
export type Cut = { n: number; link: Uint8Array; stdout: number; stderr: number };

/** A piece of a stream as it came. `whole`: it begins the stream. */
export type OutputPiece = { stream: Stream; whole: boolean; bytes: Uint8Array };

/** Blocks of one part: `i` counts them from 0, lines count from the part's start. */
export type PartBlocks = Omit<BlockPage, "blocks" | "generation"> & {
	blocks: (Omit<Block, "id"> & { i: number })[];
};
export type PartContents = Omit<BlockContents, "generation">;

/** Of a recording's first part: where each part begins (none: never prepared), whether its output was erased, and which
 * generation of its blocks is known. */
export type Outline = { starts: Cut[]; erased: boolean; generation: number };

/** First output as text. `seen`: how many bytes were looked at for it; `complete`: it is all text that these hold. */
export type Excerpt = { excerpt: string; seen: number; complete: boolean; reading: Reading };

/** How far a run's output is. `lines`: null if they were not counted; `part`: which lines the excerpt has; `whole`: it is all of
 * the output; `reading`: how its bytes were read; `errors`: of what failed, the last lines of stderr alone. */
export type Progress = {
	stdout: number;
	stderr: number;
	lines: number | null;
	excerpt: string;
	part: ExcerptPart;
	whole: boolean;
	reading: Reading;
	errors?: string;
};

/** A run is over. `agrees`: the agent's signed summary is what the recording holds. `found`: what the recording itself
 * tells beside it. */
export type Ended = {
	summary: RunSummary;
	agrees: boolean;
	found: Found;
	/** The first of what `found.inside` counts. */
	highlights?: Highlight[];
	head: SignedHead;
	progress: Progress;
};

/** What a recording tells the session of its run. */
export type RunReport =
	/** Its process is about to start: what the agent found before, and when (ms, the agent's clock). The session adds `drift`,
	 * which the endpoint's object finds. */
	| { type: "started"; context: RunContext; at: number; drift?: Drift }
	| { type: "progressed"; progress: Progress }
	/** It asks, and waits. `place`: how much of each stream there was before. */
	| { type: "asked"; asked: Asked; place?: { stdout: number; stderr: number } | undefined }
	/** A question of it is over: the step has the answer (null), or got none. */
	| { type: "asked-out"; prompt: number; unanswered: Unanswered | null }
	/** The sealed answer with this SHA-256 can't be handed on: the question is open again. */
	| { type: "unopened"; prompt: number; because: Unopened; sealed: string }
	/** What became of the plan's words for the person at the machine, before its process starts. */
	| { type: "person"; seen: PersonSeen }
	/** It is over, its recording complete and its head signed. */
	| { type: "ended"; ended: Ended }
	/** It passed a limit of the client's policy: it is to be stopped. */
	| { type: "limited"; limit: RunLimit }
	/** Records that contradict what is stored were kept out. */
	| { type: "integrity"; reason: string };

/** What the agent found before the start, and when (ms, the agent's clock). */
export type Started = { context: RunContext; at: number };
/** The end record's summary text and signature. */
export type End = { summary: string; signature: string };

/** A piece of a recording's part, checked row by row. */
export type RowsCheck = {
	/** The problems, in words; empty: every row is as it was chained. */
	problems: string[];
	/** How far it came; where it began, if there is nothing more. */
	to: Cut;
	/** The numbers of records of output whose bytes are gone. */
	gone: number[];
	/** The numbers of events whose bytes are gone. */
	struck: number[];
	started: Started | null;
	end: End | null;
};
