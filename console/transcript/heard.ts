// What was heard of the talk in each of a session's threads, in words: a line a thread, where it was recorded.
import type { TranscriptThread } from "../../protocol/transcript.ts";
import { utc } from "../../words/times.ts";
import { hearingWord, threadWord } from "../words.ts";

/** `Talk where it was opened (teams:…, 19:…): only what mentions Caisey is heard; from … on all that is said is heard` */
export const heardLines = (threads: TranscriptThread[]): string[] =>
	threads
		.filter(({ heard }) => heard.length > 0)
		.map(({ kind, place, heard }) => {
			const how = heard.map(({ how, at }, i) => `${i === 0 ? "" : `from ${utc(at)} on `}${hearingWord[how]}`);
			return `Talk ${threadWord[kind]} (${place.workspace}, ${place.channel}): ${how.join("; ")}`;
		});
