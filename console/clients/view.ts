// What the pages of a client's set-up show: what the set-up file says of it, and what a change of it comes to.
import type { Policy, Role } from "../../protocol/people.ts";
import type { Differs } from "../../protocol/read/amendment.ts";
import type { ApplyResponse } from "../../protocol/setup.ts";

/** `key`: their name in the file. */
export type SetUpPerson = {
	key: string;
	name: string;
	label: string | null;
	identities: string[];
	email: string | null;
	roles: Role[];
	groups: string[];
};

/** `id` is the client's; `channels` with what people call them, if it is known. */
export type ClientShown = {
	id: string;
	key: string;
	name: string;
	jurisdiction: string;
	people: SetUpPerson[];
	staff: SetUpPerson[];
	channels: { id: string; shown: string }[];
	policy: Policy;
	machines: { name: string; description: string }[];
	/** What of this isn't in force. */
	differs: Differs | null;
	/** `export`: the whole file, with all clients. */
	may: { change: boolean; export: boolean };
};

/** `told`: what the client's channels read as done, and as waiting for one of `waitsFor`. */
export type Consequences = Pick<ApplyResponse, "revision" | "changes" | "vouch" | "warnings" | "proposed"> & {
	told: { changes: string[]; channels: string[]; unbound: string[]; waiting: string[]; waitsFor: string[] };
};
export type ChangeFound =
	| ({ ok: true } & Consequences)
	| { ok: false; why: "not-an-owner" | "no-client" | "stale" | "errors"; errors: string[] };
