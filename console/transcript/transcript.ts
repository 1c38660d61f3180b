// Puts the transcript's page together from a source.
import type { TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { SessionEvent } from "../../protocol/record/events.ts";
import { day } from "../../words/times.ts";
import { checkBefore } from "../compare/outputs.ts";
import { beforeAndAfter } from "../compare/view.ts";
import type { Html } from "../html/escape.ts";
import type { SignedIn } from "../options.ts";
import { askedBy } from "./asked.ts";
import { entry, orphan } from "./event.ts";
import { fold, foldedAs, grouped, isFolded } from "./fold.ts";
import { inliner } from "./inline.ts";
import { namesIn } from "./names.ts";
import { type Shown, transcriptPage } from "./page.ts";
import { runPanel } from "./run.ts";
import { allEvents, collected, type Item, timeline, type Unplaced, unplaced } from "./timeline.ts";
import { witness } from "./witness.ts";

export const renderTranscript = async (source: TranscriptSource, me: SignedIn): Promise<Html> =>
	transcriptPage({ ...(await matter(source, me.person, runPanel)), who: me });

/** How a run is drawn among the entries. */
export type RunPanel = typeof runPanel;

/** What a copy hasn't, and what it shows in place of an entry, or of the comparison with a check before. */
export type Leaving = {
	has: (item: Item | Unplaced) => boolean;
	instead: (event: SessionEvent) => Html | null;
	uncompared: (before: TranscriptRun) => Html | null;
};

const everything: Leaving = { has: () => true, instead: () => null, uncompared: () => null };

/** All that the page shows to this reader; nothing is theirs to do if there is none. */
export const matter = async (
	source: TranscriptSource,
	reader: string,
	drawRun: RunPanel,
	{ has, instead, uncompared }: Leaving = everything,
): Promise<Omit<Shown, "who">> => {
	const header = await source.header();
	// Events before runs: what an event tells, the runs then know.
	const events = await collected(allEvents(source));
	const runs = await source.runs();
	const names = namesIn(header, runs, events);
	const first = inliner(source);
	const all = timeline(events, runs);
	const items = all.filter(has);
	const panel = async (run: TranscriptRun): Promise<Html> => {
		const before = checkBefore(run, runs);
		return drawRun(header.session, run, await first(run), {
			asked: askedBy(run.run, header.questions, reader !== ""),
			compared:
				(before && uncompared(before)) ??
				(await beforeAndAfter(source, run, runs, reader === "" ? null : header.session)),
		});
	};
	const drawn = async ({ event, run }: Item, newDay: boolean): Promise<Html> =>
		instead(event) ??
		entry({
			reader,
			event,
			names,
			header,
			newDay,
			run: run && (await panel(run)),
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
	const rest = unplaced(all, runs).filter(has);
	const inState = (state: TranscriptRun["state"]) =>
		rest.flatMap(({ run }) => (run.state === state ? run : []));
	for (const run of inState("ended")) entries.push(orphan(await panel(run)));
	const waiting = inState("waiting");
	const last = events.at(-1)?.seq ?? 0;
	return { header, reader, names, entries, waiting, witnessed: witness(events), last };
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
