// A search in one index: blocks that may have it, and then the lines that do.
import type { FoundLine, FoundSession, FoundSessions, Place, Wanted } from "../contracts/values/search.ts";
import { findIn, unpacked } from "./blocks.ts";
import { needleOf } from "./needle.ts";
import { type Candidate, type Narrowed, type SearchStore, tookPart } from "./tables.ts";

/** So many blocks are read for one answer: a fifth of a second. */
const mostBlocks = 2_000;

/** Without `parts`, which the object knows. */
export const search = (
	store: SearchStore,
	wanted: Wanted,
	most = mostBlocks,
): Omit<FoundSessions, "parts"> => {
	const needle = needleOf(wanted.text);
	const sessions: FoundSession[] = [];
	const answer = (further = false, until: Candidate | null = null) => ({
		sessions,
		further,
		until: until && { openedAt: until.opened_at, session: until.session },
		waiting: store.waiting(wanted.only, wanted.session),
		known: store.known(wanted.only, wanted.session),
		begun: wanted.session === null ? [] : store.begun(wanted.session),
	});
	if (needle === null) return answer();
	const all = store.candidates(needle, narrowed(wanted), most + 1);
	const isCut = all.length > most;
	let before: Candidate | null = null;
	for (const candidates of bySession(all)) {
		// It may have more than were asked for.
		if (isCut && before && candidates.at(-1) === all.at(-1)) return answer(true, before);
		const found = inSession(store, candidates, needle, wanted, most);
		before = candidates[0];
		if (found.lines.length === 0 && found.next === null) continue;
		if (sessions.length === wanted.sessions) return answer(true);
		sessions.push(found);
	}
	return isCut && wanted.session === null ? answer(true, before) : answer();
};

type Candidates = [Candidate, ...Candidate[]];

/** They come session by session. */
const bySession = (all: Candidate[]): Candidates[] => {
	const sessions: Candidates[] = [];
	for (const one of all) {
		const last = sessions.at(-1);
		if (last?.[0].session === one.session) last.push(one);
		else sessions.push([one]);
	}
	return sessions;
};

const inSession = (
	store: SearchStore,
	candidates: Candidates,
	needle: string,
	{ after, lines: enough }: Wanted,
	most: number,
): FoundSession => {
	const { session, opened_at: openedAt } = candidates[0];
	const lines: FoundLine[] = [];
	let next: FoundSession["next"] = null;
	for (const [read, candidate] of candidates.entries()) {
		if (read === most) {
			next = { block: candidate.id, line: -1 };
			break;
		}
		for (const line of linesIn(store, candidate, needle)) {
			if (after && !isAfter(line.at, after)) continue;
			if (lines.length === enough) next = lines.at(-1)?.at ?? null;
			if (next) break;
			lines.push(line);
		}
		if (next) break;
	}
	return { session, openedAt, ...store.session(session), lines, next };
};

const isAfter = (at: FoundLine["at"], place: FoundLine["at"]): boolean =>
	at.block > place.block || (at.block === place.block && at.line > place.line);

const narrowed = ({ session, only, endpoint, from, to, before, after }: Wanted): Narrowed => {
	const all: [condition: string, ...values: (string | number)[]][] = [];
	if (session !== null) all.push(["z.id = ?", session]);
	if (only !== null) all.push([tookPart("?"), only]);
	if (endpoint !== null) all.push(["s.endpoint = ?", endpoint]);
	if (from !== null) all.push(["z.opened_at >= ?", from]);
	if (to !== null) all.push(["z.opened_at < ?", to]);
	if (before) all.push(["(z.opened_at, z.id) < (?, ?)", before.openedAt, before.session]);
	return {
		blocks: after ? ["b.id >= ?"] : [],
		sources: all.map(([condition]) => condition),
		values: [...(after ? [after.block] : []), ...all.flatMap(([, ...values]) => values)],
	};
};

/** One after the other, as far as they are asked for. */
function* linesIn(
	store: SearchStore,
	{ id, run, endpoint }: Candidate,
	needle: string,
): Generator<FoundLine> {
	const block = store.block(id);
	if (!block) return;
	const { stream, packed } = block;
	const place = (at: number): Place =>
		stream === "said"
			? { seq: at }
			: { run, endpoint, stream: stream === "stderr" ? "stderr" : "stdout", byte: at };
	for (const { place: at, line, ...rest } of findIn(unpacked(packed), needle))
		yield { ...rest, place: place(at), at: { block: id, line } };
}
