// A run's output for a viewer that loads only what is seen: the list of its blocks, and what one of them holds.
import type { Context } from "hono";
import { z } from "zod";
import { codePageOf } from "../../domain/output/pages.ts";
import { base64 } from "../../protocol/bytes.ts";
import { type Block, noBlocks } from "../../protocol/read/blocks.ts";
import type { BlockContents, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { Reading } from "../access/reading.ts";
import type { Shown } from "./output.ts";
import { After, runOf } from "./raw.ts";
import { toShow } from "./record-words.ts";

type C = Context<Reading>;

const AfterBlock = z.coerce.number().int().min(-1);

/** GET /s/:session/runs/:run/blocks?after=id: where the output can be opened, some thousand places at a time. */
export const blockList = async (c: C) => {
	const after = AfterBlock.safeParse(c.req.query("after") ?? -1);
	if (!after.success) return c.json({ error: "after must be a whole number" }, 400);
	const run = await runOf(c);
	if (!run) return c.json({ error: "no such run" }, 404);
	const { blocks, ...rest } = holdsNothing(run) ? noBlocks : await c.var.source.blocks(run.run, after.data);
	return c.json({ ...rest, blocks: blocks.map(inRow) });
};

/** GET /s/:session/runs/:run/blocks/:id?after=n: its records, of those after n. */
export const blockRecords = async (c: C) => {
	const [id, after] = [After.safeParse(c.req.param("id")), After.safeParse(c.req.query("after") ?? 0)];
	if (!id.success || !after.success) return c.json({ error: "after must be a whole number" }, 400);
	const run = await runOf(c);
	const found = run ? await c.var.source.block(run.run, id.data, after.data) : null;
	if (!run || !found) return c.json({ error: "no such block" }, 404);
	return c.json({
		codePage: codePageOf(run.context?.facts),
		carried: found.start.carried,
		next: found.records.at(-1)?.n ?? after.data,
		more: found.more,
		generation: found.generation,
		records: shownOf(found, run).map(({ bytes, ...rest }) => ({ ...rest, bytes: bytes && base64(bytes) })),
	});
};

const holdsNothing = (run: TranscriptRun): boolean => run.state === "waiting";

/** Numbers in a row: names would be most of the answer. */
const inRow = ({ id, n, skip, stdout, stderr, lines, notes }: Block) => [
	...[id, n, skip, stdout, stderr, lines.stdout, lines.stderr],
	...notes,
];

/** Its records, without what is said of earlier blocks, then what later records say of it. */
const shownOf = ({ start, next, records, late, lateMore }: BlockContents, run: TranscriptRun): Shown[] => {
	const isFirst = start.stdout === 0 && start.stderr === 0;
	const isBefore = (place: Place) => !isFirst && isReached(place, start);
	const own = records.map((record): Shown => {
		const all = toShow(record, run);
		return { ...all, inside: all.inside.filter(({ place }) => !isBefore(place)) };
	});
	const reported = late.map((record): Shown => {
		const all = toShow(record, run);
		const inside = all.inside.filter(
			({ place }) => !isBefore(place) && (next === null || isReached(place, next)),
		);
		return { ...all, inside };
	});
	return [
		...own,
		...reported.filter(({ inside }) => inside.length > 0),
		...(lateMore ? [leftOut(own.at(-1)?.at ?? 0)] : []),
	];
};

/** Honest steps don't come this far: it is for those that would make the page too large. */
const leftOut = (at: number): Shown => ({
	...{ kind: "event", at, offset: 0, length: 0, bytes: null, inside: [], left: false, last: false },
	note: "the shell reported more about this part than is shown here. The recording keeps all of it",
});

type Place = Record<Stream, number>;
const isReached = (place: Place, at: Place): boolean =>
	place.stdout <= at.stdout && place.stderr <= at.stderr;
