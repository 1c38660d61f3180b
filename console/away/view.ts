// What the page “While you're away” shows of each client at which the reader approves.
import type { Instant } from "../../protocol/ids.ts";

/** `deputy`: whom the reader named, by their id. `until`: the reader is away until then. `others`: approvers who are away. */
export type AwayView = {
	client: string;
	name: string;
	people: { person: string; name: string }[];
	deputy: string | null;
	until: Instant | null;
	others: { name: string; deputy: string; until: Instant }[];
	escalateAfter: number | null;
};
