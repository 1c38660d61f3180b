// The places of runs among the events: each once, at its start; or at its end, if it never started.
import type { StoredEvent, TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";

/** An event, and the run to be shown whole below it. */
export type Item = { event: StoredEvent; run: TranscriptRun | null };
/** A run that no event shows. */
export type Unplaced = { event: null; run: TranscriptRun };

export const timeline = (events: StoredEvent[], runs: TranscriptRun[]): Item[] => {
	const byId = new Map(runs.map((run) => [run.run, run]));
	const shown = new Set<string>();
	return events.map((event) => {
		const run = byId.get(placedBy(event) ?? "");
		if (!run || shown.has(run.run)) return { event, run: null };
		if (event.kind === "run.ended" && run.startedAt !== null) return { event, run: null };
		shown.add(run.run);
		return { event, run };
	});
};

/** Runs that no event shows: those to come, and those whose events were erased. */
export const unplaced = (items: Item[], runs: TranscriptRun[]): Unplaced[] => {
	const shown = new Set(items.map(({ run }) => run?.run));
	return runs.filter(({ run }) => !shown.has(run)).map((run) => ({ event: null, run }));
};

/** All events of a session, read page by page. */
export const allEvents = async function* (source: TranscriptSource, after = 0): AsyncGenerator<StoredEvent> {
	for (let last = after; ; ) {
		const page = await source.events(last, eventsPerPage);
		yield* page;
		const end = page.at(-1);
		if (!end) return;
		last = end.seq;
	}
};

export const collected = async <T>(of: AsyncIterable<T>): Promise<T[]> => {
	const all: T[] = [];
	for await (const one of of) all.push(one);
	return all;
};

export const eventsPerPage = 500;

const placedBy = ({ body }: StoredEvent): string | null =>
	body?.kind === "run.started" || body?.kind === "run.ended" ? body.run : null;
