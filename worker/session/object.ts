// The Session object: one matter, one transcript. A typed surface over rules and tables.

import type * as Intent from "../../bots/intent.ts";
import type { SecretForm } from "../../protocol/read/secret-form.ts";
import type {
	StoredEvent,
	TranscriptHeader,
	TranscriptRun,
	Verification,
} from "../../protocol/read/transcript-source.ts";
import type { Unposted } from "../../protocol/read/unposted.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import type { Hearing } from "../../protocol/record/events.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type * as Asked from "../contracts/session.ts";
import type { GrantAnswer, RefusedGrant, Undelivered } from "../contracts/values/grant.ts";
import type { Posted } from "../contracts/values/post.ts";
import type { RunReport } from "../contracts/values/recording.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Unopened } from "../contracts/values/unopened.ts";
import type { Opened } from "../contracts/values/wish.ts";
import { Base } from "../durable/base.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { workerKey } from "../keys/crypto.ts";
import * as clocks from "./clocks.ts";
import { actorFrom, type Core, SessionOutbox, statesOf } from "./core.ts";
import { deliver } from "./delivering.ts";
import { atDoor, looking } from "./door.ts";
import * as erasureRequest from "./erasure/request.ts";
import * as asking from "./plan/asking.ts";
import * as cancelling from "./plan/cancelling.ts";
import * as drafting from "./plan/drafting.ts";
import { takeProposal } from "./plan/proposal.ts";
import * as secrets from "./plan/secrets.ts";
import { unreached } from "./plan/unreached.ts";
import * as voting from "./plan/voting.ts";
import * as answering from "./prompt/answering.ts";
import { record } from "./record.ts";
import { compared } from "./run/comparing.ts";
import * as delivered from "./run/delivered.ts";
import { grant } from "./run/granting.ts";
import { takeReport } from "./run/reports.ts";
import { StepOrder } from "./run/step-order.ts";
import { attachment } from "./show/attachment.ts";
import * as shown from "./show/posted.ts";
import { transcriptHeader, transcriptMoment, transcriptRuns } from "./show/transcript.ts";
import { fresh } from "./tables/fresh.ts";
import { migrations } from "./tables/migrations.ts";
import type { SessionRow } from "./tables/session.ts";
import { type SessionStore, sessionStore } from "./tables/store.ts";
import * as desk from "./talk/desk.ts";
import * as talking from "./talk/talking.ts";
import { heard, missed } from "./talk/threads.ts";
import { unopened } from "./talk/unopened.ts";
import { verifySession } from "./verify/verify.ts";
import { withGone } from "./with-gone.ts";

export class Session extends Base<SessionOutbox> implements Core, Asked.SessionContract {
	readonly store: SessionStore;
	override readonly env: Env;
	readonly asOf: () => number;
	readonly #order = new StepOrder();

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, SessionOutbox, fresh);
		this.env = env;
		this.store = sessionStore(ctx.storage.sql);
		this.asOf = statesOf(this.store);
	}

	// What the parts need (Core).
	override change<T>(write: () => T): T {
		return super.change(write);
	}
	put(key: string, lane: string, body: SessionOutbox, notBefore?: number): void {
		this.outbox.put(key, lane, body, notBefore);
	}
	self(): SessionRow {
		const self = this.store.session.read();
		if (!self) throw new Error("this session was never opened");
		return self;
	}
	/** Keeps it, too: what is shown and who hears of it follow it from now on. An older version is ignored. */
	async snapshot(): Promise<Snapshot> {
		const newest = await objectOf(this.env.CLIENT, this.self().client).snapshot();
		const before = this.self().snapshot;
		if (newest.version >= before.version) this.store.session.keepSnapshot(withGone(newest, before));
		return newest;
	}

	// The talk.
	async open(id: string, intent: Opened, client: string, rootKey: string): Promise<void> {
		if (this.store.session.read()) return;
		const snapshot = await objectOf(this.env.CLIENT, client).snapshot();
		talking.open(this, id, intent, snapshot, rootKey, Date.now());
	}
	async said(intent: Intent.Said, hearing: Hearing): Promise<Answer<Asked.Heard>> {
		return atDoor(this, { by: intent.by, action: "said" }, (visit) =>
			talking.said(this, intent, hearing, visit),
		);
	}
	/** From now on Caisey hears more, or less, of what people say in a conversation with a thread of this session, which may be
	 * closed: what they say there is recorded as well. `since`: messages are missing since then, in ms. */
	async hears(place: { workspace: string; channel: string }, how: Hearing, since?: number): Promise<void> {
		if (!this.store.session.read()) return;
		this.change(() => {
			if (since !== undefined) missed(this, place, since, Date.now());
			heard(this, place, how, Date.now());
		});
	}
	async attached(intent: Intent.Attached): Promise<string | null> {
		return talking.attached(this, intent, await this.snapshot(), Date.now());
	}
	async edited(intent: Intent.Edited): Promise<string | null> {
		return talking.edited(this, intent, await this.snapshot(), Date.now());
	}
	async deleted(intent: Intent.Deleted): Promise<void> {
		talking.deleted(this, intent, await this.snapshot(), Date.now());
	}
	async close(by: Intent.ChatUser): Promise<Answer<object>> {
		return atDoor(this, { by, action: "close" }, (visit) => talking.close(this, visit));
	}

	// The MSP's side.
	async take(by: Intent.ChatUser): Promise<Answer<object>> {
		return atDoor(this, { by, action: "take" }, (visit) => desk.take(this, visit));
	}
	async setTicket(by: Intent.ChatUser, ticket: string): Promise<Answer<object>> {
		return atDoor(this, { by, action: "ticket" }, (visit) => desk.setTicket(this, ticket, visit));
	}
	/** The ticket's current number, for someone who may change it. */
	async ticket(by: Intent.ChatUser): Promise<Answer<{ ticket: string | null }>> {
		return atDoor(this, { by, action: "ticket" }, (visit) => desk.ticket(this, visit));
	}

	// Proposing and deciding.
	async draft(intent: Intent.DraftCommand): Promise<Answer<{ draft: string }>> {
		return atDoor(this, { by: intent.by, action: "draft" }, (visit) => drafting.draft(this, intent, visit));
	}
	async dropDraft(by: Intent.ChatUser, id: string): Promise<Answer<object>> {
		return atDoor(this, { by, action: "drop" }, (visit) => drafting.drop(this, id, visit));
	}
	/** `wish`: the name under which a refusal is recorded. */
	async form(
		by: Intent.ChatUser,
		from: Intent.FormFrom,
		wish: "form" | "propose",
	): Promise<Answer<drafting.FormStart>> {
		return atDoor(this, { by, action: wish }, (visit) => drafting.form(this, from, visit));
	}
	async propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>> {
		return takeProposal(this, intent);
	}
	async vote(wish: Asked.CastVote): Promise<Answer<{ decided: boolean }>> {
		return atDoor(this, { ...wish, action: wish.verdict }, (visit) => voting.vote(this, wish, visit));
	}
	async ask(wish: Asked.AskQuestion): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: "ask" }, (visit) => asking.ask(this, wish, visit));
	}
	async show(wish: Asked.AboutPlan): Promise<Answer<{ view: PlanView; decides: boolean }>> {
		return looking(this, wish.by, (visit) => asking.show(this, wish, visit));
	}
	async secretForm(wish: Asked.AboutPlan): Promise<Answer<{ form: SecretForm }>> {
		const keys = await secrets.sealingKeys(this, wish.plan);
		return looking(this, wish.by, (visit) => secrets.form(this, wish, keys, visit));
	}
	async enterSecrets(wish: Asked.EnterSecrets): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: "secret" }, (visit) => secrets.enter(this, wish, visit));
	}
	async askCancel(wish: Asked.AboutPlan): Promise<Answer<{ view: PlanView }>> {
		return atDoor(this, { ...wish, action: "cancel" }, (visit) => cancelling.askCancel(this, wish, visit));
	}
	async cancel(wish: Asked.AboutPlan): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: "cancel" }, (visit) => cancelling.cancel(this, wish, visit));
	}
	async lookAtPrompt(wish: Asked.AboutPrompt) {
		return atDoor(this, { ...wish, action: "answer" }, (visit) => answering.look(this, wish, visit));
	}
	async answer(wish: Asked.GiveAnswer): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: "answer" }, (visit) => answering.answer(this, wish, visit));
	}
	async clear(wish: Asked.ClearAnswer): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: wish.verdict }, (visit) => answering.clear(this, wish, visit));
	}
	async attempt(by: Intent.ChatUser, action: string, refusal: Refusal): Promise<void> {
		await atDoor(this, { by, action }, () => refuse(refusal));
	}
	/** Notes that someone was given a personal link. */
	async linkIssued(by: Intent.ChatUser): Promise<void> {
		const snapshot = await this.snapshot();
		const actor = actorFrom(by, snapshot);
		if (actor.person)
			this.change(() => record(this, Date.now(), actor, { kind: "link.issued", to: actor.person as string }));
	}

	// What endpoints, recordings and workspaces report. Every one may come twice.
	async grant(ask: { plan: string; endpoint: string; challenge: string }): Promise<GrantAnswer> {
		return grant(this, ask, await this.snapshot(), Date.now());
	}
	async undelivered(plan: string, endpoint: string, because: Undelivered): Promise<void> {
		await this.snapshot();
		delivered.undelivered(this, plan, endpoint, because, Date.now());
	}
	async accepted(plan: string, endpoint: string, runtime: string): Promise<void> {
		delivered.accepted(this, plan, endpoint, runtime, Date.now());
	}
	async recordLost(plan: string, endpoint: string): Promise<void> {
		delivered.recordLost(this, plan, endpoint, Date.now());
	}
	async endpointRemoved(plan: string, endpoint: string): Promise<void> {
		delivered.endpointRemoved(this, plan, endpoint, Date.now());
	}
	async disk(plan: string, endpoint: string, state: DiskState): Promise<void> {
		delivered.disk(this, plan, endpoint, state);
	}
	/** False if this session has no such plan, or the endpoint is not its client's: then nothing was recorded. */
	async refusedByAgent(plan: string, endpoint: string, refused: RefusedGrant): Promise<boolean> {
		if (!this.store.session.read()) return false;
		const { endpoints } = await this.snapshot();
		const ours = refused.grant !== "misdirected" || endpoints.some((one) => one.id === endpoint);
		return ours && delivered.refusedByAgent(this, plan, endpoint, refused, Date.now());
	}
	async endpointChanged(endpoint: string): Promise<void> {
		if (!this.store.session.read()) return;
		await this.snapshot();
		delivered.follow(this, endpoint);
	}
	async reported(run: string, report: RunReport): Promise<void> {
		await this.snapshot();
		const { type } = report;
		if (type === "started" || type === "ended") await this.#order.turn(this, run);
		const now = Date.now();
		takeReport(await compared(this, run, report, now), run, this, now);
		if (type === "ended") this.#order.ended();
	}
	async posted(post: Posted): Promise<void> {
		shown.posted(this, post, Date.now());
	}
	async unreached(plan: string, identity: string, because: Unposted): Promise<void> {
		await this.snapshot();
		unreached(this, plan, identity, because, Date.now());
	}
	async unopened(told: Unopened): Promise<void> {
		if (this.store.session.read()) unopened(this, told);
	}

	// An erasure by two people.
	async askErasure(wish: Asked.AskErasure): Promise<Answer<{ erasure: string }>> {
		const problem = await erasureRequest.problemOf(this, wish.targets);
		return atDoor(this, { by: wish.by, action: "erase" }, (visit) =>
			erasureRequest.ask(this, wish, problem, visit),
		);
	}
	async answerErasure(wish: Asked.AnswerErasure): Promise<Answer<object>> {
		const action = `erase: ${wish.answer}`;
		const stays = await erasureRequest.staysIn(this, wish);
		return atDoor(this, { by: wish.by, action }, (visit) => erasureRequest.answer(this, wish, stays, visit));
	}

	// What the console reads.
	async header(): Promise<TranscriptHeader> {
		await this.snapshot();
		return transcriptHeader(this, [await workerKey(this.env)]);
	}
	async moment(): Promise<{ header: TranscriptHeader; runs: TranscriptRun[]; last: number }> {
		await this.snapshot();
		return transcriptMoment(this, [await workerKey(this.env)]);
	}
	async events(after: number, limit: number): Promise<StoredEvent[]> {
		return this.store.events.after(after, limit);
	}
	async runs(): Promise<TranscriptRun[]> {
		return transcriptRuns(this);
	}
	async blob(id: string): Promise<Asked.Blob | null> {
		return attachment(this, id);
	}
	async verify(): Promise<Verification> {
		return verifySession(this, [await workerKey(this.env)]);
	}
	async client(): Promise<string | null> {
		return this.store.session.read()?.client ?? null;
	}

	protected override async onTime(now: number): Promise<void> {
		const due = this.nextTime();
		if (due === null || due > now) return;
		await this.snapshot();
		await clocks.onTime(this, now);
	}
	protected override nextTime(): number | null {
		return clocks.nextTime(this);
	}

	protected override async deliver(body: SessionOutbox): Promise<void> {
		await deliver(body, this);
	}
}
