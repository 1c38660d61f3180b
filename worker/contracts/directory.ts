// What the Directory may be asked.
import type { SignedSuccession } from "../../protocol/keys.ts";
import type { ApplyRequest, ApplyResponse } from "../../protocol/setup.ts";
import type { AuditRow } from "./values/audit.ts";
import type { SignedIn } from "./values/caller.ts";
import type { WorkspaceStatus } from "./workspace.ts";

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

/** A public key of the Worker: raw, base64. */
export type PublicKey = { keyId: string; key: string };

export interface DirectoryContract {
	// The set-up.
	apply(request: ApplyRequest): Promise<Applied>;
	/** A client's id by its name in the set-up file; null: it has no such client. */
	clientCalled(key: string): Promise<string | null>;
	/** The clients where this chat identity, or this person id, has a role. */
	memberships(by: { identity: string } | { person: string }): Promise<Member[]>;
	/** The people of clients who are called so, here or at this client alone. */
	called(who: Called, client: string | null): Promise<Known[]>;
	/** Every workspace of the set-up, and every other one that ever installed the app. */
	workspaces(): Promise<ListedWorkspace[]>;
	/** Whether the set-up file names this workspace. */
	lists(workspace: string): Promise<boolean>;
	/** Something happened to a workspace, perhaps one that no set-up file names. */
	heardOf(workspace: string, who: string, what: string, detail: string): Promise<void>;

	// Signing in.
	/** Begins a sign-in under an id that only its cookie holds; `expires` in ms since 1970. */
	signIn(id: string, person: string, expires: number): Promise<void>;
	signedIn(id: string): Promise<SignedIn | null>;
	signOut(id: string): Promise<void>;
	/** Whether this is used for the first time; kept until it expires (ms). */
	spend(nonce: string, expires: number): Promise<boolean>;

	// The audit log of what belongs to no client.
	audit(who: string, what: string, detail: string): Promise<void>;
	/** As `audit`, but once a day for each detail: for things that anyone can do, as often as they like. */
	auditDaily(who: string, what: string, detail: string): Promise<void>;
	audited(after: number, limit: number): Promise<AuditRow[]>;

	// The Worker's keys.
	keepSigningKey(key: PublicKey): Promise<void>;
	/** Every public key that this Worker ever signed a head with, oldest first. */
	signingKeys(): Promise<PublicKey[]>;
	/** The key in use vouches for a new one; refuses, in words, a key that is not new. */
	succeed(to: string): Promise<{ ok: true; from: string; to: string } | { ok: false; error: string }>;
	/** How the keys before this one lead to it, oldest first. */
	succession(key: string): Promise<SignedSuccession[]>;
}
