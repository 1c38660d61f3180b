// What the shared copies of a session may be asked.
import type { ShareChoice, ShareEnd, ShareOpened, ShareRow } from "../../protocol/read/share.ts";

/** Who did something with a copy of which session, for the client's log. */
export type Sharer = { session: string; person: string; name: string };

export interface SharesContract {
	/** A draft, before anything of it is read: what ends copies meanwhile takes it away. `again`: it is to take the place of that
	 * one. Null: there is none. */
	begin(draft: {
		session: string;
		by: string;
		choice: ShareChoice;
		again: string | null;
	}): Promise<string | null>;
	/** Keeps it as it was looked at; no one can open it yet. False: something was erased since it was begun. */
	fill(draft: string, html: string): Promise<boolean>;
	/** A draft may be opened now, by this passcode until then. `token`: its SHA-256. With `again` it takes the place, the link and
	 * the passcode of that copy. The client's log has it with the id of the copy that can be opened. */
	publish(
		draft: string,
		terms: { token: string; passcode: string; expires: number } | null,
		by: Sharer,
	): Promise<{ ok: true; id: string } | { ok: false }>;
	list(): Promise<ShareRow[]>;
	/** Whether there was one to end. */
	revoke(id: string, by: Sharer): Promise<boolean>;
	/** Something of the session is erased: no copy stays. */
	endAll(because: ShareEnd): Promise<void>;
	/** Whether a link leads to something, which takes a passcode. */
	peek(token: string): Promise<{ state: "asks" } | Exclude<ShareOpened, { state: "open" | "wrong" }>>;
	open(token: string, passcode: string): Promise<ShareOpened & { id?: string }>;
}
