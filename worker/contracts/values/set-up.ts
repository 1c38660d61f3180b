// What the Directory tells a Client about an applied set-up file: its set-up now, and what changed.
import { z } from "zod";
import { PersonId } from "../../../protocol/ids.ts";
import { Person, Policy } from "../../../protocol/people.ts";
import { Differs } from "../../../protocol/read/amendment.ts";
import type { ApplyResponse, Setup } from "../../../protocol/setup.ts";
import type { SetupEdit } from "../../../protocol/setup-edit.ts";
import type { SignedIn } from "./caller.ts";
import { Msp } from "./snapshot.ts";

export const Configuration = z.object({
	id: z.string(),
	name: z.string(),
	policy: Policy,
	people: z.array(Person),
	channels: z.array(z.string()),
	msp: Msp,
	/** The addresses at which people get plans, by their ids. */
	emails: z.record(PersonId, z.string()).exactOptional(),
	endpoints: z.array(z.object({ name: z.string(), description: z.string() })),
	/** Of the set-up that this is a part of; an older one than is known changes nothing. */
	revision: z.int(),
	/** Who may confirm changes when no approver can be reached. */
	breakGlass: PersonId.nullable().exactOptional(),
	/** The set-up no longer lists this client. */
	gone: z.literal(true).exactOptional(),
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
	/** The id of who did it in the console; null: it was done at the command line. */
	person: z.string().nullable().default(null),
	changes: z.array(z.string()),
	/** What people call the channels that change, by their ids. */
	names: z.record(z.string(), z.string()).default({}),
});
export type AppliedChanges = z.infer<typeof AppliedChanges>;

/** A person, and what lets them in: chat accounts, an address as `mailto:ada@acme.example`. */
export const Accounts = z.object({ id: PersonId, name: z.string(), accounts: z.array(z.string()) });
export type Accounts = z.infer<typeof Accounts>;

/** What of its set-up is in force at a client. `version`: rises. `confirmers`: who confirms changes there, by name. `breakGlass`:
 * the person who may when no approver can be reached, by these accounts, an address among them. `people`: everyone there; a client of an older
 * version didn't say. `differs`: what the set-up file says that isn't in force. */
export const InForce = z.object({
	version: z.int(),
	channels: z.array(z.string()),
	confirmers: z.array(z.string()),
	breakGlass: z.object({ person: PersonId, identities: z.array(z.string()) }).nullable(),
	people: z.array(Accounts).exactOptional(),
	differs: Differs.nullable().default(null),
});
export type InForce = z.infer<typeof InForce>;

/** A change of one client's part of the set-up in the console; `client` is its id. `confirmed`: what its owner saw and confirmed;
 * null: it is only to be shown. */
export type ChangeRequest = {
	by: SignedIn;
	client: string;
	edit: SetupEdit;
	confirmed: { revision: number; vouched: string[] } | null;
};
/** What of a change the channels read as done, and what as proposed: that waits for one of `waitsFor`, names. */
export type ToBeTold = Announcement & { waiting: string[]; waitsFor: string[] };

/** `told`: what the client's channels read. `revision`: as in an apply. */
export type Changed =
	| ({ ok: true; told: ToBeTold } & Pick<
			ApplyResponse,
			"revision" | "changes" | "vouch" | "warnings" | "proposed"
	  >)
	| { ok: false; why: "not-an-owner" | "no-client" | "stale" | "errors"; errors: string[] };

/** What the set-up says of a client, whose name in the file is `key`, and of the MSP's staff; and what of it isn't in force. */
export type ClientSetUp = {
	key: string;
	setup: Setup["clients"][string];
	staff: Setup["staff"];
	differs: Differs | null;
};
