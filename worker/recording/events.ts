// The events inside a run, as a recording reads them.
import { type RunEvent, readRunEvent } from "../../protocol/records.ts";

/** The event of a record's bytes; null where they are none. */
export const tryEvent = (bytes: Uint8Array): RunEvent | null => {
	try {
		return readRunEvent(bytes);
	} catch {
		return null;
	}
};
