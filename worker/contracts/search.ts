// What a SearchIndex may be asked: one for each client and month, and further parts of a month that is too large for one.
import type { FoundSessions, Indexed, Wanted } from "./values/search.ts";

export interface SearchContract {
	/** How a session is now. Harmless to repeat; what changed is read from there. `part`: which part of the month this is. */
	told(session: Indexed, part?: number): Promise<void>;
	/** Sessions of this part with lines that have what is looked for, newest first. */
	search(wanted: Wanted): Promise<FoundSessions>;
	/** For what goes on in a later part: whether the month has one, and which runs of a session this one has begun to read. */
	passed(session: string): Promise<{ parts: boolean; begun: string[] }>;
}
