// What someone searches for, as the address of the page has it, and what was found.
import { z } from "zod";
import { ClientId, SessionId } from "../../protocol/ids.ts";
import { Before, Day, DayAfter, Name, type Query, reader, Whole } from "../access/query.ts";

/** Times in ms since 1970, `to` exclusive; null: anywhere. */
export type SearchWish = {
	text: string;
	/** The client's id. */
	client: string | null;
	session: string | null;
	/** Only output of the endpoint of this name. */
	endpoint: string | null;
	/** When the session was opened. */
	from: number | null;
	to: number | null;
	/** Only sessions after this one in the list. */
	before: { openedAt: number; session: string } | null;
	/** Only lines after this one, of one session. */
	after: { part: number; block: number; line: number } | null;
};

/** An event of a session, or a byte of a run's stream. */
export type FoundPlace =
	| { seq: number }
	| { run: string; endpoint: string; stream: "stdout" | "stderr"; byte: number };

/** A line, or the part of a long one around what was found at [from, to). */
export type ShownLine = {
	place: FoundPlace;
	text: string;
	from: number;
	to: number;
	before: boolean;
	after: boolean;
};

export type ShownSession = {
	session: string;
	/** The client's name. */
	client: string;
	request: string;
	openedAt: number;
	lines: ShownLine[];
	/** Where its further lines begin, as `after` in an address; null: there are none. */
	next: string | null;
};

export type SearchResult = {
	/** Where this person may search. */
	clients: { client: string; name: string; endpoints: string[] }[];
	sessions: ShownSession[];
	/** The clients that were searched, by their ids. */
	searched: string[];
	/** Not searched yet: runs whose output is still to be read, runs that go on, sessions with new words, and those that the search
	 * doesn't know. `cut`: runs and sessions of which it has a part at most, and no room for the rest. In one session, what isn't indexed
	 * is searched as well, on the page that is the last one of what is (`live`): of `inPart` the newest output alone, of `unread` nothing, and `older` lines than these have it, too.
	 * `paused`: it wasn't, as this person searches too often. */
	waiting: {
		runs: number;
		running: number;
		sessions: number;
		missing: number;
		cut: number;
		inPart: number;
		unread: number;
		older: boolean;
		live: boolean;
		paused: boolean;
	};
	/** Where the next page begins; null: this is the last. */
	next: { openedAt: number; session: string } | null;
	/** It took long, so only sessions opened since then were searched; null: all of this page. */
	until: number | null;
};

/** What waits before anything is searched; each search counts on in its own. */
export const nothingWaits = (): SearchResult["waiting"] => ({
	runs: 0,
	running: 0,
	sessions: 0,
	missing: 0,
	cut: 0,
	inPart: 0,
	unread: 0,
	older: false,
	live: false,
	paused: false,
});

/** More parts than any month has. */
const lastPart = 99;

/** A line of -1 is before a block's first. */
const After = z
	.string()
	.transform((text) => text.split("."))
	.pipe(
		z.tuple([
			Whole.pipe(z.int().min(0).max(lastPart)),
			Whole.pipe(z.int().min(0)),
			Whole.pipe(z.int().min(-1)),
		]),
	)
	.transform(([part, block, line]) => ({ part, block, line }));

/** Decodes an address; what is malformed there is left out. */
export const wishOf = (query: Query): SearchWish => {
	const read = reader(query);
	const session = read(SessionId, "session");
	return {
		text: (query.q ?? "")
			.replaceAll(/[\r\n\0]+/g, " ")
			.trim()
			.slice(0, 1_000),
		client: read(ClientId, "client"),
		session,
		endpoint: read(Name, "endpoint"),
		from: read(Day, "from"),
		to: read(DayAfter, "to"),
		before: read(Before, "before"),
		after: session === null ? null : read(After, "after"),
	};
};
