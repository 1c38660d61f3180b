// The Directory object: which clients, workspaces and people this deployment has. Read rarely. A typed surface over the
// set-up, sign-ins, the audit log and the Worker's keys.
import { presses, timesMore } from "../../domain/quota.ts";
import { EndpointId } from "../../protocol/ids.ts";
import type { SignedSuccession } from "../../protocol/keys.ts";
import type { AuditEntry, AuditRow } from "../../protocol/read/audit.ts";
import type { Passkey, SignIn } from "../../protocol/read/sign-ins.ts";
import type { KeptSnippet, Snippet } from "../../protocol/read/snippet.ts";
import type { ApplyRequest, Setup } from "../../protocol/setup.ts";
import { turns } from "../backend/turns.ts";
import type {
	Applied,
	Begun,
	Belonging,
	Called,
	DirectoryContract,
	Found,
	KeptPasskey,
	Known,
	ListedWorkspace,
	Member,
	PublicKey,
} from "../contracts/directory.ts";
import type { Scan } from "../contracts/values/scan.ts";
import type { Changed, ChangeRequest, ClientSetUp, InForce } from "../contracts/values/set-up.ts";
import type { SnippetChange, SnippetChanged } from "../contracts/values/snippets.ts";
import type { PressTurn } from "../contracts/workspace.ts";
import { Base } from "../durable/base.ts";
import { scansOf } from "../durable/scans.ts";
import { type Env, settings } from "../env.ts";
import { type AuditStore, auditStore } from "./audit.ts";
import { type Core, DirectoryOutbox } from "./core.ts";
import { type KeyStore, keyStore, succeed } from "./keys.ts";
import { type KnownStore, knownStore } from "./known.ts";
import { type AccountStore, accountStore } from "./set-up/accounts.ts";
import { apply, listWorkspaces } from "./set-up/applying.ts";
import { isCalled, known as knownPeople } from "./set-up/called.ts";
import { change, clientOf } from "./set-up/changing.ts";
import { deliver } from "./set-up/consequences.ts";
import { takeInForce } from "./set-up/in-force.ts";
import { type InForceStore, inForceStore } from "./set-up/in-force-table.ts";
import { type PeopleStore, peopleStore } from "./set-up/people.ts";
import { type SetUpStore, setUpStore } from "./set-up/stored.ts";
import { belonging } from "./signing-in/belonging.ts";
import { type PasskeyStore, passkeys } from "./signing-in/passkeys.ts";
import { type SignInStore, signIns } from "./signing-in/sign-ins.ts";
import { changeSnippet, keepsSnippets, type SnippetStore, snippetStore, snippetsFor } from "./snippets.ts";
import { spentStore } from "./spent.ts";
import { migrations } from "./tables.ts";

export class Directory extends Base<DirectoryOutbox> implements Core, DirectoryContract {
	override readonly env: Env;
	readonly setUp: SetUpStore;
	readonly people: PeopleStore;
	readonly accounts: AccountStore;
	readonly log: AuditStore;
	readonly known: KnownStore;
	readonly inForceAt: InForceStore;
	readonly signIns: SignInStore;
	readonly passkeys: PasskeyStore;
	readonly kept: SnippetStore;
	readonly #keys: KeyStore;
	readonly #presses = turns();
	readonly #spent: ReturnType<typeof spentStore>;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, DirectoryOutbox);
		const { sql } = ctx.storage;
		this.env = env;
		this.setUp = setUpStore(sql);
		this.people = peopleStore(sql);
		this.accounts = accountStore(sql);
		this.log = auditStore(sql);
		this.known = knownStore(sql);
		this.inForceAt = inForceStore(sql);
		this.kept = snippetStore(sql);
		this.#keys = keyStore(sql);
		this.signIns = signIns(sql);
		this.passkeys = passkeys(sql);
		this.#spent = spentStore(sql);
	}

	// What the parts need (Core).
	override change<T>(write: () => T): T {
		return super.change(write);
	}
	put(key: string, lane: string, body: DirectoryOutbox): void {
		this.outbox.put(key, lane, body);
	}
	async delivered(): Promise<boolean> {
		await this.outbox.drain();
		return this.outbox.nextAt() === null;
	}

	// The set-up.
	async apply(request: ApplyRequest): Promise<Applied> {
		return apply(this, request);
	}
	async changeSetUp(request: ChangeRequest): Promise<Changed> {
		return change(this, request);
	}
	async inForce(client: string, is: InForce): Promise<void> {
		takeInForce(this, client, is);
	}
	async setUpOf(client: string): Promise<ClientSetUp | null> {
		const { setup } = this.setUp.stored();
		const [key, found] = clientOf(this, setup, client) ?? [];
		const { differs = null } = this.inForceAt.of(client) ?? {};
		return key !== undefined && found ? { key, setup: found, staff: setup.staff, differs } : null;
	}
	async wholeSetUp(): Promise<Setup> {
		return this.setUp.stored().setup;
	}
	async clientCalled(key: string): Promise<string | null> {
		const client = this.setUp.stored().setup.clients[key];
		return client ? this.people.clientId(key, client.jurisdiction) : null;
	}
	async memberships(by: { identity: string } | { person: string }): Promise<Member[]> {
		return this.people.memberships(by);
	}
	async behind(account: string): Promise<Member[]> {
		return this.people.behind(account);
	}
	async called(who: Called, client: string | null): Promise<Known[]> {
		const { clientId, personId } = this.people;
		return knownPeople(this.setUp.stored().setup, clientId, personId)
			.filter((one) => client === null || one.client === client)
			.filter((one) => isCalled(one, who));
	}
	async workspaces(): Promise<ListedWorkspace[]> {
		return listWorkspaces(this, this.setUp.stored().setup);
	}
	async lists(workspace: string): Promise<boolean> {
		return Object.hasOwn(this.setUp.stored().setup.workspaces, workspace);
	}
	async knows(id: string): Promise<boolean> {
		return EndpointId.safeParse(id).success
			? this.known.hasEndpoint(this.env, id, Date.now())
			: this.known.has(id);
	}
	async keepKnown(id: string): Promise<void> {
		this.known.keep(id);
	}
	async enterpriseOf(workspace: string): Promise<string | null> {
		const { workspaces } = this.setUp.stored().setup;
		return Object.hasOwn(workspaces, workspace) ? (workspaces[workspace]?.enterprise ?? null) : null;
	}
	async heardOf(workspace: string, entry: AuditEntry): Promise<void> {
		this.known.keep(workspace);
		this.setUp.hearOf(workspace);
		this.log.keep(entry);
	}

	// Snippets.
	async snippets(person: string): Promise<KeptSnippet[] | null> {
		return keepsSnippets(this, person) ? this.kept.all() : null;
	}
	async snippetsFor(client: string, person: string): Promise<Snippet[]> {
		return snippetsFor(this, client, person);
	}
	async changeSnippet(asked: SnippetChange, scans: Scan[]): Promise<SnippetChanged> {
		return changeSnippet(this, asked, scansOf(scans));
	}

	// Signing in.
	async signIn(begun: Begun): Promise<void> {
		this.signIns.begin(begun, Date.now());
	}
	async signedIn(id: string, generation: number, active: boolean): Promise<Found | null> {
		const found = this.signIns.find(id, generation, active, Date.now());
		return found?.state === "in" ? { ...found, roles: (await this.belonging(found.person)).roles } : found;
	}
	async signOut(id: string): Promise<void> {
		this.signIns.end(id);
	}
	async signInsOf(person: string): Promise<SignIn[]> {
		return this.signIns.of(person, Date.now());
	}
	async endSignIn(person: string, id: string | null): Promise<void> {
		this.signIns.endOf(person, id);
	}
	async takePress(person: string): Promise<PressTurn> {
		const quota = timesMore(presses.console, settings(this.env).QUOTA_TIMES);
		return this.#presses.take(person, quota, Date.now());
	}
	async belonging(person: string): Promise<Belonging> {
		const { keyOf, clientId } = this.people;
		return belonging(this.setUp.stored().setup, keyOf(person), clientId);
	}
	async keepPasskey(passkey: KeptPasskey): Promise<boolean> {
		return this.passkeys.add(passkey, Date.now());
	}
	async passkey(id: string): Promise<KeptPasskey | null> {
		return this.passkeys.get(id);
	}
	async passkeyUsed(id: string, counter: number, synced: boolean): Promise<void> {
		this.passkeys.used(id, counter, synced, Date.now());
	}
	async passkeysOf(person: string): Promise<Passkey[]> {
		return this.passkeys.of(person);
	}
	async renamePasskey(person: string, id: string, name: string): Promise<void> {
		this.passkeys.rename(person, id, name);
	}
	async removePasskey(person: string, id: string): Promise<void> {
		this.passkeys.remove(person, id);
	}
	async spend(nonce: string, expires: number): Promise<boolean> {
		return this.#spent.spend(nonce, expires);
	}

	// The audit log.
	async audit(entry: AuditEntry): Promise<void> {
		this.log.keep(entry);
	}
	async auditDaily(entry: AuditEntry): Promise<void> {
		this.log.keepDaily(entry);
	}
	async audited(after: number, limit: number): Promise<AuditRow[]> {
		return this.log.list(after, limit);
	}
	async auditedNewest(...asked: Parameters<AuditStore["newest"]>): Promise<AuditRow[]> {
		return this.log.newest(...asked);
	}

	// The Worker's keys.
	async keepSigningKey(key: PublicKey): Promise<void> {
		this.#keys.keep(key);
	}
	async signingKeys(): Promise<PublicKey[]> {
		return this.#keys.all();
	}
	async succeed(to: string): Promise<{ ok: true; from: string; to: string } | { ok: false; error: string }> {
		return succeed(this.env, this.#keys, to, (write, line) =>
			this.change(() => {
				write();
				this.log.keep({ kind: "changed", who: "owner", what: "new signing key", detail: line });
			}),
		);
	}
	async succession(key: string): Promise<SignedSuccession[]> {
		return this.#keys.succession(key);
	}

	protected override async deliver(body: DirectoryOutbox): Promise<void> {
		await deliver(this, body);
	}
}
