// Puts the transcript's page together from a source.
import type { TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { day } from "../../words/times.ts";
import type { Html } from "../html/escape.ts";
import { entry, orphan } from "./event.ts";
import { fold, foldedAs, grouped, isFolded } from "./fold.ts";
import { inliner } from "./inline.ts";
import { namesIn } from "./names.ts";
import { transcriptPage } from "./page.ts";
import { runPanel } from "./run.ts";
import { allEvents, collected, type Item, timeline, unplaced } from "./timeline.ts";

export const renderTranscript = async (
	source: TranscriptSource,
	me: { person: string; name: string },
): Promise<Html> => {
	const header = await source.header();
	// Events before runs: what an event tells, the runs then know.
	const events = await collected(allEvents(source));
	const runs = await source.runs();
	const names = namesIn(header, runs, events);
	const first = inliner(source);
	const items = timeline(events, runs);
	const drawn = async ({ event, run }: Item, newDay: boolean): Promise<Html> =>
		entry({
			reader: me.person,
			event,
			names,
			header,
			newDay,
			run: run && runPanel(header.session, run, await first(run)),
			foldedAs: foldedAs(event),
		});
	const entries: Html[] = [];
	let today = "";
	for (const group of grouped(items)) {
		const began = day(group[0].event.at);
		if (isFolded(group[0])) entries.push(fold(group, await each(group, began, drawn), began !== today));
		else entries.push(...(await each(group, today, drawn)));
		today = began;
	}
	const rest = unplaced(items, runs);
	for (const run of rest.filter(({ state }) => state === "ended"))
		entries.push(orphan(runPanel(header.session, run, await first(run))));
	const waiting = rest.filter(({ state }) => state === "waiting");
	return transcriptPage({
		header,
		name: me.name,
		reader: me.person,
		names,
		entries,
		waiting,
		last: events.at(-1)?.seq ?? 0,
	});
};

/** Items in their order, each told whether it is the first of its day. */
const each = async (
	items: Item[],
	before: string,
	drawn: (item: Item, newDay: boolean) => Promise<Html>,
): Promise<Html[]> => {
	const all: Html[] = [];
	let today = before;
	for (const item of items) {
		all.push(await drawn(item, day(item.event.at) !== today));
		today = day(item.event.at);
	}
	return all;
};
