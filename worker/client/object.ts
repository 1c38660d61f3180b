// The Client object: what one client company is: policy, people, endpoints, its list of sessions, its audit log.
import { checks, timesMore } from "../../domain/quota.ts";
import type { Deputy } from "../../protocol/deputy.ts";
import type { Hold } from "../../protocol/machine.ts";
import type { Approvers } from "../../protocol/plan/passkey.ts";
import type { RuledBy } from "../../protocol/plan/standing.ts";
import type { AmendmentEnd, AmendmentsView } from "../../protocol/read/amendment.ts";
import type { KeptApproverKey, KeyChange, ToSign } from "../../protocol/read/approver-key.ts";
import type { AuditEntry } from "../../protocol/read/audit.ts";
import type { StandingAsk, StandingsView } from "../../protocol/read/standing.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { EnrollRequest } from "../../protocol/wire.ts";
import { changeText } from "../../words/machine.ts";
import { turns } from "../backend/turns.ts";
import type * as Asked from "../contracts/client.ts";
import type { Caller, SignedIn } from "../contracts/values/caller.ts";
import type { LastChoices } from "../contracts/values/last-choices.ts";
import type { Glance, Listed, ListedMonth, ListWish, Shown } from "../contracts/values/listed.ts";
import type { MachineRow } from "../contracts/values/machine.ts";
import type { AppliedChanges, Configuration, InForce } from "../contracts/values/set-up.ts";
import type { EndpointRow, Snapshot } from "../contracts/values/snapshot.ts";
import { Base } from "../durable/base.ts";
import { objectOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { approversOf } from "../passkeys/approvers.ts";
import { inForceOf } from "./amendments.ts";
import { amendmentsView, toSignAmendment } from "./amendments-view.ts";
import { changeKey } from "./changing-keys.ts";
import * as clock from "./clock.ts";
import * as confirming from "./confirming.ts";
import { deliver } from "./delivering.ts";
import * as deputies from "./deputies.ts";
import * as enrolling from "./enrolling.ts";
import { showsOtherwise } from "./following.ts";
import * as keys from "./keys.ts";
import * as links from "./links.ts";
import * as listing from "./listing.ts";
import { ClientOutbox } from "./outbox.ts";
import * as settingUp from "./setting-up.ts";
import { snapshotOf } from "./snapshot.ts";
import * as standings from "./standings.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";
import { type EndpointNews, type News, ownersNews } from "./telling.ts";
import { tellTrouble } from "./trouble.ts";

const backSoonMs = 30_000;

export class Client extends Base<ClientOutbox> implements Asked.ClientContract {
	readonly #store: ClientStore;
	readonly #checks = turns();

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, ClientOutbox);
		this.#store = clientStore(ctx.storage.sql);
	}

	async snapshot(): Promise<Snapshot> {
		return this.#snapshot();
	}
	readonly #snapshot = () => snapshotOf(this.#store, Date.now());

	async configure(to: Configuration, applied: AppliedChanges): Promise<InForce> {
		const known = this.#store.self()?.revision ?? -1;
		if (to.revision > known) this.change(() => settingUp.configure(this.#parts(), to, applied, Date.now()));
		return inForceOf(this.#store);
	}
	async amendments(person: string): Promise<AmendmentsView | null> {
		return amendmentsView(this.#store, person, Date.now());
	}
	async toSignAmendment(person: string, amendment: string): Promise<ToSign | null> {
		return toSignAmendment(this.#store, person, amendment, Date.now());
	}
	async answerAmendment(wish: Asked.AnswerAmendment): Promise<Answer<{ how: AmendmentEnd }>> {
		return this.change(() => settingUp.answer(this.#parts(), wish, Date.now()));
	}

	async withoutAgent(names: string[]): Promise<string[]> {
		const enrolled = new Set(this.#store.endpoints().map((endpoint) => endpoint.name));
		return names.filter((name) => !enrolled.has(name) && !this.#store.liveToken(name, Date.now()));
	}

	async enrollmentToken(name: string): Promise<{ token: string; expires: number }> {
		const client = (await this.snapshot()).client;
		return this.change(() => {
			this.#keep("changed", "owner", "enrolment token", name);
			return keys.issueKey(this.#store, client, name, Date.now());
		});
	}
	async makeKey(by: SignedIn, name: string): Promise<Answer<keys.Key>> {
		return keys.makeKey(this.#parts(), by, name, Date.now());
	}
	async revokeKey(by: SignedIn, name: string): Promise<Answer<object>> {
		return keys.revokeKey(this.#parts(), by, name, Date.now());
	}
	async machines(): Promise<MachineRow[]> {
		return this.#store.machines(this.#store.endpoints(), Date.now());
	}

	async enroll(request: EnrollRequest): Promise<Asked.Enrolled> {
		return enrolling.ask(this.#parts(), request, Date.now());
	}
	async activate(endpoint: string): Promise<Asked.Activated> {
		return enrolling.activate(this.#parts(), endpoint, Date.now());
	}
	#parts() {
		return {
			...{ env: this.env, store: this.#store },
			change: <T>(write: () => T) => this.change(write),
			retire: (endpoint: string) => this.#retire(endpoint),
			post: (news: News) => this.#post(news),
			nameApprovers: () => this.#nameApprovers(),
			keep: (what: string, who: string, detail: string) => this.#keep("changed", who, what, detail),
			tellSession: (of: string) => this.outbox.put(`people:${of}`, `people:${of}`, { peopleOf: of }),
			ask: (mail: links.Renewed) => this.outbox.put(`mail:${mail.name}`, `mail:${mail.session}`, { mail }),
			tellDirectory: () => this.outbox.put("in-force", "directory", { inForce: true }),
		};
	}

	/** Inside a transaction: the endpoint's object learns that it is no longer this client's. */
	#retire(endpoint: string): void {
		this.outbox.put(`retire:${endpoint}`, endpoint, { retire: endpoint });
	}
	protected override async deliver(body: ClientOutbox): Promise<void> {
		await deliver(this.env, body, this.#snapshot, () => inForceOf(this.#store));
	}

	/** Inside a transaction: a short message, posted once. */
	#post({ key, workspace, to, view, asOf }: News): void {
		const whole = "person" in to ? to.person : `${workspace}:${to.channel}`;
		const post = {
			key: `${key}:${whole}`,
			session: null,
			to,
			message: { type: "client", view },
			once: asOf === undefined,
			...(asOf !== undefined && { asOf }),
		} as const;
		this.outbox.put(post.key, "chat", { workspace, post });
	}
	#tellOwners(endpoint: string, key: string, what: EndpointNews): void {
		const self = this.#store.self();
		for (const post of self ? ownersNews(self, endpoint, key, what) : []) this.#post(post);
	}

	async endpointSeen(endpoint: Asked.Seen): Promise<Approvers | null> {
		const before = this.#store.endpoints().find((one) => one.id === endpoint.id);
		this.change(() => {
			this.#store.seen(endpoint);
			this.#hear(before, endpoint.held);
			if (before && showsOtherwise(before, endpoint))
				this.#follow(endpoint, this.#store.following(endpoint.id));
			if (!endpoint.quarantined || !before || before.quarantined) return;
			this.#keep("machine", before.name, "quarantined", "two machines share its key");
			this.#tellOwners(before.name, `quarantined:${before.id}`, { turn: "endpoint-quarantined" });
		});
		return approversOf(this.env, await this.snapshot());
	}

	/** Inside a transaction: the cards of what waits or runs show it. One that is back soon, as after a deploy, never was away. */
	#follow({ id, online, quarantined, held }: Shown, sessions: string[]): void {
		const at = online || quarantined || held ? 0 : Date.now() + backSoonMs;
		for (const session of sessions)
			this.outbox.put(`follow:${session}:${id}`, `follow:${session}:${id}`, { session, endpoint: id }, at);
	}
	/** Inside a transaction: an endpoint's machine is held, or no longer. */
	#hear(before: EndpointRow | undefined, held: Hold | null): void {
		if (!before || JSON.stringify(before.held) === JSON.stringify(held)) return;
		const what = held ? "on hold" : "no longer on hold";
		this.#keep("machine", before.name, what, held ? changeText(held) : "");
		if (held && !before.held)
			this.#tellOwners(before.name, `held:${before.id}:${held.since}`, { turn: "endpoint-held", hold: held });
	}
	async approverKeys(): Promise<KeptApproverKey[]> {
		return this.#store.approverKeys.all();
	}
	async changeApproverKey(change: KeyChange, by: { person: string; name: string }): Promise<Answer<object>> {
		return changeKey(this.#parts(), await this.snapshot(), change, by);
	}
	/** Inside a transaction. */
	#nameApprovers(): void {
		if (this.#store.self()?.policy.approval !== "passkey") return;
		for (const { id } of this.#store.endpoints())
			this.outbox.put(`approvers:${id}`, `approvers:${id}`, { approvers: id });
	}
	async deputies(): Promise<Deputy[]> {
		return deputies.standing(this.#store.deputies.all(), Date.now());
	}
	async nameDeputy(by: Caller, wish: Asked.DeputyWish): Promise<Answer<object>> {
		return deputies.name(this.#parts(), await this.snapshot(), by, wish, Date.now());
	}
	protected override nextTime(): number | null {
		return clock.nextTime(this.#store);
	}
	protected override onTime(now: number): void {
		clock.onTime(this.#parts(), now);
	}

	async giveStanding(given: Asked.StandingGiven, by: SignedIn): Promise<Answer<{ standing: string | null }>> {
		return standings.give(this.#parts(), this.#snapshot(), given, by, Date.now());
	}
	async changeStanding(change: Asked.StandingChange, by: SignedIn): Promise<Answer<object>> {
		return standings.alter(this.#parts(), this.#snapshot(), change, by, Date.now());
	}
	async useStanding(ask: StandingAsk): Promise<RuledBy | null> {
		return standings.use(this.#parts(), this.#snapshot(), ask, Date.now());
	}
	async giveBackStanding(once: string): Promise<void> {
		standings.giveBack(this.#parts(), once);
	}
	async standings(person: string): Promise<StandingsView | null> {
		return standings.list(this.#parts(), this.#snapshot(), person, Date.now());
	}
	async heldMachine(endpoint: string): Promise<Hold | null> {
		const id = this.#store.enrolledAs(endpoint);
		return id === null ? null : objectOf(this.env.ENDPOINT, id).hold();
	}
	async confirmMachine(endpoint: string, shown: Hold, by: string): Promise<boolean> {
		return confirming.confirm(this.#parts(), endpoint, shown, by);
	}
	async confirmShown(by: SignedIn, endpoint: string, shown: Hold): Promise<Answer<{ confirmed: boolean }>> {
		return confirming.confirmShown(this.#parts(), by, endpoint, shown);
	}
	async takeCheck(person: string): Promise<{ ok: true } | { ok: false; at: number }> {
		const quota = timesMore(checks, settings(this.env).QUOTA_TIMES);
		return this.#checks.take(person, quota, Date.now());
	}
	async sessionChanged(session: Listed, shown: Shown[], version: number): Promise<void> {
		const follow = (endpoint: Shown, of: string) => this.#follow(endpoint, [of]);
		listing.take({ ...this.#parts(), follow }, session, shown, version);
	}
	async lastChoices(person: string): Promise<LastChoices | null> {
		return this.#store.lastChoices(person);
	}
	async keepChoices(person: string, choices: LastChoices): Promise<void> {
		this.#store.keepChoices(person, choices);
	}
	async runsLeft(): Promise<Asked.RunsLeft> {
		return this.#store.runsADay.left((await this.snapshot()).policy.runsPerDay, Date.now());
	}
	async countRuns({ plan, runs, proposedAt }: Asked.PlannedRuns): Promise<void> {
		this.change(() => this.#store.runsADay.count(plan, runs, proposedAt, Date.now()));
	}
	async glance(me: string): Promise<Glance> {
		return this.#store.glance(me);
	}
	async pendingSessions(): Promise<Listed[]> {
		return this.#store.pendingSessions();
	}
	async findSessions(wish: ListWish) {
		return this.#store.find(wish);
	}
	async months(only: string | null): Promise<ListedMonth[]> {
		return this.#store.months(only);
	}
	async endpointIds(): Promise<string[]> {
		return this.#store.endpointIds();
	}
	async endpoints(): Promise<EndpointRow[]> {
		return this.#store.endpoints();
	}
	async issueLink(person: string, session: string, identity: string): Promise<string> {
		return links.issue(this.#store, person, session, { identity }, Date.now());
	}
	async issueMailLink(person: string, session: string, address: string): Promise<string> {
		return links.issue(this.#store, person, session, { address }, Date.now());
	}
	async renewMailLink(token: string): Promise<void> {
		links.renew(this.#parts(), token, Date.now());
	}
	async peekLink(token: string): Promise<Asked.LinkState> {
		return links.peek(this.#store, token, Date.now());
	}
	async ownLink(token: string, person: string): Promise<string | null> {
		return links.ownedBy(this.#store, token, person);
	}
	async spendLink(token: string): Promise<{ ok: true } | { ok: false; why: "used" | "expired" | "unknown" }> {
		return links.spend(this.#store, token, Date.now());
	}
	async unposted(trouble: Parameters<typeof tellTrouble>[1]): Promise<boolean> {
		return tellTrouble(this.#parts(), trouble);
	}
	async audit(entry: AuditEntry): Promise<void> {
		this.#store.audit.add(entry, Date.now());
	}
	async auditEndpoint(endpoint: string, what: string, detail: string, once?: string): Promise<void> {
		const known = this.#store.endpoints().find((one) => one.id === endpoint);
		this.#keep("machine", known?.name ?? endpoint, what, detail, once);
	}
	#keep(kind: AuditEntry["kind"], who: string, what: string, detail: string, once?: string) {
		this.#store.audit.add({ kind, who, what, detail, once }, Date.now());
	}
	async audited(after: number, limit: number) {
		return this.#store.audit.list(after, limit);
	}
	async auditedNewest(...asked: Parameters<ClientStore["audit"]["newest"]>) {
		return this.#store.audit.newest(...asked);
	}
}
