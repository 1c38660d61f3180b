// Which sessions someone wants to see, as the address of the list has it, and what there is.
import { ClientId, PersonId } from "../../protocol/ids.ts";
import { type SessionsFilter, Tab } from "../../protocol/read/listed.ts";
import { Outcome, SessionState } from "../../protocol/read/view.ts";
import { Before, Day, DayAfter, Name, type Query, reader } from "../access/query.ts";

export type SessionsWish = SessionsFilter & {
	/** The client's id; null: any. */
	client: string | null;
};

/** A session in the list. `outcome`, `went`: how its last plan went, and that in words; null if it is not finished, or not
 * known here. */
export type SessionRow = {
	session: string;
	/** The client's name. */
	client: string;
	request: string;
	requester: string;
	takenBy: string | null;
	ticket: string | null;
	state: string;
	outcome: Outcome | null;
	went: string | null;
	openedAt: number;
	/** Whether an erasure waits for its confirmation. */
	erasing: boolean;
};

export type SessionsFound = {
	/** Where this person may look: ids and names. */
	clients: {
		client: string;
		name: string;
		endpoints: string[];
		people: { person: string; name: string }[];
	}[];
	sessions: SessionRow[];
	/** How many there are in each tab. */
	counts: Record<Tab, number>;
	/** Where the next page begins; null: this is the last. */
	next: { openedAt: number; session: string } | null;
};

/** Decodes an address; what is malformed there is left out. */
export const sessionsWish = (query: Query): SessionsWish => {
	const read = reader(query);
	return {
		tab: read(Tab, "tab") ?? "all",
		client: read(ClientId, "client"),
		endpoint: read(Name, "endpoint"),
		person: read(PersonId, "person"),
		state: read(SessionState, "state"),
		outcome: read(Outcome, "outcome"),
		ticket: read(Name, "ticket"),
		from: read(Day, "from"),
		to: read(DayAfter, "to"),
		before: read(Before, "before"),
	};
};
