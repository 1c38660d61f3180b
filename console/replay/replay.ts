// Replaying a run: the page with the player, and the recording that it plays, which downloads too.
import type { Context } from "hono";
import { streamed } from "../access/body.ts";
import { attachment, castFile } from "../access/file-names.ts";
import { notFoundPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { withWasm } from "../access/safety.ts";
import { runOf } from "../output/raw.ts";
import { castOf } from "./cast.ts";
import { replayPage } from "./page.ts";

type C = Context<Reading>;

/** GET /s/:session/runs/:run/replay */
export const replay = async (c: C) => {
	const run = await runOf(c);
	if (!run || run.state === "waiting") return c.html(notFoundPage("This run doesn't exist."), 404);
	c.header("Content-Security-Policy", withWasm);
	return c.html(replayPage(c.var.me, c.req.param("session") ?? "", run));
};

/** GET /s/:session/runs/:run/replay.cast, and …/replay/played for the player, which saves nothing. */
export const replayCast = async (c: C) => {
	const run = await runOf(c);
	if (!run || run.state === "waiting") return c.html(notFoundPage("This run doesn't exist."), 404);
	return c.body(streamed(castOf(c.var.source, run)), 200, {
		"Content-Type": "application/x-asciicast",
		"Content-Disposition": attachment(castFile(c.req.param("session") ?? "", run)),
	});
};
