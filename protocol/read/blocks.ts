// Where long output can be opened: blocks of about 64 KiB that begin at a line's start, with what a reader has to know there.
import { z } from "zod";
import { Text } from "../bounds.ts";
import type { Stream } from "../record/records.ts";
import { modes } from "./modes.ts";

/** What a reader carries from one block into the next. `rest`: bytes that are read but not shown yet, base64; `held`: the
 * beginning of an escape sequence. */
export const Carried = z.strictObject({
	mode: z.enum(modes),
	rest: Text,
	held: Text,
	style: z.strictObject({
		colour: Text.nullable(),
		bold: z.boolean(),
		dim: z.boolean(),
		italic: z.boolean(),
		underline: z.boolean(),
	}),
});
export type Carried = z.infer<typeof Carried>;

/** Bytes and lines of each stream before a place. A line is what a line feed ends. */
export type Reached = { stdout: number; stderr: number; lines: Record<Stream, number> };

/** Where a block begins: in record `n`, after `skip` bytes of it. `carried`: null where an ordinary line begins. */
export type BlockStart = Reached & {
	n: number;
	skip: number;
	carried: Record<Stream, Carried | null>;
};

/** A block in the list. `notes`: records further on that report something of it, the first hundred. */
export type Block = Omit<BlockStart, "carried"> & { id: number; notes: number[] };

/** Blocks in their order, as far as they are found. `end`: how far that is, `n` the last record before it; `complete`: it is the
 * end of what is stored now; else ask for those after `next`, or after the last of these. */
export type BlockPage = {
	blocks: Block[];
	end: Reached & { n: number };
	complete: boolean;
	next?: number;
	/** Blocks of another generation aren't these: an erasure came between, and the list begins again. */
	generation: number;
};

/** Of a run that isn't known. */
export const noBlocks: BlockPage = {
	blocks: [],
	end: { n: 0, stdout: 0, stderr: 0, lines: { stdout: 0, stderr: 0 } },
	complete: true,
	generation: 0,
};

/** Ids of a later part's blocks begin at a multiple of this. */
export const blocksOfPart = 10_000_000;
