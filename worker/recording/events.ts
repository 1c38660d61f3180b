// The events inside a run, as a recording reads them.
import { z } from "zod";
import { fromUtf8 } from "../../protocol/bytes.ts";
import type { InsideEntry, InsideEvent } from "../../protocol/record/inside.ts";
import { type RunEvent, readAnyEvent, type UnknownEvent } from "../../protocol/record/records.ts";

export type Event = RunEvent | UnknownEvent;

/** The event of a record's bytes; null: unreadable. */
export const tryEvent = (bytes: Uint8Array): Event | null => {
	try {
		return readAnyEvent(bytes);
	} catch {
		return null;
	}
};

/** Whether an event that can't be read was to tell what happened inside the step. */
export const wasInside = (bytes: Uint8Array): boolean => ["capture", "inside"].includes(typeOf(bytes));

/** Whether an event holds what the shell reported: words of the command, which an erasure takes. */
export const holdsReport = (bytes: Uint8Array): boolean => typeOf(bytes) === "inside";

const typeOf = (bytes: Uint8Array): string => {
	try {
		return Typed.safeParse(JSON.parse(fromUtf8(bytes))).data?.type ?? "";
	} catch {
		return "";
	}
};
const Typed = z.looseObject({ type: z.string() });

/** The events from which something follows for a recording; every other event is only stored, checked and shown. */
type Marks<Rest extends unknown[]> = {
	[Type in "context" | "inside" | "end" | "person"]: (
		event: Extract<RunEvent, { type: Type }>,
		...rest: Rest
	) => void;
};
export const atMarks =
	<Rest extends unknown[]>(marks: Marks<Rest>) =>
	(event: Event, ...rest: Rest): void => {
		if (event.type === "person") marks.person(event, ...rest);
		if (event.type === "context") marks.context(event, ...rest);
		if (event.type === "inside") marks.inside(event, ...rest);
		if (event.type === "end") marks.end(event, ...rest);
	};

/** What a recording does about the events that it stores; each comes with its record's number. */
export type Recorder = {
	started(n: number): void;
	/** The step asks, a question of it is over, or its answer couldn't be handed on. */
	questioned(entry: AboutQuestion): void;
	ended(n: number): void;
	asked(n: number): void;
};

const aboutQuestions = ["question", "answered", "unanswered", "unopened"] as const;
export type AboutQuestion = Extract<InsideEntry, { what: (typeof aboutQuestions)[number] }>;
const isAboutQuestion = (entry: InsideEvent["entries"][number]): entry is AboutQuestion =>
	aboutQuestions.some((what) => what === entry.what);

/** The consequences of an event, in the transaction that stores it. */
export const follow = atMarks<[n: number, recorder: Recorder]>({
	context: (_event, n, recorder) => recorder.started(n),
	inside: ({ entries }, _n, recorder) => {
		for (const entry of entries) if (isAboutQuestion(entry)) recorder.questioned(entry);
	},
	end: (_event, n, recorder) => recorder.ended(n),
	person: (_event, n, recorder) => recorder.asked(n),
});
