// Changes since a page was delivered: its script asks each second while something runs, seldom otherwise.
import type { Context } from "hono";
import { html } from "hono/html";
import type {
	TranscriptHeader,
	TranscriptRun,
	TranscriptSource,
} from "../../protocol/read/transcript-source.ts";
import { readingText } from "../../words/reading.ts";
import type { Reading } from "../access/reading.ts";
import { beforeAndAfter } from "../compare/view.ts";
import { waitingErasures } from "../erase/page.ts";
import type { Html } from "../html/escape.ts";
import { After } from "../output/raw.ts";
import { sessionVerdict } from "../tone.ts";
import { askedBy } from "./asked.ts";
import { cancelling, cancelPart } from "./cancel.ts";
import { contents } from "./contents.ts";
import { entry } from "./event.ts";
import { fold, foldedAs, isFolded } from "./fold.ts";
import { streamTitle } from "./header.ts";
import { namesIn } from "./names.ts";
import { stateChip, waitingList } from "./page.ts";
import { planPanel, went, wentPart } from "./plan.ts";
import { runFoot, runHead, runPanel, runTitle } from "./run.ts";
import { eventsPerPage, type Item, timeline } from "./timeline.ts";
import { turn } from "./turn.ts";
import { witness } from "./witness.ts";

/** GET /s/:session/events?after=seq: entries as the page shows them, and each run's current state. */
export const liveUpdate = async (c: Context<Reading>) => {
	const after = After.safeParse(c.req.query("after") ?? 0);
	if (!after.success) return c.json({ error: "after must be a whole number" }, 400);
	const { source, me } = c.var;
	const events = await source.events(after.data, eventsPerPage);
	const [header, runs] = [await source.header(), await source.runs()];
	const items = timeline(events, runs);
	const names = namesIn(header, runs);
	const shown = ({ event, run }: Item) => {
		const drawn = entry({
			reader: me.person,
			event,
			names,
			header,
			run:
				run &&
				runPanel(header.session, run, { html: html``, next: 0, whole: false }, { asked: "", compared: "" }),
			foldedAs: foldedAs(event),
		});
		return isFolded({ event, run }) ? fold([{ event, run }], [drawn], false) : drawn;
	};
	const anew = changed(items, runs);
	const witnessed = witness(events);
	const going = new Set(anew.map(({ plan }) => plan));
	return c.json({
		last: events.at(-1)?.seq ?? after.data,
		more: events.length === eventsPerPage,
		busy: runs.some(({ state }) => state === "running"),
		closed: header.state === "closed",
		parts: {
			state: await text(stateChip(sessionVerdict(header, runs))),
			turn: await text(turn(header, me.person)),
			contents: await text(contents(header, runs)),
			erasures: await text(waitingErasures(header, names, me.person)),
			waiting: await text(waitingList(runs.filter(({ state }) => state === "waiting"))),
			...(witnessed !== "" && { witness: await text(witnessed) }),
			...Object.fromEntries(
				await Promise.all(
					header.plans.map(async (found) => [
						cancelPart(found.plan.id),
						await text(cancelling(found, header, me.person)),
					]),
				),
			),
			...Object.fromEntries(
				await Promise.all([...going].map(async (plan) => [wentPart(plan), await text(went(plan, runs))])),
			),
		},
		events: await Promise.all(
			items.map(async (item) => ({ seq: item.event.seq, html: await text(shown(item)) })),
		),
		plans: await Promise.all(
			header.plans
				.filter(({ plan }) => spoken(items, "plan").has(plan.id))
				.map(async (found) => ({
					plan: found.plan.id,
					html: await text(planPanel(found, header, me.person, runs)),
				})),
		),
		runs: await Promise.all(anew.map((run) => runParts(source, header, run, runs))),
	});
};

/** Runs that may look different than before: those that run, those that new events speak of, those that ended after one of
 * these, since the earlier ones judge each, and those of an endpoint that was given up. */
const changed = (items: Item[], runs: TranscriptRun[]): TranscriptRun[] => {
	const ids = spoken(items, "run");
	const of = runs.filter(({ run }) => ids.has(run));
	const isGivenUp = (run: TranscriptRun) =>
		items.some(
			({ event: { body } }) =>
				body?.kind === "plan.unheard" && body.plan === run.plan && body.endpoint === run.endpoint.id,
		);
	const isAfter = (run: TranscriptRun) =>
		of.some(({ plan, endpoint, step }) => {
			const same = plan === run.plan && endpoint.id === run.endpoint.id;
			return same && step < run.step && run.state === "ended";
		});
	return runs.filter((run) => run.state === "running" || ids.has(run.run) || isAfter(run) || isGivenUp(run));
};

/** Ids of the plans or runs that events speak of. */
const spoken = (items: Item[], of: "plan" | "run"): Set<unknown> =>
	new Set(
		items.flatMap(({ event: { body } }) =>
			Object.entries(body ?? {}).flatMap(([key, id]) => (key === of ? [id] : [])),
		),
	);

const runParts = async (
	source: TranscriptSource,
	{ questions, session }: TranscriptHeader,
	run: TranscriptRun,
	runs: TranscriptRun[],
) => ({
	run: run.run,
	state: run.state,
	bytes: run.stdout + run.stderr,
	lastRecord: run.lastRecord,
	parts: {
		title: await text(runTitle(run)),
		head: await text(runHead(run)),
		asked: await text(askedBy(run.run, questions)),
		compared: await text(await beforeAndAfter(source, run, runs, session)),
		foot: await text(runFoot(run)),
		reading: readingText(run.reading),
		stdout: streamTitle(run, "stdout"),
		stderr: streamTitle(run, "stderr"),
	},
});

const text = async (part: Html | string): Promise<string> => String(await part);
