// What an event inside a run says in words, between the output.
import type { RunEvent } from "../../protocol/records.ts";
import type { StoredRecord } from "../../protocol/transcript.ts";
import type { Shown } from "./output.ts";

export const toShow = ({ kind, at, length, bytes, event }: StoredRecord): Shown => ({
	kind,
	at,
	length,
	bytes: kind === "event" ? null : bytes,
	note: kind === "event" ? (event ? eventWords(event) : "an event that was erased or can't be read") : null,
	last: event?.type === "end",
});

/** Null for what stands in the header already. */
const eventWords = (event: RunEvent): string | null => {
	switch (event.type) {
		case "context":
		case "end":
			return null;
		case "started":
			return `started as process ${event.pid}`;
		case "output-held":
			return `the process has ended; a child of it still holds its output open (waiting ${event.graceMs / 1000} s)`;
		case "gap":
			return `${event.bytes ?? "an unknown number of"} bytes of ${event.stream} are lost: ${event.reason}`;
		case "note":
			return event.text;
	}
};
