// An endpoint whose disk takes nothing more: what cards, notices, pages and exports say.
import type { DiskState } from "../protocol/record/records.ts";

type Trouble = Exclude<DiskState, "room">;

/** After the machine's name and a colon. */
export const diskTrouble = {
	full: "this machine's disk is full",
	failing: "this machine's disk can't be written to",
} as const satisfies Record<Trouble, string>;

/** While a plan runs there. */
export const waitsForDisk = (endpoint: string, state: Trouble): string =>
	`On ${endpoint}: ${diskTrouble[state]}. What runs there waits${state === "full" ? " until someone frees some space" : ""}.`;

/** While none of a plan runs there yet. */
export const startsNothing = (endpoint: string, state: Trouble): string =>
	`On ${endpoint}: ${troubleAndWhat(state)}.`;

/** That it takes nothing, and what that means; without a full stop. */
export const troubleAndWhat = (state: Trouble): string => `${diskTrouble[state]}. ${nothingStarts[state]}`;

const nothingStarts = {
	full: "Nothing new starts there until someone frees some space",
	failing: "Nothing new starts there until that's fixed",
} as const satisfies Record<Trouble, string>;

/** As a line among others, of an endpoint. */
export const diskLine = {
	full: "⚠ its disk is full: nothing new starts there",
	failing: "⚠ its disk can't be written to: nothing new starts there",
} as const satisfies Record<Trouble, string>;

/** In a list of machines. */
export const diskNote = {
	full: "disk full",
	failing: "disk can't be written to",
} as const satisfies Record<Trouble, string>;

/** Between the output of a run. */
export const diskRecorded = {
	full: `${diskTrouble.full}: the command waits`,
	failing: `${diskTrouble.failing}: the command waits`,
	room: "this machine's disk has room again: the command goes on",
} as const satisfies Record<DiskState, string>;

const refusals: Record<string, string> = {
	"disk-full": diskTrouble.full,
	"disk-failing": diskTrouble.failing,
};

/** In place of an agent's own words, where its code for a refusal says why; null: it does not. */
export const diskRefusal = (code: string): string | null => refusals[code] ?? null;
