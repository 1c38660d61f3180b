// The Directory object: which clients, workspaces and people this deployment has. Read rarely.
import { z } from "zod";
import { type Jurisdiction, newId } from "../../protocol/ids.ts";
import { keyIdOf, type SignedSuccession, successionMessage, successionText } from "../../protocol/keys.ts";
import type { Person } from "../../protocol/people.ts";
import { type ApplyRequest, type ApplyResponse, Setup } from "../../protocol/setup.ts";
import type {
	Applied,
	Called,
	DirectoryContract,
	Known,
	ListedWorkspace,
	Member as Membership,
	PublicKey,
	SignedIn,
} from "../contracts/directory.ts";
import { AuditRow } from "../contracts/values/audit.ts";
import { AppliedChanges, Configuration } from "../contracts/values/set-up.ts";
import type { Msp } from "../contracts/values/snapshot.ts";
import { Base } from "../durable/base.ts";
import { outboxTable } from "../durable/outbox.ts";
import { conversationOf, objectOf, workspaceOf, workspaceOfIdentity } from "../durable/places.ts";
import { row, rows } from "../durable/sql.ts";
import type { Env } from "../env.ts";
import { seal, sha256, sign, tag, unseal, workerKey } from "../keys/crypto.ts";
import { accountStore, accountTable, vouching } from "./accounts.ts";
import { announcement } from "./announcing.ts";
import { isCalled, known } from "./called.ts";
import { diff, emptySetup, problems, warnings } from "./diff.ts";
import { signIns, signInTable } from "./sign-ins.ts";
import { type Given, workspaceWarnings } from "./workspaces.ts";

const migrations = [
	`CREATE TABLE setup (one INTEGER PRIMARY KEY CHECK (one = 1), text TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
	CREATE TABLE ids (kind TEXT NOT NULL, scope TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL UNIQUE, PRIMARY KEY (kind, scope, key)) STRICT;
	CREATE TABLE members (client TEXT NOT NULL, person TEXT NOT NULL, identity TEXT, name TEXT NOT NULL) STRICT;
	CREATE INDEX members_by_identity ON members (identity);
	CREATE INDEX members_by_person ON members (person);`,
	`CREATE TABLE audit (n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL) STRICT;`,
	`CREATE TABLE signing_keys (key_id TEXT PRIMARY KEY, key TEXT NOT NULL, at INTEGER NOT NULL) STRICT;`,
	signInTable,
	`CREATE TABLE heard_of (workspace TEXT PRIMARY KEY) STRICT;
	CREATE TABLE spent (nonce TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT;`,
	`CREATE TABLE successions (
		to_key TEXT PRIMARY KEY, from_key TEXT NOT NULL, statement TEXT NOT NULL, signature TEXT NOT NULL, at INTEGER NOT NULL
	) STRICT;`,
	// `tokens`: a keyed tag of the bot token that was applied last, so that a change can be told without the token.
	`${outboxTable}
	ALTER TABLE setup ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
	CREATE TABLE tokens (workspace TEXT PRIMARY KEY, tag TEXT NOT NULL) STRICT;`,
	"CREATE TABLE told_today (detail TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;",
	accountTable,
];

/** What follows from an apply, elsewhere. */
const DirectoryOutbox = z.discriminatedUnion("type", [
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
type DirectoryOutbox = z.infer<typeof DirectoryOutbox>;

/** A bot token as it may be kept: sealed, and a tag that tells whether it is the same as before. */
type Kept = { workspace: string; sealed: string; tag: string };

/** One apply, judged: from which set-up to which, by whom. */
type Change = {
	before: Setup;
	setup: Setup;
	tokens: Kept[];
	changes: ApplyResponse["changes"];
	vouch: ApplyResponse["vouch"];
	by: string;
	/** Of the new set-up. */
	revision: number;
};

const Stored = z.object({ text: z.string(), revision: z.int() });
const Tag = z.object({ tag: z.string() });
const Id = z.object({ id: z.string() });
const Workspace = z.object({ workspace: z.string() });
const SigningKey = z.object({ keyId: z.string(), key: z.string() });
const Succeeded = z.object({ from_key: z.string(), statement: z.string(), signature: z.string() });
const Member = z.object({ client: z.string(), person: z.string(), name: z.string() });

export class Directory extends Base<DirectoryOutbox> implements DirectoryContract {
	readonly #sql: SqlStorage;
	readonly #signIns: ReturnType<typeof signIns>;
	readonly #accounts: ReturnType<typeof accountStore>;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, DirectoryOutbox);
		this.#sql = ctx.storage.sql;
		this.#signIns = signIns(this.#sql);
		this.#accounts = accountStore(this.#sql);
	}

	/** Brings clients, people, channels and policy to what the set-up file says: judged against the revision that the
	 * shown changes were made from, and written, in one transaction. What follows elsewhere is tried until it succeeds. */
	async apply(request: ApplyRequest): Promise<Applied> {
		const tokens = await this.#kept(request.tokens);
		const { setup } = request;
		const given = await this.#standings(request.tokens);
		const installed = workspaceWarnings(setup, given, await this.workspaces(setup));
		// From here to the transaction nothing else comes between.
		const { setup: before, revision } = this.#stored();
		const errors = [...problems(before, setup), ...unknownReissues(request)];
		if (errors.length > 0) return { ok: false, errors, stale: false };
		const changes = [...diff(before, setup), ...this.#tokenChanges(tokens)];
		const accounts = this.#accounts.known(before);
		const told = { vouch: vouching(accounts, setup), warnings: [...warnings(setup), ...installed] };
		const response = { revision, changes, enrolment: [], ...told };
		if (request.dryRun) return { ok: true, response };
		if (request.revision !== revision) return { ok: false, errors: [stale], stale: true };
		const unsure = told.vouch.filter(({ vouch }) => !request.vouched.includes(vouch));
		if (unsure.length > 0)
			return { ok: false, errors: unsure.map(({ what }) => `${what}: nobody made sure of it`), stale: false };
		const by = request.by === "" ? "the owner" : `the owner (${request.by})`;
		const { vouch } = told;
		this.change(() => {
			this.#accounts.keep(accounts, setup);
			this.#write({ before, setup, tokens, changes, vouch, by, revision: revision + 1 });
		});
		await this.outbox.drain();
		const done = { ...response, revision: revision + 1 };
		return this.outbox.nextAt() === null
			? { ok: true, response: { ...done, enrolment: await this.#enrolment(request) } }
			: { ok: true, response: { ...done, warnings: [...done.warnings, unfinished] } };
	}

	/** The clients at which somebody with this chat identity, or of this person id, has a role. */
	async memberships(by: { identity: string } | { person: string }): Promise<Membership[]> {
		const [column, value] = "identity" in by ? ["identity", by.identity] : ["person", by.person];
		return rows(
			this.#sql,
			Member,
			`SELECT DISTINCT client, person, name FROM members WHERE ${column} = ?`,
			value,
		);
	}

	/** Begins a sign-in under an id that only its cookie holds; `expires` in ms since 1970. */
	async signIn(id: string, person: string, expires: number): Promise<void> {
		this.#signIns.begin(id, person, expires, Date.now());
	}
	/** Who is signed in under this id now. */
	async signedIn(id: string): Promise<SignedIn | null> {
		return this.#signIns.find(id, Date.now());
	}
	async signOut(id: string): Promise<void> {
		this.#signIns.end(id);
	}

	/** Keeps that something was tried in a conversation that belongs to no client. */
	async audit(who: string, what: string, detail: string): Promise<void> {
		this.#audit(who, what, detail);
	}
	#audit(who: string, what: string, detail: string): void {
		const query = "INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)";
		this.#sql.exec(query, Date.now(), who, what, detail);
	}
	/** As `audit`, but once a day for each detail: for what anybody can do, as often as they like. */
	async auditDaily(who: string, what: string, detail: string): Promise<void> {
		const now = Date.now();
		this.#sql.exec("DELETE FROM told_today WHERE at <= ?", now - 86_400_000);
		const query = "INSERT INTO told_today (detail, at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING detail";
		if (this.#sql.exec(query, detail, now).toArray().length === 1) this.#audit(who, what, detail);
	}
	/** Something happened to a workspace, perhaps one that no set-up file names. */
	async heardOf(workspace: string, who: string, what: string, detail: string): Promise<void> {
		this.#sql.exec("INSERT INTO heard_of (workspace) VALUES (?) ON CONFLICT DO NOTHING", workspace);
		await this.audit(who, what, detail);
	}
	/** Every workspace of the set-up, and every other one that ever installed the app. */
	async workspaces(setup = this.#setup()): Promise<ListedWorkspace[]> {
		const heard = rows(this.#sql, Workspace, "SELECT workspace FROM heard_of").map((one) => one.workspace);
		const all = [...new Set([...Object.keys(setup.workspaces), ...heard])].sort();
		return Promise.all(
			all.map(async (workspace) => ({
				workspace,
				listed: Object.hasOwn(setup.workspaces, workspace),
				...(await workspaceOf(this.env.WORKSPACE, workspace).status()),
			})),
		);
	}
	/** Whether the set-up file names this workspace. */
	async lists(workspace: string): Promise<boolean> {
		return Object.hasOwn(this.#setup().workspaces, workspace);
	}

	/** Whether this is used for the first time; kept until it expires (ms), when it is no longer good anyway. */
	async spend(nonce: string, expires: number): Promise<boolean> {
		this.#sql.exec("DELETE FROM spent WHERE expires < ?", Date.now());
		const query = "INSERT INTO spent (nonce, expires) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING nonce";
		return this.#sql.exec(query, nonce, expires).toArray().length === 1;
	}

	async audited(after: number, limit: number): Promise<AuditRow[]> {
		return rows(this.#sql, AuditRow, "SELECT * FROM audit WHERE n > ? ORDER BY n LIMIT ?", after, limit);
	}

	/** Keeps a public key of this Worker at its first use, for ever: what it signed is verified with it after a change of
	 * keys. */
	async keepSigningKey({ keyId, key }: PublicKey): Promise<void> {
		this.#sql.exec(
			"INSERT INTO signing_keys (key_id, key, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
			keyId,
			key,
			Date.now(),
		);
	}
	/** Every public key that this Worker ever signed a head with, oldest first; raw, base64. */
	async signingKeys(): Promise<PublicKey[]> {
		return rows(this.#sql, SigningKey, "SELECT key_id AS keyId, key FROM signing_keys ORDER BY at, rowid");
	}

	/** The key in use vouches for a new one, by its signature; agents follow it then. Refuses, in words, a key that is not new. */
	async succeed(to: string): Promise<{ ok: true; from: string; to: string } | { ok: false; error: string }> {
		const { keyId, key: from } = await workerKey(this.env);
		const statement = successionText(from, to);
		const signature = await sign(this.env, successionMessage(statement));
		const used = [from, ...(await this.signingKeys()).map(({ key }) => key)].includes(to);
		if (used || this.#succeeded(to) || this.#vouched(to))
			return { ok: false, error: "that key was used or announced before: make a new one" };
		const id = keyIdOf(to, sha256);
		this.ctx.storage.transactionSync(() => {
			this.#sql.exec(
				"INSERT INTO successions (to_key, from_key, statement, signature, at) VALUES (?, ?, ?, ?, ?)",
				...[to, from, statement, signature, Date.now()],
			);
			this.#audit("owner", "new signing key", `${id}, which ${keyId} vouches for`);
		});
		return { ok: true, from: keyId, to: id };
	}
	/** How the keys before this one lead to it, oldest first. */
	async succession(key: string): Promise<SignedSuccession[]> {
		const way: SignedSuccession[] = [];
		for (let to = key; ; ) {
			const step = this.#succeeded(to);
			if (!step) return way;
			way.unshift({ statement: step.statement, signature: step.signature });
			to = step.from_key;
		}
	}

	/** Whether it spoke for another: a line that came back to it would have no end. */
	#vouched(from: string): boolean {
		return this.#sql.exec("SELECT 1 FROM successions WHERE from_key = ?", from).toArray().length > 0;
	}
	#succeeded(to: string) {
		return row(
			this.#sql,
			Succeeded,
			"SELECT from_key, statement, signature FROM successions WHERE to_key = ?",
			to,
		);
	}

	/** The people of clients who are called so, here or at this client alone. */
	async called(who: Called, client: string | null): Promise<Known[]> {
		const clientId = (key: string, jurisdiction: Jurisdiction) => this.#id("client", "", key, jurisdiction);
		return known(this.#setup(), clientId, (at, key) => this.#id("person", at, key, "none"))
			.filter((one) => client === null || one.client === client)
			.filter((one) => isCalled(one, who));
	}

	#setup(): Setup {
		return this.#stored().setup;
	}

	/** Revision 0: nothing was applied yet. */
	#stored(): { setup: Setup; revision: number } {
		const stored = row(this.#sql, Stored, "SELECT text, revision FROM setup");
		return stored
			? { setup: Setup.parse(JSON.parse(stored.text)), revision: stored.revision }
			: { setup: emptySetup(), revision: 0 };
	}

	async #kept(tokens: Record<string, string>): Promise<Kept[]> {
		return Promise.all(
			Object.entries(tokens).map(async ([workspace, token]) => ({
				workspace,
				sealed: await seal(this.env, `applied ${workspace}`, token),
				tag: await tag(this.env, `token ${workspace} ${token}`),
			})),
		);
	}
	async #standings(tokens: Record<string, string>): Promise<Given> {
		const stands = Object.entries(tokens).map(async ([workspace, token]) => {
			const standing = await workspaceOf(this.env.WORKSPACE, workspace).standing(token);
			return [workspace, standing] as const;
		});
		return new Map(await Promise.all(stands));
	}
	#tokenChanges(tokens: Kept[]): ApplyResponse["changes"] {
		return tokens.flatMap(({ workspace, tag }) => {
			const known = row(this.#sql, Tag, "SELECT tag FROM tokens WHERE workspace = ?", workspace)?.tag;
			if (known === tag) return [];
			return [
				{ sign: known === undefined ? "+" : "~", what: `workspace ${workspace}: its bot token` } as const,
			];
		});
	}

	/** Inside a transaction. */
	#write(change: Change): void {
		this.#sql.exec(
			"INSERT INTO setup (one, text, at, revision) VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at, revision = excluded.revision",
			JSON.stringify(change.setup),
			Date.now(),
			change.revision,
		);
		for (const { workspace, tag } of change.tokens)
			this.#sql.exec(
				"INSERT INTO tokens (workspace, tag) VALUES (?, ?) ON CONFLICT DO UPDATE SET tag = excluded.tag",
				workspace,
				tag,
			);
		for (const { sign, what } of change.changes)
			if (!what.startsWith("client ")) this.#audit(change.by, "set-up", `${sign} ${what}`);
		for (const { what } of change.vouch) this.#audit(change.by, "made sure", what);
		this.#writeClients(change);
		this.#writeWorkspaces(change);
	}

	/** Clients that are gone from the file keep their records; nobody has a role there any more. */
	#writeClients(change: Change): void {
		const { before, setup } = change;
		for (const [key, client] of Object.entries(setup.clients))
			this.#writeClient(change, key, client, setup.staff);
		for (const [key, client] of Object.entries(before.clients))
			if (!setup.clients[key]) this.#writeClient(change, key, { ...client, people: {}, channels: [] }, {});
	}

	#writeClient(change: Change, key: string, client: Setup["clients"][string], staff: Setup["staff"]): void {
		const { before, setup, changes, by, revision } = change;
		const id = this.#id("client", "", key, client.jurisdiction);
		const people = [
			...Object.entries(staff).map(([name, person]) => this.#person("staff", name, person)),
			...Object.entries(client.people).map(([name, person]) => this.#person(id, name, person)),
		];
		const endpoints = Object.entries(client.endpoints).map(([name, { description }]) => ({
			name,
			description,
		}));
		const { name, policy, channels } = client;
		const mine = changes.filter(
			({ what }) => what.startsWith(`client ${key}:`) || /^(?:staff|the MSP) /.test(what),
		);
		this.outbox.put(`client:${id}:${revision}`, id, {
			type: "client",
			to: { id, name, policy, people, channels, msp: mspOf(setup), endpoints, revision },
			applied: {
				by,
				changes: mine.map(({ sign, what }) => `${sign} ${what}`),
				announced: announcement(key, before, setup),
			},
		});
		this.#setMembers(id, people);
	}

	#setMembers(client: string, people: Person[]): void {
		this.#sql.exec("DELETE FROM members WHERE client = ?", client);
		for (const { id, name, identities } of people)
			for (const identity of identities.length > 0 ? identities : [null])
				this.#sql.exec(
					"INSERT INTO members (client, person, identity, name) VALUES (?, ?, ?, ?)",
					client,
					id,
					identity,
					name,
				);
	}

	#writeWorkspaces({ before, setup, tokens, revision }: Change): void {
		const workspaces = new Set([...Object.keys(before.workspaces), ...Object.keys(setup.workspaces)]);
		for (const workspace of workspaces) {
			const bound = Object.entries(setup.clients).flatMap(([key, client]) =>
				client.channels
					.filter((channel) => workspaceOfIdentity(channel) === workspace)
					.map((channel) => ({
						channel: conversationOf(channel),
						client: this.#id("client", "", key, client.jurisdiction),
					})),
			);
			const token = tokens.find((one) => one.workspace === workspace)?.sealed ?? null;
			const { desk } = setup.msp;
			const desks = desk && workspaceOfIdentity(desk) === workspace ? [conversationOf(desk)] : [];
			const listed = setup.workspaces[workspace] !== undefined;
			const body = { type: "workspace", workspace, listed, token, bound, desks } as const;
			this.outbox.put(`workspace:${workspace}:${revision}`, workspace, body);
		}
	}

	protected override async deliver(body: DirectoryOutbox): Promise<void> {
		if (body.type === "client") return objectOf(this.env.CLIENT, body.to.id).configure(body.to, body.applied);
		const { workspace, listed, bound, desks } = body;
		const token = body.token === null ? null : await unseal(this.env, `applied ${workspace}`, body.token);
		await workspaceOf(this.env.WORKSPACE, workspace).configure(workspace, { listed, token, bound, desks });
	}

	#person(scope: string, key: string, person: Setup["staff"][string]): Person {
		const id = this.#id("person", scope, key, "none");
		return {
			id,
			name: person.name,
			label: person.label ?? null,
			identities: person.identities,
			roles: person.roles,
		};
	}

	/** The id behind a name of the set-up file: made once, the same for ever. */
	#id(kind: "client" | "person", scope: string, key: string, jurisdiction: Jurisdiction): string {
		const known = row(
			this.#sql,
			Id,
			"SELECT id FROM ids WHERE kind = ? AND scope = ? AND key = ?",
			kind,
			scope,
			key,
		);
		if (known) return known.id;
		const id = newId(kind, jurisdiction);
		this.#sql.exec("INSERT INTO ids (kind, scope, key, id) VALUES (?, ?, ?, ?)", kind, scope, key, id);
		return id;
	}

	async #enrolment({ setup, reissue }: ApplyRequest): Promise<ApplyResponse["enrolment"]> {
		const issued: ApplyResponse["enrolment"] = [];
		for (const [key, client] of Object.entries(setup.clients)) {
			const stub = objectOf(this.env.CLIENT, this.#id("client", "", key, client.jurisdiction));
			const names = Object.keys(client.endpoints);
			const wanted = new Set([
				...(await stub.withoutAgent(names)),
				...names.filter((name) => reissue.includes(`${key}/${name}`)),
			]);
			for (const endpoint of wanted)
				issued.push({ client: key, endpoint, ...(await stub.enrolmentToken(endpoint)) });
		}
		return issued;
	}
}

const mspOf = ({ msp, workspaces }: Setup): Msp => ({
	desk: msp.desk ? { workspace: workspaceOfIdentity(msp.desk), channel: conversationOf(msp.desk) } : null,
	remindDeskAfter: msp.remindDeskAfter,
	ticketLink: msp.ticketLink ?? null,
	workspaces: Object.entries(workspaces).map(([id, { enterprise }]) => ({
		id,
		enterprise: enterprise ?? null,
	})),
});

const stale =
	"another apply came between, so what you were shown is not what would change now: look at the changes again, then apply";
const unfinished =
	"not every client and workspace has it yet; it is tried until they do. Apply again in a minute for enrolment tokens";

const unknownReissues = ({ setup, reissue }: ApplyRequest): string[] =>
	reissue
		.filter((name) => {
			const [client = "", endpoint = ""] = name.split("/");
			return !setup.clients[client]?.endpoints[endpoint];
		})
		.map((name) => `${name} is not an endpoint of this file; write it as client/ENDPOINT`);
