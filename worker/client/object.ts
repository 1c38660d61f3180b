// The Client object: what one client company is: policy, people, endpoints, its list of sessions, its audit log.
import { z } from "zod";
import type { Hold } from "../../protocol/machine.ts";
import type { Person, Role } from "../../protocol/people.ts";
import type { ClientNotice } from "../../protocol/read/client-notice.ts";
import type { EnrollRequest } from "../../protocol/wire.ts";
import { changeText } from "../../words/machine.ts";
import {
	type Activated,
	type ClientContract,
	type Enrolled,
	type LinkState,
	linkMinutes,
	type Seen,
} from "../contracts/client.ts";
import type { Listed, Shown } from "../contracts/values/listed.ts";
import { Post } from "../contracts/values/post.ts";
import type { Announcement, AppliedChanges, Configuration } from "../contracts/values/set-up.ts";
import type { EndpointRow, Msp, Snapshot } from "../contracts/values/snapshot.ts";
import { Base } from "../durable/base.ts";
import { conversationOf, objectOf, workspaceOf, workspaceOfIdentity } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { newToken } from "../keys/crypto.ts";
import { directly } from "../session/show/homes.ts";
import * as enrolling from "./enrolling.ts";
import { changedSince, showsOtherwise } from "./following.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";

/** How long an enrollment token is valid, in ms. */
const enrollmentHours = 24;

const backSoonMs = 30_000;

const ClientOutbox = z.union([
	/** An endpoint that is no longer this client's, by its id. */
	z.object({ retire: z.string() }),
	/** A session whose plans' cards may show an endpoint that came or went. */
	z.object({ session: z.string(), endpoint: z.string() }),
	z.object({ workspace: z.string(), post: Post }),
]);
type ClientOutbox = z.infer<typeof ClientOutbox>;

export class Client extends Base<ClientOutbox> implements ClientContract {
	readonly #store: ClientStore;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, ClientOutbox);
		this.#store = clientStore(ctx.storage.sql);
	}

	/** Policy, people and endpoints as they are now. */
	async snapshot(): Promise<Snapshot> {
		const self = this.#store.self();
		if (!self) throw new Error("this client was never set up");
		const { id, revision: _, ...rest } = self;
		return { client: id, ...rest, endpoints: this.#store.endpoints() };
	}

	/** Sets what the set-up file says; every change is a new version. `changes` go into the audit log, and what concerns
	 * the client's own people is announced to them. Harmless to repeat. */
	async configure(to: Configuration, { by, changes, announced }: AppliedChanges): Promise<void> {
		if (to.revision <= (this.#store.self()?.revision ?? -1)) return;
		this.change(() => {
			this.#store.configure(to);
			this.#announce(to, by, announced);
			for (const endpoint of this.#store.undeclared()) {
				this.#store.forget(endpoint);
				this.#retire(endpoint);
			}
			for (const change of changes) this.#store.audit(Date.now(), by, "set-up", change);
		});
	}

	/** Which declared endpoints lack an agent and a live token. */
	async withoutAgent(names: string[]): Promise<string[]> {
		const enrolled = new Set(this.#store.endpoints().map((endpoint) => endpoint.name));
		return names.filter((name) => !enrolled.has(name) && !this.#store.liveToken(name, Date.now()));
	}

	/** A new single-use enrollment token for an endpoint; only its hash stays here. */
	async enrollmentToken(name: string): Promise<{ token: string; expires: number }> {
		const client = (await this.snapshot()).client;
		const token = `${client}.${newToken()}`;
		const expires = Date.now() + enrollmentHours * 3_600_000;
		this.change(() => {
			this.#store.addToken(hash(token), name, expires, Date.now());
			this.#store.audit(Date.now(), "owner", "enrolment token", name);
		});
		return { token, expires };
	}

	async enroll(request: EnrollRequest): Promise<Enrolled> {
		return enrolling.ask(this.#enrolling(), request, Date.now());
	}
	async activate(endpoint: string): Promise<Activated> {
		return enrolling.activate(this.#enrolling(), endpoint, Date.now());
	}
	#enrolling() {
		return {
			env: this.env,
			store: this.#store,
			change: (write: () => void) => this.change(write),
			retire: (endpoint: string) => this.#retire(endpoint),
		};
	}

	/** Inside a transaction: the endpoint's object learns that it is no longer this client's. */
	#retire(endpoint: string): void {
		this.outbox.put(`retire:${endpoint}`, endpoint, { retire: endpoint });
	}
	protected override async deliver(body: ClientOutbox): Promise<void> {
		if ("retire" in body) return objectOf(this.env.ENDPOINT, body.retire).retire();
		if ("endpoint" in body) return objectOf(this.env.SESSION, body.session).endpointChanged(body.endpoint);
		await workspaceOf(this.env.WORKSPACE, body.workspace).post(body.post);
	}

	/** Inside a transaction: a short message, posted once. */
	#post(
		key: string,
		workspace: string,
		to: { person: string } | { channel: string },
		view: ClientNotice,
	): void {
		const whole = "person" in to ? to.person : `${workspace}:${to.channel}`;
		const post = {
			key: `${key}:${whole}`,
			session: null,
			to,
			message: { type: "client", view },
			once: true,
		} as const;
		this.outbox.put(post.key, "chat", { workspace, post });
	}

	#announce({ id, name: client, revision }: Configuration, by: string, announced: Announcement): void {
		const { changes, channels, unbound } = announced;
		const key = `set-up:${id}:${revision}`;
		const say = (to: string, view: ClientNotice) =>
			this.#post(key, workspaceOfIdentity(to), { channel: conversationOf(to) }, view);
		for (const channel of changes.length > 0 ? channels : [])
			say(channel, { turn: "set-up-changed", client, by, changes });
		for (const channel of unbound) say(channel, { turn: "channel-unbound", client, by });
	}

	async endpointSeen(endpoint: Seen): Promise<void> {
		const before = this.#store.endpoints().find((one) => one.id === endpoint.id);
		this.change(() => {
			this.#store.seen(endpoint);
			this.#hear(before, endpoint.held);
			if (before && showsOtherwise(before, endpoint))
				this.#follow(endpoint, this.#store.following(endpoint.id));
			if (!endpoint.quarantined || !before || before.quarantined) return;
			this.#store.audit(Date.now(), before.name, "quarantined", "two machines share its key");
			this.#tellOwners(before.name, `quarantined:${before.id}`, { turn: "endpoint-quarantined" });
		});
	}

	/** Inside a transaction: the cards of what waits or runs show it. One that is back soon, as after a deploy, never was away. */
	#follow({ id, online, held }: Shown, sessions: string[]): void {
		const at = online || held ? 0 : Date.now() + backSoonMs;
		for (const session of sessions)
			this.outbox.put(`follow:${session}:${id}`, `follow:${session}:${id}`, { session, endpoint: id }, at);
	}

	/** Inside a transaction: an endpoint's machine is held, or no longer. */
	#hear(before: EndpointRow | undefined, held: Hold | null): void {
		if (!before || JSON.stringify(before.held) === JSON.stringify(held)) return;
		this.#store.audit(
			Date.now(),
			before.name,
			held ? "on hold" : "no longer on hold",
			held ? changeText(held) : "",
		);
		if (held && !before.held)
			this.#tellOwners(before.name, `held:${before.id}:${held.since}`, { turn: "endpoint-held", hold: held });
	}

	/** Inside a transaction: each owner directly; without any owner, the technicians. */
	#tellOwners(
		endpoint: string,
		key: string,
		what: { turn: "endpoint-quarantined" } | { turn: "endpoint-held"; hold: Hold },
	): void {
		const { name: client, people, msp } = this.#store.self() as { name: string; people: Person[]; msp: Msp };
		const having = (role: Role) => people.filter((person) => person.roles.includes(role));
		const owners = having("owner");
		for (const person of owners.length > 0 ? owners : having("technician"))
			for (const { identity, workspace } of directly({ msp }, person, []))
				this.#post(
					key,
					workspace,
					{ person: identity },
					{
						...what,
						to: { identities: person.identities, name: person.name },
						client,
						endpoint,
					},
				);
	}

	async heldMachine(endpoint: string): Promise<Hold | null> {
		const id = this.#store.enrolledAs(endpoint);
		return id === null ? null : objectOf(this.env.ENDPOINT, id).hold();
	}
	async confirmMachine(endpoint: string, shown: Hold, by: string): Promise<boolean> {
		const self = this.#store.self();
		const id = this.#store.enrolledAs(endpoint);
		if (!self || id === null || !(await objectOf(this.env.ENDPOINT, id).confirm(shown))) return false;
		const changes = [`${endpoint} is confirmed: ${changeText(shown)}`];
		this.change(() => {
			this.#store.audit(Date.now(), by, "confirmed a machine", changes[0] as string);
			for (const channel of self.channels)
				this.#post(
					`confirmed:${id}:${shown.since}`,
					workspaceOfIdentity(channel),
					{ channel: conversationOf(channel) },
					{ turn: "set-up-changed", client: self.name, by, changes },
				);
		});
		return true;
	}

	async sessionChanged(session: Listed, shown: Shown[]): Promise<void> {
		this.#store.list(
			session,
			shown.map(({ id }) => id),
		);
		// What came or went before this session was in the list as unfinished.
		const missed = changedSince(shown, this.#store.endpoints());
		if (missed.length > 0)
			this.change(() => {
				for (const endpoint of missed) this.#follow(endpoint, [session.session]);
			});
	}
	async sessions(limit: number): Promise<Listed[]> {
		return this.#store.sessions(limit);
	}
	async pendingSessions(): Promise<Listed[]> {
		return this.#store.pendingSessions();
	}
	async endpoints(): Promise<EndpointRow[]> {
		return this.#store.endpoints();
	}

	/** A personal link to one session's transcript: single use, five minutes; only its hash stays here. */
	async issueLink(person: string, session: string): Promise<string> {
		const token = `${(await this.snapshot()).client}.${newToken()}`;
		const now = Date.now();
		this.#store.addLink(hash(token), person, session, now + linkMinutes * 60_000, now);
		return token;
	}
	/** A link's state; changes nothing. */
	async peekLink(token: string): Promise<LinkState> {
		const link = this.#link(token);
		if (!link.good) return { state: link.why };
		const { name, people } = await this.snapshot();
		const person = people.find(({ id }) => id === link.person);
		return person
			? { state: "good", id: person.id, person: person.name, client: name, session: link.session }
			: { state: "unknown" };
	}
	/** Spends a link. */
	async spendLink(token: string): Promise<{ ok: true } | { ok: false; why: "used" | "expired" | "unknown" }> {
		const link = this.#link(token);
		if (!link.good) return { ok: false, why: link.why };
		this.#store.spendLink(hash(token), Date.now());
		return { ok: true };
	}

	#link(token: string) {
		const link = this.#store.link(hash(token));
		if (!link) return { good: false, why: "unknown" } as const;
		if (link.used_at !== null) return { good: false, why: "used" } as const;
		if (Date.now() >= link.expires) return { good: false, why: "expired" } as const;
		return { good: true, person: link.person, session: link.session } as const;
	}

	/** Keeps that something was tried or done which belongs to no session. */
	async audit(who: string, what: string, detail: string): Promise<void> {
		this.#store.audit(Date.now(), who, what, detail);
	}
	/** The same of an endpoint, by its name if it is still in the set-up. */
	async auditEndpoint(endpoint: string, what: string, detail: string): Promise<void> {
		const known = this.#store.endpoints().find((one) => one.id === endpoint);
		this.#store.audit(Date.now(), known?.name ?? endpoint, what, detail);
	}
	async audited(after: number, limit: number) {
		return this.#store.audited(after, limit);
	}
}

const hash = enrolling.tokenHash;
