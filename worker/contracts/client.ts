// What a Client may be asked.
import type { Deputy } from "../../protocol/deputy.ts";
import type { Hold } from "../../protocol/machine.ts";
import type { Approvers, Assertion } from "../../protocol/plan/passkey.ts";
import type { RuledBy } from "../../protocol/plan/standing.ts";
import type { AmendmentEnd, AmendmentsView } from "../../protocol/read/amendment.ts";
import type { KeptApproverKey, KeyChange, ToSign } from "../../protocol/read/approver-key.ts";
import type { AuditCursor, AuditEntry, AuditFilter, AuditRow } from "../../protocol/read/audit.ts";
import type { StandingAsk, StandingMatter, StandingsView } from "../../protocol/read/standing.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { EnrollRequest, Inventory } from "../../protocol/wire.ts";
import type { Caller, SignedIn } from "./values/caller.ts";
import type { LastChoices } from "./values/last-choices.ts";
import type { FoundListed, Glance, Listed, ListedMonth, ListWish, Shown } from "./values/listed.ts";
import type { MachineRow, Refused } from "./values/machine.ts";
import type { AppliedChanges, Configuration, InForce } from "./values/set-up.ts";
import type { EndpointRow, Snapshot } from "./values/snapshot.ts";
import type { Trouble } from "./values/trouble.ts";

/** How long a personal sign-in link is valid, in minutes. */
export const linkMinutes = 5;

/** The same of a link that is mailed. */
export const mailLinkMinutes = 30;

/** A personal link's state; its owner (`id` and name), the account that it is for (`mailto:` and the address, if it was mailed), and its purpose only if it is valid. */
export type LinkState =
	| { state: "good"; id: string; person: string; client: string; session: string; identity: string }
	/** `renews`: it was mailed, and its owner may have another one mailed. */
	| { state: "used" | "expired" | "unknown"; renews?: true };
export type Enrolled =
	| { ok: true; endpoint: string; name: string; clientName: string; approvers: Approvers | null }
	| { ok: false; error: string };

/** How many runs may still be proposed today (UTC), and when the next day begins, in ms. */
export type RunsLeft = { left: number; until: number };

/** `proposedAt` in ms. */
export type PlannedRuns = { plan: string; runs: number; proposedAt: number };

export type Activated = { ok: true } | { ok: false; error: string };

/** An endpoint's state, as it reports it to its client. */
export type Seen = {
	id: string;
	online: boolean;
	quarantined: boolean;
	held: Hold | null;
	/** In ms; negative: behind. */
	clockAhead: number;
	/** As its agent says; `room` while there is none. */
	disk: DiskState;
	lastSeen: number | null;
	inventory: Inventory;
	refused: Refused | null;
};

/** `deputy`: a person's id; null: nobody any more. `until`: who wishes it is away until then (ms); null: they are here. */
export type DeputyWish = { deputy: string | null; until: number | null };
/** What an approver approves for later plans, too; `proposer`: of the plan where they saw it. */
export type StandingGiven = {
	matter: StandingMatter;
	times: number;
	until: number;
	proposer: { person: string; account: string | null };
	/** The same each time that this wish comes; missing: the same for the same terms, while there are runs left. */
	once?: string;
	/** Whether it would be kept. */
	onlyAsks?: boolean;
};
/** `standing`: its id. */
export type StandingChange = { step: "join" | "revoke"; standing: string };

/** What someone says to a change that waits for them. `proof`: by their passkey, where policy asks for it. */
export type AnswerAmendment = {
	by: Caller;
	amendment: string;
	answer: "confirm" | "refuse";
	proof?: Assertion & { credential: string };
};

export interface ClientContract {
	/** Policy, people and endpoints as they are now. Throws if this client was never set up. */
	snapshot(): Promise<Snapshot>;
	/** Takes what may take effect, and keeps the rest until an existing approver confirms it. Returns what is in force then. Harmless to
	 * repeat. */
	configure(to: Configuration, applied: AppliedChanges): Promise<InForce>;
	/** The newest change that waits, or waited, for an approver, as this person may see it; null: they may not. */
	amendments(person: string): Promise<AmendmentsView | null>;
	/** What their passkey is to sign to confirm it; null: nothing, or nothing of theirs counts. */
	toSignAmendment(person: string, amendment: string): Promise<ToSign | null>;
	answerAmendment(wish: AnswerAmendment): Promise<Answer<{ how: AmendmentEnd }>>;

	/** Which of these declared endpoints lack an agent and a live token. */
	withoutAgent(names: string[]): Promise<string[]>;
	/** Every machine that it has or had, by name. */
	machines(): Promise<MachineRow[]>;
	/** A new enrollment token, which ends the one before; `expires` in ms since 1970. Shown once: only its hash stays. */
	makeKey(by: SignedIn, name: string): Promise<Answer<{ token: string; expires: number }>>;
	/** No machine enrolls with its live token any more. */
	revokeKey(by: SignedIn, name: string): Promise<Answer<object>>;
	/** `expires` in ms since 1970. */
	enrollmentToken(name: string): Promise<{ token: string; expires: number }>;
	/** Spends no token yet: the answer is the same for the same key. */
	enroll(request: EnrollRequest): Promise<Enrolled>;
	/** The agent of an endpoint that asked has connected: from now on it is the one. Harmless to repeat. */
	activate(endpoint: string): Promise<Activated>;
	endpoints(): Promise<EndpointRow[]>;
	/** Of all that ever asked for a connection or may still deliver something, as far as this client remembers. */
	endpointIds(): Promise<string[]>;
	/** Returns whose passkeys decide, for its agent; null: policy asks for none. */
	endpointSeen(endpoint: Seen): Promise<Approvers | null>;

	/** The passkeys that people want to approve with here, oldest first, also those that no longer count. */
	approverKeys(): Promise<KeptApproverKey[]>;
	/** A step in the life of one of them; `by`: a person of the client. */
	changeApproverKey(change: KeyChange, by: { person: string; name: string }): Promise<Answer<object>>;

	/** Whom approvers named to decide for them. */
	deputies(): Promise<Deputy[]>;
	/** The caller's own deputy: whom, until when; nobody any more. */
	nameDeputy(by: Caller, wish: DeputyWish): Promise<Answer<object>>;
	/** Returns its id; the same if it is given again. Null: it isn't given yet, and was only asked about. */
	giveStanding(given: StandingGiven, by: SignedIn): Promise<Answer<{ standing: string | null }>>;
	changeStanding(change: StandingChange, by: SignedIn): Promise<Answer<object>>;
	/** Counts a run of a standing approval that covers this proposal; null: none does. The same for the same proposal. */
	useStanding(ask: StandingAsk): Promise<RuledBy | null>;
	/** That proposal doesn't run by it: its run is free again. Harmless to repeat. */
	giveBackStanding(once: string): Promise<void>;
	/** Newest first, as this person of the client may see them; null: they may not. */
	standings(person: string): Promise<StandingsView | null>;

	/** The machine that an owner is to confirm at this endpoint, by its name; null: none. */
	heldMachine(endpoint: string): Promise<Hold | null>;
	/** False: by now it is another one than was shown. Harmless to repeat. */
	confirmMachine(endpoint: string, shown: Hold, by: string): Promise<boolean>;
	/** The same by someone in the console, for an owner alone. */
	confirmShown(by: SignedIn, endpoint: string, shown: Hold): Promise<Answer<{ confirmed: boolean }>>;
	/** Whether this person may have machines check what they write now; else when, in ms. Kept in memory alone. */
	takeCheck(person: string): Promise<{ ok: true } | { ok: false; at: number }>;

	/** `shown`: the endpoints of its plans that wait or run, as its cards show them; `version`: of the snapshot that they show. Harmless to repeat. */
	sessionChanged(session: Listed, shown: Shown[], version: number): Promise<void>;
	/** What this person chose last in the dialog of a plan; null: nothing yet. */
	lastChoices(person: string): Promise<LastChoices | null>;
	keepChoices(person: string, choices: LastChoices): Promise<void>;
	runsLeft(): Promise<RunsLeft>;
	/** Harmless to repeat. */
	countRuns(planned: PlannedRuns): Promise<void>;
	/** The sessions that someone's Home shows, by their id. */
	glance(me: string): Promise<Glance>;
	pendingSessions(): Promise<Listed[]>;
	/** The sessions of a wish, newest first, and how many there are in each tab. `more`: there are further ones. */
	findSessions(wish: ListWish): Promise<FoundListed>;
	/** In which sessions were opened, newest first, and how many: `only` counts those that this person asked for or took part in. */
	months(only: string | null): Promise<ListedMonth[]>;

	/** A personal link's token: for one session, single use. `identity`: the account that asked for it. */
	issueLink(person: string, session: string, identity: string): Promise<string>;
	/** The same for a mail: who has the mail has the link. */
	issueMailLink(person: string, session: string, address: string): Promise<string>;
	/** Has another link mailed to the owner of one that is over, once. Nothing says whether there was one. */
	renewMailLink(token: string): Promise<void>;
	/** A link's state; changes nothing. */
	peekLink(token: string): Promise<LinkState>;
	/** The session that this person's own link is for, whatever its state; null: it isn't theirs, or was forgotten. */
	ownLink(token: string, person: string): Promise<string | null>;
	spendLink(token: string): Promise<{ ok: true } | { ok: false; why: "used" | "expired" | "unknown" }>;

	/** Tells the owners that nothing is taken there, each once; whether any of them can be told in chat. Harmless to repeat. */
	unposted(trouble: Trouble): Promise<boolean>;

	/** Keeps that something was tried or done which belongs to no session, or was done outside of it. */
	audit(entry: AuditEntry): Promise<void>;
	/** `once`: kept only the first time. */
	auditEndpoint(endpoint: string, what: string, detail: string, once?: string): Promise<void>;
	audited(after: number, limit: number): Promise<AuditRow[]>;
	/** Newest first, behind the cursor, which knows this log under the name `log`. */
	auditedNewest(
		filter: AuditFilter,
		log: string,
		behind: AuditCursor | null,
		limit: number,
	): Promise<AuditRow[]>;
}
