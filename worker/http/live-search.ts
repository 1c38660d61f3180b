// A search in the output of a session's runs that the index hasn't begun to read: those that go on, and those that have just ended.
import type { FoundPlace, ShownLine } from "../../console/search/wish.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { Indexed, IndexedRun } from "../contracts/values/search.ts";
import type { Env } from "../env.ts";
import { logged } from "../log.ts";
import { recordingOf } from "../recording/whole.ts";
import type { Found } from "../search/blocks.ts";
import { findSoFar } from "../search/live.ts";
import { needleOf } from "../search/needle.ts";

/** Bytes that are looked through for one answer, about a second of work; and the newest runs, each a few requests. */
const mostBytes = 33_554_432;
const mostRuns = 20;

/** `running`: runs that go on. `inPart`: runs of which only the newest output was looked through. `unread`: none of theirs was, since
 * some of it is erased, or there are too many. `older`: older lines have it, too. */
export type LiveFound = {
	lines: ShownLine[];
	running: number;
	inPart: number;
	unread: number;
	older: boolean;
};

/** `begun`: runs that the index has begun to read. `most`: so many lines, the newest. */
export const searchLive = async (
	env: Env,
	{ runs }: Indexed,
	{ text, endpoint, begun, most }: { text: string; endpoint: string | null; begun: string[]; most: number },
	bytes = mostBytes,
): Promise<LiveFound> => {
	const needle = needleOf(text);
	const wanted = runs.filter((one) => !begun.includes(one.run) && !one.erased);
	const there = wanted.filter((one) => endpoint === null || one.endpoint === endpoint);
	const some = there.slice(-mostRuns);
	const all: LiveFound = {
		lines: [],
		running: there.filter(({ over }) => !over).length,
		...{ inPart: 0, unread: there.length - some.length, older: false },
	};
	if (needle === null) return all;
	for (const one of some) {
		// It may be erased meanwhile; and one that can't be read doesn't take the others along.
		const { lines, isPart, isRead, more } = await inRun(env, one, needle, most, bytes / some.length).catch(
			(error) => {
				logged(error);
				return unread;
			},
		);
		all.lines.push(...lines);
		if (isPart) all.inPart++;
		if (!isRead) all.unread++;
		all.older ||= more;
	}
	all.older ||= all.lines.length > most;
	return { ...all, lines: all.lines.slice(-most) };
};

type InRun = { lines: ShownLine[]; isPart: boolean; isRead: boolean; more: boolean };
const unread: InRun = { lines: [], isPart: false, isRead: false, more: false };

const inRun = async (
	env: Env,
	{ run, endpoint, struck }: IndexedRun,
	needle: string,
	most: number,
	bytes: number,
): Promise<InRun> => {
	const recording = recordingOf(env, run);
	if (struck.length > 0) return unread;
	const all: InRun = { ...unread, lines: [], isRead: true };
	const [totals, page] = [await recording.totals(), await recording.codePage()];
	const share = Math.floor(bytes / 2);
	for (const stream of ["stdout", "stderr"] as const) {
		const from = Math.max(0, totals[stream] - share);
		if (totals[stream] === 0) continue;
		const output = await recording.stream(stream, from, totals[stream]);
		if (!output) return unread;
		const { found, more } = await findSoFar({ bytes: output, from, page }, needle, most);
		all.lines.push(...found.map((line) => shownLine(line, { run, endpoint, stream })));
		all.more ||= more;
		all.isPart ||= from > 0;
	}
	return all;
};

const shownLine = (
	{ line: _, place, ...found }: Found,
	of: { run: string; endpoint: string; stream: Stream },
): ShownLine => ({ ...found, place: { ...of, byte: place } satisfies FoundPlace });
