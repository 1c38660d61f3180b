// What is new since a page was delivered: its script asks each second while something runs, seldom otherwise.
import type { Context } from "hono";
import { html } from "hono/html";
import type { TranscriptRun } from "../protocol/transcript.ts";
import type { Html } from "./escape.ts";
import { streamTitle } from "./header.ts";
import { namesIn } from "./names.ts";
import { entry } from "./page/event.ts";
import { runFoot, runHead, runPanel, runTitle } from "./page/run.ts";
import { stateChip, waitingList } from "./page/transcript.ts";
import { After } from "./raw.ts";
import type { Reading } from "./reading.ts";
import { eventsPerPage, type Item, timeline } from "./timeline.ts";

/** GET /s/:session/events?after=seq: entries as the page shows them, and each run as it stands. */
export const liveUpdate = async (c: Context<Reading>) => {
	const after = After.safeParse(c.req.query("after") ?? 0);
	if (!after.success) return c.json({ error: "after must be a whole number" }, 400);
	const { source } = c.var;
	const events = await source.events(after.data, eventsPerPage);
	const [header, runs] = [await source.header(), await source.runs()];
	const items = timeline(events, runs);
	const names = namesIn(header, runs);
	const shown = ({ event, run }: Item) =>
		entry({
			event,
			names,
			header,
			run: run && runPanel(header.session, run, { html: html``, next: 0, whole: false }),
		});
	return c.json({
		last: events.at(-1)?.seq ?? after.data,
		more: events.length === eventsPerPage,
		busy: runs.some(({ state }) => state === "running"),
		closed: header.state === "closed",
		state: await text(stateChip(header.state)),
		waiting: await text(waitingList(runs.filter(({ state }) => state === "waiting"))),
		events: await Promise.all(
			items.map(async (item) => ({ seq: item.event.seq, html: await text(shown(item)) })),
		),
		runs: await Promise.all(changed(items, runs).map(runParts)),
	});
};

/** Runs whose parts may be others than before: those that run, and those that new events speak of. */
const changed = (items: Item[], runs: TranscriptRun[]): TranscriptRun[] => {
	const spoken = new Set(
		items.flatMap(({ event: { body } }) =>
			body && "run" in body && typeof body.run === "string" ? [body.run] : [],
		),
	);
	return runs.filter(({ run, state }) => state === "running" || spoken.has(run));
};

const runParts = async (run: TranscriptRun) => ({
	run: run.run,
	state: run.state,
	bytes: run.stdout + run.stderr,
	lastRecord: run.lastRecord,
	parts: {
		title: await text(runTitle(run)),
		head: await text(runHead(run)),
		foot: await text(runFoot(run)),
		stdout: streamTitle(run, "stdout"),
		stderr: streamTitle(run, "stderr"),
	},
});

const text = async (part: Html | string): Promise<string> => String(await part);
