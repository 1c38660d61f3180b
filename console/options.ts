// What the pages need from their server: who is signed in, what they may see, and the files for the browser.

import type { Hold } from "../protocol/machine.ts";
import type { ApprovalProof, Assertion } from "../protocol/plan/passkey.ts";
import type { GivenAnswer } from "../protocol/prompt.ts";
import type { AmendmentsView } from "../protocol/read/amendment.ts";
import type { ApproversView, KeyChange, ToSign } from "../protocol/read/approver-key.ts";
import type { AuditCursor, AuditFilter, AuditRow } from "../protocol/read/audit.ts";
import type { AnswerForm, SecretForm } from "../protocol/read/secret-form.ts";
import type { ShareChoice, ShareOpened, ShareRow } from "../protocol/read/share.ts";
import type { Passkey, Provider, SignIn } from "../protocol/read/sign-ins.ts";
import type { Snippet } from "../protocol/read/snippet.ts";
import type { StandingsView } from "../protocol/read/standing.ts";
import type { TranscriptSource } from "../protocol/read/transcript-source.ts";
import type { ErasureAnswer, ErasureTarget } from "../protocol/record/erasure.ts";
import type { Verdict } from "../protocol/record/events.ts";
import type { Answer } from "../protocol/refusal.ts";
import type { SealedSecret } from "../protocol/sealing.ts";
import type { SetupEdit } from "../protocol/setup-edit.ts";
import type { AwayView } from "./away/view.ts";
import type { ChangeFound, ClientShown } from "./clients/view.ts";
import type { Who } from "./html/frame.ts";
import type { ClientMachines, MachineFound, RunThere } from "./machines/view.ts";
import type { Checked, FormOption, FormShown, Previewed, Proposed, Written } from "./propose/view.ts";
import type { ReportFound, ReportWish } from "./report/wish.ts";
import type { SearchResult, SearchWish } from "./search/wish.ts";
import type { SessionsFound, SessionsWish } from "./sessions/wish.ts";
import type { SnippetAsked, SnippetDone, SnippetsFound } from "./snippets/view.ts";

/** The person who is signed in: the caller of everything that a page asks for. `person` is their id. */
export type SignedIn = Who & { person: string };

/** Question `prompt` of that run, and who is asked. */
type AboutPrompt = { by: SignedIn; plan: string; run: string; prompt: number };
/** What someone says to a change that waits. `proof`: by their passkey. */
type AmendmentWish = {
	amendment: string;
	answer: "confirm" | "refuse";
	proof?: Assertion & { credential: string };
};
/** Something that a person did here. `once`: kept the first time in this sign-in, for each `detail`. */
export type Done = {
	kind: "opened" | "exported" | "searched" | "shared" | "changed";
	session: string | null;
	what: string;
	detail?: string;
	once?: boolean;
	/** The clients that a search went through. Their logs have it; its words only if there is one. */
	clients?: string[];
};

/** An entry, with its log: a client's, by its id, or `deployment`. */
export type AuditedEntry = AuditRow & { log: { id: string; name: string } };
/** `next`: behind which entry the next page begins; null: that was all. */
export type Audited = { entries: AuditedEntry[]; next: AuditCursor | null };

/** What the page's script gives to the browser; `state` comes back with its answer. */
export type AskedPasskey = { cookie: string; body: { state: string; options: object } };
export type AnsweredPasskey = { state: string; answer: unknown };
type NoPasskey = {
	ok: false;
	why: "strange" | "expired" | "used" | "unknown" | "refused" | "stale" | "enough";
};

export type ConsoleOptions = {
	/** Judged on every request: the person must have a role at that session's client now. */
	source(
		session: string,
		person: string,
	): Promise<{ ok: true; source: TranscriptSource } | { ok: false; status: 403 | 404 }>;
	/** Who the request's cookie belongs to. */
	signedIn(request: Request): Promise<SignedIn | null>;
	/** The button of a personal link: uses it up. `cookie` is a whole `Set-Cookie` value, `next` a path here. */
	spend(
		request: Request,
		token: string,
	): Promise<{ ok: true; cookie: string; next: string } | { ok: false; why: "used" | "expired" | "unknown" }>;
	/** Ends the sign-in of the request's cookie, if there is one; a whole `Set-Cookie` value that clears it. */
	signOut(request: Request): Promise<string>;
	/** A personal link's state, and, if it is valid, its owner's and the client's names; changes nothing. */
	peek(
		token: string,
	): Promise<
		| { state: "good"; person: string; client: string; session: string }
		| { state: "used" | "expired" | "unknown"; renews?: true }
	>;
	/** Has another link mailed to the owner of a mailed one that is over; once. */
	mailAgain(token: string): Promise<void>;
	/** The session that this person's own personal link is for, also after its use; null: it isn't theirs. */
	ownLink(token: string, person: string): Promise<string | null>;
	/** Whose accounts this deployment takes. */
	providers: readonly Provider[];
	/** The person's browsers and passkeys; `here`: the id of the request's own sign-in. */
	signIns(request: Request, me: SignedIn): Promise<{ here: string; signIns: SignIn[]; passkeys: Passkey[] }>;
	/** One of them; or all, and perhaps all passkeys. */
	endSignIn(me: SignedIn, which: { id: string } | { passkeys: boolean }): Promise<void>;
	passkeys: {
		ask(request: Request): Promise<AskedPasskey>;
		signIn(request: Request, answered: AnsweredPasskey): Promise<{ ok: true; cookie: string } | NoPasskey>;
		/** `stale`: only a sign-in that began just now adds one; see `mayAddPasskey`. */
		askToAdd(request: Request, me: SignedIn): Promise<({ ok: true } & AskedPasskey) | NoPasskey>;
		add(request: Request, me: SignedIn, answered: AnsweredPasskey): Promise<{ ok: true } | NoPasskey>;
		rename(me: SignedIn, id: string, name: string): Promise<void>;
		remove(me: SignedIn, id: string): Promise<void>;
	};
	/** Keeps it in the audit log: the session's client's; without a session, the one where the person belongs. */
	record(request: Request, me: SignedIn, done: Done): Promise<void>;
	/** The logs that this person may read now, by name. */
	auditLogs(person: string): Promise<{ id: string; name: string }[]>;
	/** Entries of logs that `auditLogs` gave for this request, newest first; of one, if `log` isn't null. */
	audited(
		logs: { id: string; name: string }[],
		asked: { log: string | null; filter: AuditFilter; behind: AuditCursor | null; limit: number },
	): Promise<Audited>;
	/** Sessions that this person may see now, newest first. */
	sessions(person: string, wish: SessionsWish): Promise<SessionsFound>;
	/** Reads a client's report, as far as this person may read its sessions now, page by page, newest first. */
	report(person: string): Promise<(wish: ReportWish) => Promise<ReportFound>>;
	/** Lines of what this person may read now. `keep` hears which clients are searched, and is awaited before anything is returned. */
	search(person: string, wish: SearchWish, keep: (clients: string[]) => Promise<void>): Promise<SearchResult>;
	/** Judged by the person's roles now. */
	machines: {
		/** Of the clients whose machines this person may see; none: of no client. */
		list(person: string): Promise<ClientMachines[]>;
		one(
			person: string,
			client: string,
			machine: string,
		): Promise<{ ok: true; found: MachineFound } | { ok: false; status: 403 | 404 }>;
		/** The runs on a machine that `one` gave for this request, newest first. */
		runs(
			found: MachineFound,
			before: Pick<RunThere, "at" | "run"> | null,
		): Promise<{ runs: RunThere[]; more: boolean }>;
		/** `url`: where its agent finds this Worker. The token is told this once. */
		makeToken(
			by: SignedIn,
			client: string,
			machine: string,
		): Promise<Answer<{ token: string; expires: number; url: string }>>;
		endToken(by: SignedIn, client: string, machine: string): Promise<Answer<object>>;
		/** That this is the right machine now. Not `confirmed`: by now it is another one than was shown. */
		confirm(
			by: SignedIn,
			client: string,
			machine: string,
			shown: Hold,
		): Promise<Answer<{ confirmed: boolean }>>;
	};
	/** What the set-up file says of clients; judged by the person's roles now. */
	setUps: {
		list(person: string): Promise<ClientShown[]>;
		/** Null: there is no such client, or they may not see it. */
		one(person: string, client: string): Promise<ClientShown | null>;
		/** Without `confirmed`, only what it would cause. */
		change(
			by: SignedIn,
			client: string,
			edit: SetupEdit,
			confirmed: { revision: number; vouched: string[] } | null,
		): Promise<ChangeFound>;
		/** The whole file, for who may export it; else null. */
		file(person: string): Promise<string | null>;
	};
	/** Saved commands; judged by the person's roles now. */
	snippets: {
		/** Null: this person doesn't keep them. */
		list(person: string): Promise<SnippetsFound | null>;
		change(by: SignedIn, asked: SnippetAsked): Promise<SnippetDone>;
	};
	/** Whether the request's sign-in began just now, and not with a link where people have accounts; see `mayAddPasskey`. */
	isFresh(request: Request): Promise<boolean>;
	/** Endpoints of this person's clients that are quarantined; none for who only asks. */
	quarantined(person: string): Promise<{ client: string; endpoint: string }[]>;
	/** An approver's answer; judged, and recorded, by what judges a press in chat. */
	vote(
		session: string,
		vote: { by: SignedIn; plan: string; verdict: Verdict; reason: string | null; proof?: ApprovalProof },
	): Promise<Answer<{ decided: boolean }>>;
	/** Ends what waits or runs of a plan; judged, and recorded, by what judges a press in chat. */
	cancel(session: string, asked: { by: SignedIn; plan: string }): Promise<Answer<object>>;
	standings: {
		/** The clients where this person may see them. */
		of(person: string): Promise<StandingsView[]>;
		/** Of a plan that the page shows whole: the same for later ones, too. */
		give(
			session: string,
			given: { by: SignedIn; plan: string; times: number; until: number; given?: number },
		): Promise<Answer<{ standing: string }>>;
		change(
			me: SignedIn,
			client: string,
			change: { step: "join" | "revoke"; standing: string },
		): Promise<Answer<object>>;
	};
	/** What the approver's passkey is to sign for a yes. */
	toSign(session: string, asked: { by: SignedIn; plan: string }): Promise<Answer<{ toSign: ToSign }>>;
	/** Proposing by the form of the dialog in chat; judged each time, and by what judges a proposal there. */
	proposing: {
		/** `chosen`: endpoints that it must offer. `again`: an earlier plan of the session that it starts from. */
		form(
			session: string,
			by: SignedIn,
			chosen: string[],
			again: string | null,
		): Promise<Answer<{ form: FormShown }>>;
		/** The saved commands that they may start from. */
		snippets(session: string, by: SignedIn): Promise<Snippet[]>;
		find(session: string, by: SignedIn, query: string): Promise<FormOption[]>;
		/** While someone writes. Nothing of it is kept. */
		check(asked: { session: string; by: SignedIn; written: Written }): Promise<Checked>;
		preview(asked: { session: string; by: SignedIn; written: Written }): Promise<Previewed>;
		/** `once`: the same whenever the same form is sent again. */
		propose(wish: { session: string; by: SignedIn; written: Written }, once: string): Promise<Proposed>;
	};
	approvers: {
		/** The clients where this person may see who approves. */
		of(person: string): Promise<ApproversView[]>;
		/** Asks that a passkey of theirs counts for approvals. */
		register(me: SignedIn, client: string, credential: string): Promise<Answer<object>>;
		change(
			me: SignedIn,
			client: string,
			change: Exclude<KeyChange, { step: "ask" }>,
		): Promise<Answer<object>>;
		/** What a passkey of theirs is to sign to vouch for that one; null: none of theirs can. */
		toVouch(me: SignedIn, client: string, credential: string): Promise<ToSign | null>;
	};
	/** Changes of approvers, policy and channels that wait for an approver; judged each time. */
	amendments: {
		/** The clients where this person may see them. */
		of(person: string): Promise<AmendmentsView[]>;
		answer(me: SignedIn, client: string, wish: AmendmentWish): Promise<Answer<object>>;
		/** What a passkey of theirs is to sign to confirm it; null: none of theirs can. */
		toSign(me: SignedIn, client: string, amendment: string): Promise<ToSign | null>;
	};
	away: {
		/** The clients at which this person approves. */
		of(person: string): Promise<AwayView[]>;
		/** Their own deputy there. `deputy`: a person's id; null: nobody. `until`: as in `AwayView`. */
		name(
			me: SignedIn,
			client: string,
			wish: { deputy: string | null; until: number | null },
		): Promise<Answer<object>>;
	};
	/** What the page needs to seal an approved plan's secrets. */
	secretForm(session: string, asked: { by: SignedIn; plan: string }): Promise<Answer<{ form: SecretForm }>>;
	enterSecrets(
		session: string,
		entered: { by: SignedIn; plan: string; sealed: { endpoint: string; secrets: SealedSecret[] }[] },
	): Promise<Answer<object>>;
	/** What the page needs to seal the secret that a running step asks for. */
	answerForm(session: string, asked: AboutPrompt): Promise<Answer<{ form: AnswerForm }>>;
	answer(session: string, given: AboutPrompt & { answer: GivenAnswer }): Promise<Answer<object>>;
	/** Shared copies of a session. Its pages judge who may; whoever has a link and its passcode opens a copy. */
	shares: {
		list(session: string): Promise<ShareRow[]>;
		/** A draft, before anything of it is read. Null: the copy whose place it is to take has ended. */
		begin(
			session: string,
			copy: { by: SignedIn; choice: ShareChoice; again: string | null },
		): Promise<string | null>;
		/** False: something of the session was erased since it was begun. */
		fill(session: string, draft: string, html: string): Promise<boolean>;
		/** `link`: of a new copy. The client's log has it, and an end, once it is so, with the id of the copy that can be opened. */
		publish(
			session: string,
			draft: string,
			terms: { days: number; passcode: string } | null,
			by: SignedIn,
		): Promise<{ ok: true; link: string | null } | { ok: false }>;
		revoke(session: string, share: string, by: SignedIn): Promise<boolean>;
		peek(
			session: string,
			token: string,
		): Promise<{ state: "asks" } | Exclude<ShareOpened, { state: "open" | "wrong" }>>;
		/** Kept in the client's log before it is answered. */
		open(session: string, token: string, passcode: string): Promise<ShareOpened>;
	};
	/** Asks for an erasure; nothing goes before the other side has confirmed. */
	askErasure(
		session: string,
		asked: { by: SignedIn; targets: ErasureTarget[]; reason: string },
	): Promise<Answer<{ erasure: string }>>;
	answerErasure(
		session: string,
		answered: { by: SignedIn; erasure: string; answer: ErasureAnswer },
	): Promise<Answer<object>>;
	/** A file of console/dist/assets: `app.js`, `app.css`, `icon.svg`. */
	asset(name: string): Promise<Response>;
	now(): number;
};
