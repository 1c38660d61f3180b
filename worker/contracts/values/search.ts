// What a search index is told of a session, and what it finds there.

/** A run, as its session knows it. `over`: its recording takes no more records. */
export type IndexedRun = {
	run: string;
	/** The endpoint's name. */
	endpoint: string;
	over: boolean;
	/** Bytes of its output, as far as the session knows. */
	size: number;
	/** All of its output is erased. */
	erased: boolean;
	/** Records that are erased, or are about to be. */
	struck: number[];
};

export type Indexed = {
	session: string;
	client: string;
	/** The ids of the people who asked for it or took part. */
	people: string[];
	request: string;
	openedAt: number;
	/** Whether its words are to be read, too; false: an earlier part does that. */
	words: boolean;
	/** The number of its last event. */
	last: number;
	/** Events that are erased. */
	struck: number[];
	/** Whether all of it is to be read from the beginning, also what was read. */
	again: boolean;
	runs: IndexedRun[];
};

/** What some events of a session say, and the number of the last one; the one before them: there are no more. */
export type Words = { lines: { seq: number; text: string }[]; last: number };

/** What is looked for, and where. Times in ms since 1970, `to` exclusive; null: anywhere. */
export type Wanted = {
	/** As it was typed. */
	text: string;
	session: string | null;
	/** Only what this person asked for or took part in. */
	only: string | null;
	/** Only output of the endpoint of this name. */
	endpoint: string | null;
	/** When the session was opened. */
	from: number | null;
	to: number | null;
	/** Only sessions that come after this one in the list. */
	before: { openedAt: number; session: string } | null;
	/** Only lines after this one, of one session. */
	after: LinePlace | null;
	/** At most so many sessions, and lines of each. */
	sessions: number;
	lines: number;
};

/** A line's place in the index. */
export type LinePlace = { block: number; line: number };

/** Where a line is: an event of the session, or a byte of a run's stream. */
export type Place =
	| { seq: number }
	| { run: string; endpoint: string; stream: "stdout" | "stderr"; byte: number };

/** A line, or the part of a long one around what was found at [from, to). */
export type FoundLine = {
	place: Place;
	text: string;
	from: number;
	to: number;
	before: boolean;
	after: boolean;
	at: LinePlace;
};

/** `next`: it may have more such lines after this place; null: no. */
export type FoundSession = Pick<Indexed, "session" | "people" | "request" | "openedAt"> & {
	lines: FoundLine[];
	next: LinePlace | null;
};

/** `runs`: their output is over and still to be read, in a search of one session read in part; `running`: theirs still grows; `sessions`: they have words still to be
 * read; `cut`: runs and sessions that there is no room for the rest of. */
export type Waiting = { runs: number; running: number; sessions: number; cut: number; unbegun: number };

/** `further`: older sessions may have some, too. `until`: it looked no further than this session, since that takes long. */
export type FoundSessions = {
	sessions: FoundSession[];
	further: boolean;
	until: { openedAt: number; session: string } | null;
	/** What isn't read yet where it looked. */
	waiting: Waiting;
	/** Whether the month has a further part. */
	parts: boolean;
	/** Sessions whose words this part reads: of all, of one person's, or the one. */
	known: number;
	/** Of a search in one session: runs whose output it has read, or begun to read. */
	begun: string[];
};
