// What the Directory tells a Client about an applied set-up file: its set-up now, and what changed.
import { z } from "zod";
import { Person, Policy } from "../../../protocol/people.ts";
import { Msp } from "./snapshot.ts";

export const Configuration = z.object({
	id: z.string(),
	name: z.string(),
	policy: Policy,
	people: z.array(Person),
	channels: z.array(z.string()),
	msp: Msp,
	endpoints: z.array(z.object({ name: z.string(), description: z.string() })),
	/** Of the set-up that this is a part of; an older one than is known changes nothing. */
	revision: z.int(),
});
export type Configuration = z.infer<typeof Configuration>;

/** `changes`: one sentence each; empty: nothing that concerns them. Channels are `slack:T0123:C0123`. */
export const Announcement = z.object({
	changes: z.array(z.string()),
	channels: z.array(z.string()),
	unbound: z.array(z.string()),
});
export type Announcement = z.infer<typeof Announcement>;

/** What an apply changed for one client, for its audit log and its people; `by` whom. */
export const AppliedChanges = z.object({
	by: z.string(),
	changes: z.array(z.string()),
	announced: Announcement,
});
export type AppliedChanges = z.infer<typeof AppliedChanges>;
