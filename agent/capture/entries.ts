// Gathers what a host reports into records: few rows, in order, and never more of it in memory than is bounded here.
import type { InsideEntry } from "../../protocol/record/inside.ts";
import type { Recording } from "../record/recording.ts";

/** Entries wait so long for others. */
const gatherMs = 100;
/** The most characters of one record's entries, as JSON. */
const maxGathered = 131_072;
/** So many wait: errors to be told whether they were shown, programs to be told their code. The oldest is then recorded as it stands. */
const maxWaiting = 500;
/** And so many characters of them. */
const maxWaitingSize = 1_048_576;

export const newEntries = (recording: Pick<Recording, "event">) => {
	/** Errors that may still be shown, and programs that may still end, by their host's id. */
	const waiting = new Map<number, { entry: InsideEntry; length: number }>();
	let waitingSize = 0;
	let gathered: InsideEntry[] = [];
	let size = 0;
	let timer: NodeJS.Timeout | undefined;

	const flush = () => {
		clearTimeout(timer);
		timer = undefined;
		if (gathered.length === 0) return;
		recording.event({ type: "inside", v: 1, entries: gathered });
		gathered = [];
		size = 0;
	};
	const add = (entry: InsideEntry) => {
		const length = JSON.stringify(entry).length;
		if (size + length > maxGathered) flush();
		gathered.push(entry);
		size += length;
		timer ??= setTimeout(flush, gatherMs);
	};
	const takeWaiting = (id: number): InsideEntry | undefined => {
		const found = waiting.get(id);
		waiting.delete(id);
		waitingSize -= found?.length ?? 0;
		return found?.entry;
	};
	const takeOldest = (): InsideEntry | undefined => {
		const [oldest] = waiting.keys();
		return oldest === undefined ? undefined : takeWaiting(oldest);
	};
	return {
		/** Records what was gathered at once: someone waits for it. */
		flush,
		add(entry: InsideEntry, id?: number) {
			if (id === undefined || !mayChange(entry)) return add(entry);
			takeWaiting(id);
			const { length } = JSON.stringify(entry);
			waiting.set(id, { entry, length });
			waitingSize += length;
			while (waiting.size > maxWaiting || waitingSize > maxWaitingSize) {
				const oldest = takeOldest();
				if (oldest) add(oldest);
			}
		},
		shown(id: number) {
			const entry = takeWaiting(id);
			if (entry?.what === "error") add({ ...entry, how: "shown" });
		},
		returned(id: number, code: number) {
			const entry = takeWaiting(id);
			if (entry?.what === "native") add({ ...entry, code });
		},
		/** Nothing is shown any more. */
		settle() {
			for (let next = takeOldest(); next; next = takeOldest()) add(next);
			gathered.sort((a, b) => a.at - b.at);
			flush();
		},
	};
};

const mayChange = (entry: InsideEntry): boolean =>
	(entry.what === "error" && entry.how !== "shown") || (entry.what === "native" && entry.code === null);
