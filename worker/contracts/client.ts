// What a Client may be asked.
import type { Hold } from "../../protocol/machine.ts";
import type { EnrollRequest, Inventory } from "../../protocol/wire.ts";
import type { AuditRow } from "./values/audit.ts";
import type { Listed, Shown } from "./values/listed.ts";
import type { AppliedChanges, Configuration } from "./values/set-up.ts";
import type { EndpointRow, Snapshot } from "./values/snapshot.ts";

/** How long a personal sign-in link is valid, in minutes. */
export const linkMinutes = 5;

/** A personal link's state; its owner (`id` and name) and purpose only if it is valid. */
export type LinkState =
	| { state: "good"; id: string; person: string; client: string; session: string }
	| { state: "used" | "expired" | "unknown" };
export type Enrolled =
	| { ok: true; endpoint: string; name: string; clientName: string }
	| { ok: false; error: string };

export type Activated = { ok: true } | { ok: false; error: string };

/** An endpoint's state, as it reports it to its client. */
export type Seen = {
	id: string;
	online: boolean;
	quarantined: boolean;
	held: Hold | null;
	/** In ms; negative: behind. */
	clockAhead: number;
	lastSeen: number | null;
	inventory: Inventory;
};

export interface ClientContract {
	/** Policy, people and endpoints as they are now. Throws if this client was never set up. */
	snapshot(): Promise<Snapshot>;
	/** Harmless to repeat. */
	configure(to: Configuration, applied: AppliedChanges): Promise<void>;

	/** Which of these declared endpoints lack an agent and a live token. */
	withoutAgent(names: string[]): Promise<string[]>;
	/** `expires` in ms since 1970. */
	enrollmentToken(name: string): Promise<{ token: string; expires: number }>;
	/** Spends no token yet: the answer is the same for the same key. */
	enroll(request: EnrollRequest): Promise<Enrolled>;
	/** The agent of an endpoint that asked has connected: from now on it is the one. Harmless to repeat. */
	activate(endpoint: string): Promise<Activated>;
	endpoints(): Promise<EndpointRow[]>;
	endpointSeen(endpoint: Seen): Promise<void>;

	/** The machine that an owner is to confirm at this endpoint, by its name; null: none. */
	heldMachine(endpoint: string): Promise<Hold | null>;
	/** False: by now it is another one than was shown. Harmless to repeat. */
	confirmMachine(endpoint: string, shown: Hold, by: string): Promise<boolean>;

	/** `shown`: the endpoints of its plans that wait or run, as its cards show them. Harmless to repeat. */
	sessionChanged(session: Listed, shown: Shown[]): Promise<void>;
	sessions(limit: number): Promise<Listed[]>;
	pendingSessions(): Promise<Listed[]>;

	/** A personal link's token: for one session, single use. */
	issueLink(person: string, session: string): Promise<string>;
	/** A link's state; changes nothing. */
	peekLink(token: string): Promise<LinkState>;
	spendLink(token: string): Promise<{ ok: true } | { ok: false; why: "used" | "expired" | "unknown" }>;

	/** Keeps that something was tried or done which belongs to no session. */
	audit(who: string, what: string, detail: string): Promise<void>;
	auditEndpoint(endpoint: string, what: string, detail: string): Promise<void>;
	audited(after: number, limit: number): Promise<AuditRow[]>;
}
