// What a Recording, or a later part of one, may be asked. Its `fetch` takes the agent's data socket.

import type { Pace, PaceWish } from "../../protocol/read/pace.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { Inside } from "../../protocol/record/inside.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type {
	Cut,
	Excerpt,
	Outline,
	OutputPiece,
	PartBlocks,
	PartContents,
	RowsCheck,
	Spec,
} from "./values/recording.ts";

export interface RecordingContract {
	/** Of a later part: where it begins, and the events of those before it. */
	prepare(
		spec: Spec,
		part?: number,
		start?: Cut | null,
		before?: { count: number; bytes: number },
	): Promise<void>;
	/** For the first part: where a later one begins. */
	goesOn(part: number, start: Cut): Promise<void>;

	/** The first output of this part. */
	beginning(): Promise<Excerpt>;
	/** The last output until the end of this part. */
	ending(): Promise<OutputPiece[]>;
	/** For the first part: the code page that the run's context names. */
	codePage(): Promise<number | null>;
	/** Where each part begins (none: never prepared), and whether its output was erased. */
	outline(): Promise<Outline>;
	tail(): Promise<Cut>;
	/** Records with n > after, at most about `maxBytes` of payload (at least one record). `only`: events alone. */
	records(after: number, maxBytes: number, only?: "events"): Promise<StoredRecord[]>;
	/** When this part's records came, a bounded step of them; reads nothing of what they hold. */
	pace(wish: PaceWish): Promise<Pace>;
	/** Bytes [start, end) of a stream, read as they are wanted; null if they were erased. */
	stream(stream: Stream, start: number, end: number): Promise<ReadableStream<Uint8Array> | null>;
	/** Where this part's output can be opened, after block `i` (-1: from the first on); finds more of it, a bounded step a call. */
	blocks(i: number): Promise<PartBlocks>;
	/** What block `i` holds, of records after `after`; null: no such block. */
	block(i: number, after: number): Promise<PartContents | null>;
	/** Null if this part was never prepared. */
	about(): Promise<{ spec: Spec; start: Cut; erased: boolean } | null>;
	check(from: Cut, maxBytes: number): Promise<RowsCheck>;
	/** Whether this part begins with the start of a process. */
	tellsOfStart(): Promise<boolean>;
	/** What the shell reported of the step in this part. */
	inside(): Promise<Inside>;

	/** The ones among some records that are in this part, hold output or what the shell reported, and aren't erased yet. */
	erasable(records: number[]): Promise<number[]>;
	/** The events of this part that stay when its output goes; `others`: whether there are any that go. */
	staying(): Promise<{ stays: number[]; others: boolean }>;
	/** Erases bytes and salts of some such records, or of all; the chain still verifies. */
	erase(records: number[] | null): Promise<void>;
}
