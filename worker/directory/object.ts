// The Directory object: which clients, workspaces and people this deployment has. Read rarely. A typed surface over the
// set-up, sign-ins, the audit log and the Worker's keys.
import type { SignedSuccession } from "../../protocol/keys.ts";
import type { ApplyRequest } from "../../protocol/setup.ts";
import type {
	Applied,
	Called,
	DirectoryContract,
	Known,
	ListedWorkspace,
	Member,
	PublicKey,
} from "../contracts/directory.ts";
import type { AuditRow } from "../contracts/values/audit.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { Base } from "../durable/base.ts";
import type { Env } from "../env.ts";
import { type AuditStore, auditStore } from "./audit.ts";
import { type Core, DirectoryOutbox } from "./core.ts";
import { type KeyStore, keyStore, succeed } from "./keys.ts";
import { type AccountStore, accountStore } from "./set-up/accounts.ts";
import { apply, listWorkspaces } from "./set-up/applying.ts";
import { isCalled, known } from "./set-up/called.ts";
import { deliver } from "./set-up/consequences.ts";
import { type PeopleStore, peopleStore } from "./set-up/people.ts";
import { type SetUpStore, setUpStore } from "./set-up/stored.ts";
import { signIns } from "./sign-ins.ts";
import { spentStore } from "./spent.ts";
import { migrations } from "./tables.ts";

export class Directory extends Base<DirectoryOutbox> implements Core, DirectoryContract {
	override readonly env: Env;
	readonly setUp: SetUpStore;
	readonly people: PeopleStore;
	readonly accounts: AccountStore;
	readonly log: AuditStore;
	readonly #keys: KeyStore;
	readonly #signIns: ReturnType<typeof signIns>;
	readonly #spent: ReturnType<typeof spentStore>;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, DirectoryOutbox);
		const { sql } = ctx.storage;
		this.env = env;
		this.setUp = setUpStore(sql);
		this.people = peopleStore(sql);
		this.accounts = accountStore(sql);
		this.log = auditStore(sql);
		this.#keys = keyStore(sql);
		this.#signIns = signIns(sql);
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
	async clientCalled(key: string): Promise<string | null> {
		const client = this.setUp.stored().setup.clients[key];
		return client ? this.people.clientId(key, client.jurisdiction) : null;
	}
	async memberships(by: { identity: string } | { person: string }): Promise<Member[]> {
		return this.people.memberships(by);
	}
	async called(who: Called, client: string | null): Promise<Known[]> {
		const { clientId, personId } = this.people;
		return known(this.setUp.stored().setup, clientId, personId)
			.filter((one) => client === null || one.client === client)
			.filter((one) => isCalled(one, who));
	}
	async workspaces(): Promise<ListedWorkspace[]> {
		return listWorkspaces(this, this.setUp.stored().setup);
	}
	async lists(workspace: string): Promise<boolean> {
		return Object.hasOwn(this.setUp.stored().setup.workspaces, workspace);
	}
	async heardOf(workspace: string, who: string, what: string, detail: string): Promise<void> {
		this.setUp.hearOf(workspace);
		this.log.keep(who, what, detail);
	}

	// Signing in.
	async signIn(id: string, person: string, expires: number): Promise<void> {
		this.#signIns.begin(id, person, expires, Date.now());
	}
	async signedIn(id: string): Promise<SignedIn | null> {
		return this.#signIns.find(id, Date.now());
	}
	async signOut(id: string): Promise<void> {
		this.#signIns.end(id);
	}
	async spend(nonce: string, expires: number): Promise<boolean> {
		return this.#spent.spend(nonce, expires);
	}

	// The audit log.
	async audit(who: string, what: string, detail: string): Promise<void> {
		this.log.keep(who, what, detail);
	}
	async auditDaily(who: string, what: string, detail: string): Promise<void> {
		this.log.keepDaily(who, what, detail);
	}
	async audited(after: number, limit: number): Promise<AuditRow[]> {
		return this.log.list(after, limit);
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
				this.log.keep("owner", "new signing key", line);
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
