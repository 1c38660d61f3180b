// Replaying a run: the page with the player, the list of parts, each part, the moments that are marked, where a moment is with its pauses cut or kept; and all of it as a file.
import type { Context } from "hono";
import { z } from "zod";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { streamed } from "../access/body.ts";
import { attachment, castFile } from "../access/file-names.ts";
import { notFoundPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { withWasm } from "../access/safety.ts";
import { After, runOf } from "../output/raw.ts";
import { mostInBar } from "./bar.ts";
import { castOf, screen } from "./cast.ts";
import { marksOf } from "./marks.ts";
import { replayPage } from "./page.ts";
import { PartWish, partAddress, partOf } from "./part.ts";
import { partsOf, placesOf, timelineOf } from "./timeline.ts";

type C = Context<Reading>;

/** GET /s/:session/runs/:run/replay */
export const replay = async (c: C) => {
	const run = await begunRun(c);
	if (!run) return c.html(notFoundPage("This run doesn't exist."), 404);
	c.header("Content-Security-Policy", withWasm);
	return c.html(replayPage(c.var.me, c.req.param("session") ?? "", run));
};

/** GET /s/:session/runs/:run/replay.cast */
export const replayCast = async (c: C) => {
	const run = await begunRun(c);
	if (!run) return c.html(notFoundPage("This run doesn't exist."), 404);
	return c.body(streamed(castOf(c.var.source, run)), 200, {
		"Content-Type": "application/x-asciicast",
		"Content-Disposition": attachment(castFile(c.req.param("session") ?? "", run)),
	});
};

/** GET /s/:session/runs/:run/replay/played?pauses=cut|kept: the parts, as the player takes them. */
export const replayParts = async (c: C) => {
	const pauses = PartWish.shape.pauses.safeParse(c.req.query("pauses") ?? "cut");
	if (!pauses.success) return c.json({ error: "pauses must be cut or kept" }, 400);
	const run = await begunRun(c);
	if (!run) return c.json({ error: "no such run" }, 404);
	const line = await timelineOf(c.var.source, run.run);
	if (!line) return c.json({ error: "nothing was recorded" }, 404);
	const { parts, duration } = partsOf(line, pauses.data);
	const { marks } = await marksOf(c.var.source, run);
	return c.json({
		version: 1,
		term: { cols: screen.width, rows: screen.height },
		duration: seconds(duration),
		markers: marks.slice(0, mostInBar).map(({ at, text }) => [seconds(line.at[pauses.data](at)), text]),
		segments: parts.map((part, i) => ({
			start: seconds(part.start),
			url: partAddress(part, pauses.data, i === parts.length - 1),
		})),
	});
};

/** GET /s/:session/runs/:run/replay/part?…: one of them. */
export const replayPart = async (c: C) => {
	const wish = PartWish.safeParse(c.req.query());
	if (!wish.success) return c.json({ error: "no part of ours has this address" }, 400);
	const run = await begunRun(c);
	if (!run) return c.json({ error: "no such run" }, 404);
	const part = await partOf(c.var.source, run, wish.data);
	return part ? c.json(part) : c.json({ error: "this is more than a part of ours" }, 400);
};

/** GET /s/:session/runs/:run/replay/marks?after=n: a page of the moments that records after that one mark, at their seconds with pauses
 * cut and kept. */
export const replayMarks = async (c: C) => {
	const after = After.safeParse(c.req.query("after") ?? 0);
	if (!after.success) return c.json({ error: "after must be a whole number" }, 400);
	const run = await begunRun(c);
	if (!run) return c.json({ error: "no such run" }, 404);
	const { marks, next } = await marksOf(c.var.source, run, after.data);
	// Reports come after what they tell of: the time behind the page isn't asked for.
	const places =
		marks.length > 0 ? await placesOf(c.var.source, run.run, next ?? Number.MAX_SAFE_INTEGER) : null;
	const placed = marks.map((one) => ({
		cut: seconds(places?.at.cut(one.at) ?? 0),
		kept: seconds(places?.at.kept(one.at) ?? 0),
		text: one.text,
	}));
	return c.json({ marks: placed, next });
};

/** `at`: in seconds. */
const PlaceWish = z.object({
	at: z.coerce
		.number()
		.min(0)
		.max(Number.MAX_SAFE_INTEGER / 1_000_000),
	pauses: PartWish.shape.pauses,
});

/** GET /s/:session/runs/:run/replay/place?at=1.5&pauses=cut|kept: where that moment is with pauses cut and kept. */
export const replayPlace = async (c: C) => {
	const wish = PlaceWish.safeParse(c.req.query());
	if (!wish.success) return c.json({ error: "at must be seconds, pauses cut or kept" }, 400);
	const run = await begunRun(c);
	const places = run && (await placesOf(c.var.source, run.run, Number.MAX_SAFE_INTEGER));
	if (!places) return c.json({ error: "no such run" }, 404);
	const clock = places.clock[wish.data.pauses](Math.round(wish.data.at * 1_000_000));
	return c.json({ cut: seconds(places.at.cut(clock)), kept: seconds(places.at.kept(clock)) });
};

const seconds = (moment: number): number => moment / 1_000_000;

const begunRun = async (c: C): Promise<TranscriptRun | null> => {
	const run = await runOf(c);
	return run && run.state !== "waiting" ? run : null;
};
