// Files of messages that no one has handed over yet: requested again, and in the end reported missing.

import type { PendingFile } from "../../contracts/values/pending-file.ts";
import type { Core } from "../core.ts";
import { attached } from "./talking.ts";

/** In ms, before the next request. */
const patience = 60_000;
const mostTries = 3;

/** When the next of them is due. */
export const nextTime = (core: Core): number | null => core.store.pendingFiles.all()[0]?.at ?? null;

export const onTime = async (core: Core, now: number): Promise<void> => {
	const due = core.store.pendingFiles.all().filter(({ at }) => at <= now);
	if (due.length === 0) return;
	const snapshot = await core.snapshot();
	for (const { key, tries, what } of due) {
		if (what.source === null || tries >= mostTries)
			attached(core, { ...what, content: missing(what) }, null, snapshot, now);
		else
			core.change(() => {
				core.store.pendingFiles.postpone(key, now + patience);
				core.put(`read-again:${key}:${tries}`, "files", { type: "read-again", awaited: what });
			});
	}
};

const missing = ({ name }: PendingFile) => ({
	name,
	reason: "Caisey couldn't read it in time. Attach it again",
});
