// Before a machine re-enrolls: delivers the records that the Worker still lacks, and accepts no new plan.
import { existsSync } from "node:fs";
import { wayTo } from "../connection/way.ts";
import type { Folder } from "../home/folder.ts";
import { readIdentity } from "../home/identity.ts";
import type { Settings } from "../home/settings.ts";
import { closeState, type Log, openState } from "../home/state.ts";
import { bootId } from "../machine/machine.ts";
import { recover } from "../plan/recover.ts";
import { untilDelivered } from "../record/delivery.ts";
import { openJournal } from "../record/journal.ts";
import { openStore } from "../record/store.ts";

/** False if the Worker still lacks records and has acknowledged none for a while. The caller must hold the folder's lock. */
export const deliverRest = async (folder: Folder, settings: Settings, log: Log): Promise<boolean> => {
	if (!isBehind(folder)) return true;
	const identity = readIdentity(folder);
	if (!identity.ok) return false;
	const to = wayTo(identity.enrolment.url, settings, folder);
	if (!to.ok) return false;
	const state = openState(folder, identity, to.way, settings, log, "");
	try {
		recover(state, await bootId(), null);
		return await untilDelivered(state);
	} finally {
		closeState(state);
	}
};

const isBehind = (folder: Folder): boolean => {
	if (!existsSync(folder.store)) return false;
	const store = openStore(folder.store);
	const behind = openJournal(store).isBehind();
	store.close();
	return behind;
};
