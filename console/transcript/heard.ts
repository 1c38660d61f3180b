// A session's threads, in words: where someone asked, and how much Caisey heard of the talk in each, if it was recorded.
import type { TranscriptHeader, TranscriptThread } from "../../protocol/read/transcript-source.ts";
import { placeName, threadPlace } from "../../words/places.ts";
import { hearings, threadPlaces } from "../../words/states.ts";
import { utc } from "../../words/times.ts";

/** `In #front-desk, only messages to @Caisey are recorded; from … on everything said is recorded` */
export const heardLines = (threads: TranscriptThread[]): string[] =>
	threads
		.filter(({ heard }) => heard.length > 0)
		.map(({ kind, called, place: { workspace }, heard }) => {
			const how = heard.map(({ how, at }, i) => `${i === 0 ? "" : `from ${utc(at)} on `}${hearings[how]}`);
			return `${capital(threadPlace(kind, { called, workspace }))}, ${how.join("; ")}`;
		});

/** `#front-desk`: where they asked; null: not known, or they phoned. */
export const askedIn = (header: Pick<TranscriptHeader, "askedIn" | "threads">): string | null => {
	const own = header.threads.find(({ kind }) => kind === "own");
	return header.askedIn === null || !own ? null : placeName(header.askedIn, own.place.workspace);
};

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Ids for a technician, which have no place in what people read: `Session: s_…`, `Thread on the MSP's desk: slack:T…, C…`. */
export const idLines = (session: string, threads: TranscriptThread[]): string[] => [
	`Session: ${session}`,
	...threads.map(({ kind, place: { workspace, channel, thread } }) => {
		const message = thread === null ? [] : [`thread ${thread}`];
		return `Thread ${threadPlaces[kind]}: ${[workspace, channel, ...message].join(", ")}`;
	}),
];
