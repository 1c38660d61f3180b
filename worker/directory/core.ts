// What the parts of the Directory work with: its tables, its outbox, one transaction at a time.
import { z } from "zod";
import { AppliedChanges, Configuration } from "../contracts/values/set-up.ts";
import type { Env } from "../env.ts";
import type { AuditStore } from "./audit.ts";
import type { KnownStore } from "./known.ts";
import type { AccountStore } from "./set-up/accounts.ts";
import type { InForceStore } from "./set-up/in-force-table.ts";
import type { PeopleStore } from "./set-up/people.ts";
import type { SetUpStore } from "./set-up/stored.ts";
import type { PasskeyStore } from "./signing-in/passkeys.ts";
import type { SignInStore } from "./signing-in/sign-ins.ts";

/** What follows from an apply, elsewhere. */
export const DirectoryOutbox = z.discriminatedUnion("type", [
	z.object({ type: z.literal("client"), to: Configuration, applied: AppliedChanges }),
	z.object({
		type: z.literal("workspace"),
		workspace: z.string(),
		/** Whether the set-up file names it. */
		listed: z.boolean().default(true),
		/** Sealed. */
		token: z.string().nullable(),
		bound: z.array(z.object({ channel: z.string(), client: z.string() })),
		/** Conversations that are the MSP's desk. */
		desks: z.array(z.string()),
	}),
]);
export type DirectoryOutbox = z.infer<typeof DirectoryOutbox>;

export interface Core {
	readonly env: Env;
	readonly setUp: SetUpStore;
	readonly people: PeopleStore;
	readonly accounts: AccountStore;
	readonly log: AuditStore;
	readonly known: KnownStore;
	readonly inForceAt: InForceStore;
	readonly signIns: SignInStore;
	readonly passkeys: PasskeyStore;
	/** One transaction; what it put into the outbox is then on its way. */
	change<T>(write: () => T): T;
	put(key: string, lane: string, body: DirectoryOutbox): void;
	/** Delivers what is due; whether nothing is left. */
	delivered(): Promise<boolean>;
}
