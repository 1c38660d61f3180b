// The events inside a run, as a recording reads them.
import { type RunEvent, readAnyEvent, type UnknownEvent } from "../../protocol/record/records.ts";
import { byType } from "../durable/by-type.ts";

export type Event = RunEvent | UnknownEvent;

/** The event of a record's bytes; null: unreadable. */
export const tryEvent = (bytes: Uint8Array): Event | null => {
	try {
		return readAnyEvent(bytes);
	} catch {
		return null;
	}
};

/** What a recording does about the events that it stores; each comes with its record's number. */
export type Recorder = { started(n: number): void; ended(n: number): void };

const nothing = (): void => {};

/** What follows from an event, in the transaction that stores it. */
export const follow = byType<Event, [n: number, recorder: Recorder], void>({
	context: (_event, n, recorder) => recorder.started(n),
	started: nothing,
	"output-held": nothing,
	gap: nothing,
	note: nothing,
	disk: nothing,
	end: (_event, n, recorder) => recorder.ended(n),
	unknown: nothing,
});
