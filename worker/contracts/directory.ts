// What the Directory may be asked.
import type { SignedSuccession } from "../../protocol/keys.ts";
import type { Role } from "../../protocol/people.ts";
import type { AuditCursor, AuditEntry, AuditFilter, AuditRow } from "../../protocol/read/audit.ts";
import type { Passkey, SignIn, SignInWay } from "../../protocol/read/sign-ins.ts";
import type { KeptSnippet, Snippet } from "../../protocol/read/snippet.ts";
import type { ApplyRequest, ApplyResponse, Setup } from "../../protocol/setup.ts";
import type { SignedIn } from "./values/caller.ts";
import type { Scan } from "./values/scan.ts";
import type { Changed, ChangeRequest, ClientSetUp, InForce } from "./values/set-up.ts";
import type { SnippetChange, SnippetChanged } from "./values/snippets.ts";
import type { PressTurn, WorkspaceStatus } from "./workspace.ts";

export type Applied = { ok: true; response: ApplyResponse } | { ok: false; errors: string[]; stale: boolean };

export type ListedWorkspace = WorkspaceStatus & {
	/** `slack:T0123`. */
	workspace: string;
	/** Whether the set-up file names it; only then may a channel there belong to a client. */
	listed: boolean;
};

export type Member = { client: string; person: string; name: string };

/** The people whom someone may mean by “for @dana”. */
export type Called = { identity: string } | { name: string };
export type Known = {
	/** The client's id. */
	client: string;
	clientName: string;
	/** The person's id. */
	person: string;
	name: string;
	identities: string[];
	/** As the set-up file has them: `acme-dental/dana`, which is unique. */
	key: string;
};

/** A sign-in, under the SHA-256 of its cookie's secret. `identity`: the account that the person proved, or asked for
 * a link with; null: a passkey. */
export type Begun = {
	id: string;
	person: string;
	way: SignInWay;
	identity: string | null;
	browser: string;
};
/** `next`: the generation of the cookie that is to replace this one; null: not yet. `expires` in ms.
 * `roles`: all that the person has. `copied`: a cookie that was
 * replaced long ago came back, so someone has a copy; the sign-in is over now. */
export type Found =
	| (SignedIn & {
			state: "in";
			roles: Role[];
			way: SignInWay;
			began: number;
			expires: number;
			next: number | null;
	  })
	| (SignedIn & { state: "copied" });

/** `roles`: there, or as staff at every client. */
export type Belonging = { client: string | null; staff: Role[]; roles: Role[] };

/** `publicKey` is COSE, base64url, as is `id`, the credential's. */
export type KeptPasskey = {
	id: string;
	person: string;
	publicKey: string;
	counter: number;
	transports: string[];
	synced: boolean;
	name: string;
};

/** A public key of the Worker: raw, base64. */
export type PublicKey = { keyId: string; key: string };

export interface DirectoryContract {
	// The set-up.
	apply(request: ApplyRequest): Promise<Applied>;
	/** What an owner changes in the console, or would. */
	changeSetUp(request: ChangeRequest): Promise<Changed>;
	/** A client says what of the set-up is in force there now. Harmless to repeat. */
	inForce(client: string, is: InForce): Promise<void>;
	/** What the set-up says of a client, by its id; null: nothing any more. */
	setUpOf(client: string): Promise<ClientSetUp | null>;
	/** The whole set-up in use. */
	wholeSetUp(): Promise<Setup>;
	/** A client's id by its name in the set-up file; null: it has no such client. */
	clientCalled(key: string): Promise<string | null>;
	/** The clients where this chat identity, or this person id, has a role. */
	memberships(by: { identity: string } | { person: string }): Promise<Member[]>;
	/** As whom this account signs in, at their clients: whose it is at each client where they have a role. */
	behind(account: string): Promise<Member[]>;
	/** The people of clients who are called so, here or at this client alone. */
	called(who: Called, client: string | null): Promise<Known[]>;
	/** Every workspace of the set-up, and every other one that ever installed the app. */
	workspaces(): Promise<ListedWorkspace[]>;
	/** Whether the set-up file names this workspace. */
	lists(workspace: string): Promise<boolean>;
	/** Whether there is a client, an endpoint or a workspace with this id. Only what is there is asked further. */
	knows(id: string): Promise<boolean>;
	/** A new endpoint. */
	keepKnown(id: string): Promise<void>;
	/** The Slack organization of a workspace, by the set-up file; null: none. */
	enterpriseOf(workspace: string): Promise<string | null>;
	/** Something happened to a workspace, perhaps one that no set-up file names. */
	heardOf(workspace: string, entry: AuditEntry): Promise<void>;

	// Snippets.
	/** All of them, by title, for who keeps them; null: this person doesn't. */
	snippets(person: string): Promise<KeptSnippet[] | null>;
	/** Those for this client's plans; for who isn't of the MSP, those for this client alone. */
	snippetsFor(client: string, person: string): Promise<Snippet[]>;
	/** `scans`: what the door found in each text of it; it throws without. */
	changeSnippet(change: SnippetChange, scans: Scan[]): Promise<SnippetChanged>;

	// Signing in.
	signIn(begun: Begun): Promise<void>;
	/** Who is behind a cookie, its secret by its hash; null: no one any more. `active`: not only an open page asks. */
	signedIn(id: string, generation: number, active: boolean): Promise<Found | null>;
	signOut(id: string): Promise<void>;
	/** A person's browsers, newest first. */
	signInsOf(person: string): Promise<SignIn[]>;
	/** Signs out one of a person's browsers; null: all of them. */
	endSignIn(person: string, id: string | null): Promise<void>;
	/** One more press of a person in the console, beyond those that the Worker's instances let through by themselves. */
	takePress(person: string): Promise<PressTurn>;
	/** Where a person belongs: the client's id; or null, with the roles that they have as the MSP's staff. */
	belonging(person: string): Promise<Belonging>;
	/** False: the person has as many as they may have. */
	keepPasskey(passkey: KeptPasskey): Promise<boolean>;
	/** By the credential's id. */
	passkey(id: string): Promise<KeptPasskey | null>;
	passkeyUsed(id: string, counter: number, synced: boolean): Promise<void>;
	/** A person's passkeys, oldest first. */
	passkeysOf(person: string): Promise<Passkey[]>;
	/** Only the person's own. */
	renamePasskey(person: string, id: string, name: string): Promise<void>;
	removePasskey(person: string, id: string): Promise<void>;
	/** Whether this is used for the first time; kept until it expires (ms). */
	spend(nonce: string, expires: number): Promise<boolean>;

	// The audit log of what belongs to no client.
	audit(entry: AuditEntry): Promise<void>;
	/** As `audit`, but once a day for each detail: for things that anyone can do, as often as they like. */
	auditDaily(entry: AuditEntry): Promise<void>;
	audited(after: number, limit: number): Promise<AuditRow[]>;
	/** Newest first, behind the cursor, which knows this log under the name `log`. */
	auditedNewest(
		filter: AuditFilter,
		log: string,
		behind: AuditCursor | null,
		limit: number,
	): Promise<AuditRow[]>;

	// The Worker's keys.
	keepSigningKey(key: PublicKey): Promise<void>;
	/** Every public key that this Worker ever signed a head with, oldest first. */
	signingKeys(): Promise<PublicKey[]>;
	/** The key in use vouches for a new one; refuses, in words, a key that is not new. */
	succeed(to: string): Promise<{ ok: true; from: string; to: string } | { ok: false; error: string }>;
	/** How the keys before this one lead to it, oldest first. */
	succession(key: string): Promise<SignedSuccession[]>;
}
