// What the list of sessions and the search find, until a test says otherwise.
import { nothingWaits, type SearchResult } from "../search/wish.ts";
import type { SessionsFound } from "../sessions/wish.ts";
import { ids } from "./sample.ts";

export const listedAt = (all: number): Omit<SessionsFound, "sessions"> => ({
	clients: [
		{
			...{ client: "c_g0000000000000001", name: "Acme Dental", endpoints: ["CLIENT-ACCT-01"] },
			people: [{ person: ids.tom, name: "Tom Okafor" }],
		},
	],
	counts: { all: all, mine: 1, unclaimed: 0, approval: 0, running: 0 },
	next: null,
});

export const noneFound = (): SearchResult => ({
	clients: [{ client: "c_g0000000000000001", name: "Acme Dental", endpoints: ["CLIENT-ACCT-01"] }],
	...{
		sessions: [],
		searched: ["c_g0000000000000001"],
		waiting: nothingWaits(),
		next: null,
		until: null,
	},
});
