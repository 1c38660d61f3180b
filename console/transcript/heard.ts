// What was heard of the talk in each of a session's threads, in words: a line a thread, where it was recorded.
import type { TranscriptThread } from "../../protocol/transcript.ts";
import { hearings, threadPlaces } from "../../words/states.ts";
import { utc } from "../../words/times.ts";

/** `Talk where it was opened (teams:…, 19:…): only messages to @Caisey are recorded; from … on everything said is recorded` */
export const heardLines = (threads: TranscriptThread[]): string[] =>
	threads
		.filter(({ heard }) => heard.length > 0)
		.map(({ kind, place, heard }) => {
			const how = heard.map(({ how, at }, i) => `${i === 0 ? "" : `from ${utc(at)} on `}${hearings[how]}`);
			return `Talk ${threadPlaces[kind]} (${place.workspace}, ${place.channel}): ${how.join("; ")}`;
		});
