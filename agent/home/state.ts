// The parts that work on an agent's folder: its store with journal and spool, and the open recordings.
import type { Way } from "../connection/way.ts";
import type { ExecuteDeps } from "../plan/execute.ts";
import { openJournal } from "../record/journal.ts";
import { openSpool } from "../record/spool.ts";
import { openStore } from "../record/store.ts";
import type { Folder } from "./folder.ts";
import type { Identity } from "./identity.ts";
import type { Settings } from "./settings.ts";

export type Log = (line: string) => void;

export const openState = (
	folder: Folder,
	{ enrolment, key }: Identity,
	way: Way,
	settings: Settings,
	log: Log,
	runtime: string,
): ExecuteDeps => {
	const store = openStore(folder.store);
	return {
		origin: enrolment.url.replace(/^http/, "ws"),
		way,
		endpoint: enrolment.endpoint,
		key,
		settings,
		log,
		store,
		journal: openJournal(store),
		spool: openSpool(store, settings.spoolLimit),
		recordings: new Set(),
		settled: new Set(),
		pipes: folder.pipes,
		runtime,
	};
};

export const closeState = ({ recordings, spool, store }: ExecuteDeps): void => {
	for (const recording of recordings) recording.close();
	spool.close();
	store.close();
};
