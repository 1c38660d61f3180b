// The parts that work on an agent's folder: its store with journal and spool, and the open recordings.
import { words } from "../commands/failure.ts";
import type { Way } from "../connection/way.ts";
import type { ExecuteDeps } from "../plan/execute.ts";
import { openJournal } from "../record/journal.ts";
import { openSpool } from "../record/spool.ts";
import { openStore, type Store, takeRoom } from "../record/store.ts";
import { type Disk, openDisk } from "./disk.ts";
import type { Folder } from "./folder.ts";
import type { Identity } from "./identity.ts";
import { openSealing, type Sealing } from "./sealing.ts";
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
	const disk = openDisk(folder, settings, log);
	const store = openedOn(disk, () => openStore(folder.store, disk));
	if (disk.state() === "room") disk.owe(() => takeRoom(store));
	return {
		origin: enrolment.url.replace(/^http/, "ws"),
		way,
		endpoint: enrolment.endpoint,
		key,
		sealing: sealingIn(folder, log),
		settings,
		log,
		store,
		disk,
		journal: openJournal(store),
		spool: openSpool(store, settings.spoolLimit, disk),
		recordings: new Set(),
		settled: new Set(),
		pipes: folder.pipes,
		hosts: folder.hosts,
		scripts: folder.scripts,
		runtime,
	};
};

/** Of a disk on which the store can't be opened nothing remains: it's opened again with the next try. */
const openedOn = (disk: Disk, open: () => Store): Store => {
	try {
		return open();
	} catch (thrown) {
		disk.close();
		throw thrown;
	}
};

/** Null on a disk without room for it: plans with secrets are then refused. */
const sealingIn = (folder: Folder, log: Log): Sealing | null => {
	try {
		return openSealing(folder);
	} catch (thrown) {
		log(`this agent can't take secrets: ${words(thrown)}`);
		return null;
	}
};

export const closeState = ({ recordings, spool, store, disk, log }: ExecuteDeps): void => {
	for (const recording of recordings) recording.close();
	spool.close();
	const lost = disk.close();
	if (lost > 0) log(`this machine's disk is full: ${lost} of the agent's last writes are lost`);
	store.close();
};
