// Waits for the Worker to have every record that it may still take.
import type { Journal } from "./journal.ts";
import type { RecordingDeps } from "./recording.ts";

/** False if the Worker still lacks records and has acknowledged none for a while. */
export const untilDelivered = async ({
	journal,
	spool,
	settled,
	settings,
}: Pick<RecordingDeps, "spool" | "settled" | "settings"> & {
	journal: Pick<Journal, "isBehind">;
}): Promise<boolean> => {
	const { promise, resolve } = Promise.withResolvers<boolean>();
	let timer: NodeJS.Timeout | undefined;
	const wait = () => {
		clearTimeout(timer);
		timer = setTimeout(() => resolve(false), settings.deliverMs);
	};
	const check = () => {
		if (!journal.isBehind()) resolve(true);
	};
	const stop = spool.onRoom(wait);
	settled.add(check);
	wait();
	check();
	try {
		return await promise;
	} finally {
		clearTimeout(timer);
		stop();
		settled.delete(check);
	}
};
