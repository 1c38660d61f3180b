// An event inside a run, in words, between the output.
import { says } from "../../domain/line.ts";
import type { StoredRecord, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { RunEvent, UnknownEvent } from "../../protocol/record/records.ts";
import { exactBytes } from "../../words/amounts.ts";
import { diskRecorded } from "../../words/disk.ts";
import { personText } from "../../words/person.ts";
import { maskedText } from "../../words/secrets.ts";
import { unknownEntry } from "../../words/unknown-entries.ts";
import { insideNotes } from "./inside-notes.ts";
import type { Shown } from "./output.ts";

export const toShow = (
	{ n, kind, at, offset, length, bytes, event }: StoredRecord,
	of: Pick<TranscriptRun, "run" | "endpoint" | "left" | "held">,
): Shown => ({
	kind,
	at,
	offset,
	length,
	bytes: kind === "event" ? null : bytes,
	note: kind === "event" ? noteOf({ bytes, event }, of.endpoint.name) : null,
	inside: event?.type === "inside" ? insideNotes(of.run, n, event) : [],
	left: event !== null && tellsOfLeft(event, of),
	last: event?.type === "end",
});

/** Whether this is where the agent says what the step left running. */
export const tellsOfLeft = (
	{ type }: RunEvent | UnknownEvent,
	{ left, held }: Pick<TranscriptRun, "left" | "held">,
): boolean => type === "left" || (type === "output-held" && held === true && left === 0);

const noteOf = ({ bytes, event }: Pick<StoredRecord, "bytes" | "event">, endpoint: string): string | null => {
	if (bytes === null) return "what the shell reported here was erased";
	return event ? eventWords(event, endpoint) : "an event that can't be read";
};

/** Null: the header says it already, or its entries do. `endpoint`: the name of the machine whose agent reported it. */
export const eventWords = (event: RunEvent | UnknownEvent, endpoint: string): string | null => {
	switch (event.type) {
		case "context":
		case "end":
			return null;
		case "started":
			return `started as process ${event.pid}`;
		case "script":
			return `wrote the script to ${says(endpoint, event.path)}: ${exactBytes(event.bytes)}, SHA-256 ${event.sha256}`;
		case "restart":
			return restartWords[event.state];
		case "output-held":
			return `the process ended, but a process that it started still holds its output open. The agent reads on for ${event.graceMs / 1000} s, then slowly, and keeps nothing of it`;
		case "left":
			return `still running: process${event.processes.length === 1 ? "" : "es"} ${event.processes.join(", ")}`;
		case "none-left":
			return "the agent came back, and found nothing of this step running";
		case "gap":
			return `${event.bytes === null ? "an unknown number of bytes" : exactBytes(event.bytes)} of ${event.stream} ${event.bytes === 1 ? "is" : "are"} lost: ${says(endpoint, event.reason)}`;
		case "person":
			return personText(event, endpoint);
		case "ran-as":
			return ranAsWords(event, endpoint);
		case "note":
			return says(endpoint, event.text);
		case "masked":
			return maskedText(event.stdout + event.stderr + event.inside);
		case "disk":
			return diskRecorded[event.state];
		case "capture":
			return event.unseen.length === 0
				? null
				: `not seen here: ${event.unseen.map(({ what, because }) => says(endpoint, `${what} (${because})`)).join("; ")}`;
		case "inside":
			return null;
		case "unknown":
			return unknownEntry;
	}
};

/** The header says as whom it ran, unless the system tells something else of the process. */
const ranAsWords = (
	{ as, differs }: Extract<RunEvent, { type: "ran-as" }>,
	endpoint: string,
): string | null =>
	differs === null ? null : says(endpoint, `The process runs as ${differs}, not as ${as}`);

const restartWords = {
	awaited: "the process ended, and the agent waits for the restart that the plan declares",
	back: "the machine restarted, and the agent is back",
	missing: "the machine did not restart",
} as const;
