// A shared copy of a session: what it leaves out, and how it is listed.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { Instant, RunId, ShareId } from "../ids.ts";

/** What is left out, or blacked out, of a copy. `run`: it has that run alone; null: the session. */
export const ShareChoice = z.object({
	run: RunId.nullable(),
	/** Entries, by their numbers. */
	events: z.array(z.int().min(1)).max(2_000),
	/** The runs whose output isn't in it. */
	outputs: z.array(RunId).max(500),
	words: z.array(z.string().min(1).max(200)).max(50),
});
export type ShareChoice = z.infer<typeof ShareChoice>;

/** Why a copy can't be opened any more. */
export const ShareEnd = z.enum(["revoked", "expired", "guessed", "erased"]);
export type ShareEnd = z.infer<typeof ShareEnd>;

export const ShareRow = z.object({
	id: ShareId,
	by: Text,
	madeAt: Instant,
	expires: Instant,
	choice: ShareChoice,
	opened: z.int(),
	lastOpened: Instant.nullable(),
	ended: ShareEnd.nullable(),
});
export type ShareRow = z.infer<typeof ShareRow>;

/** What the door of a copy says. `wrong`: the passcode isn't that one; so many tries are left. */
export type ShareOpened =
	| { state: "open"; html: string }
	| { state: "wrong"; left: number }
	| { state: "ended"; because: ShareEnd }
	| { state: "unknown" };

/** Characters, at least. */
export const shortestPasscode = 8;
