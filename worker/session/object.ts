// The Session object: one matter, one transcript. A typed surface over rules and tables.

import type * as Intent from "../../bots/intent.ts";
import type { Hearing } from "../../protocol/events.ts";
import type { RunContext } from "../../protocol/records.ts";
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type {
	StoredEvent,
	TranscriptHeader,
	TranscriptRun,
	Verification,
} from "../../protocol/transcript.ts";
import type { PlanView } from "../../protocol/view.ts";
import type {
	AnswerErasure,
	AskErasure,
	Blob,
	BrowserVote,
	Heard,
	SessionContract,
} from "../contracts/session.ts";
import type { GrantAnswer, RefusedGrant, Undelivered } from "../contracts/values/grant.ts";
import type { Posted } from "../contracts/values/post.ts";
import type { Ended, Progress } from "../contracts/values/recording.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import type { Opened } from "../contracts/values/wish.ts";
import { Base } from "../durable/base.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { workerKey } from "../keys/crypto.ts";
import { actorFrom, type Core, SessionOutbox } from "./core.ts";
import { deliver } from "./delivering.ts";
import * as erasure from "./erasure/request.ts";
import * as retention from "./erasure/retention.ts";
import * as asking from "./plan/asking.ts";
import * as cancelling from "./plan/cancelling.ts";
import * as planClock from "./plan/clock.ts";
import * as drafting from "./plan/drafting.ts";
import * as proposing from "./plan/proposing.ts";
import * as voting from "./plan/voting.ts";
import { record } from "./record.ts";
import { attempt } from "./refusing.ts";
import { InOrder } from "./run/in-order.ts";
import * as running from "./run/running.ts";
import { attachment } from "./show/attachment.ts";
import * as shown from "./show/posted.ts";
import { transcriptHeader, transcriptRuns } from "./show/transcript.ts";
import { migrations } from "./tables/migrations.ts";
import type { SessionRow } from "./tables/session.ts";
import { type SessionStore, sessionStore } from "./tables/store.ts";
import * as awaiting from "./talk/awaiting.ts";
import * as desk from "./talk/desk.ts";
import * as talking from "./talk/talking.ts";
import { heard } from "./talk/threads.ts";
import { verifySession } from "./verify/verify.ts";

/** Whoever makes up an id finds an object without a session. */
const neverOpened = refuse({ code: "not-found", what: "session" });

/** What happens by the clock, and when it is next due. */
const clocks = [planClock, desk, running, erasure, awaiting, retention];

export class Session extends Base<SessionOutbox> implements Core, SessionContract {
	readonly store: SessionStore;
	override readonly env: Env;
	readonly #inOrder = new InOrder();

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, migrations, SessionOutbox);
		this.env = env;
		this.store = sessionStore(ctx.storage.sql);
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
	/** Kept, too: what is shown from now on and who is told follows it. One that is older by its version is not. */
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
	async said(intent: Intent.Said, hearing: Hearing): Promise<Heard> {
		return talking.said(this, intent, hearing, await this.snapshot(), Date.now());
	}
	/** Of what is said in a conversation with a thread of its own more is heard from now on, or less. */
	async hears(place: { workspace: string; channel: string }, how: Hearing): Promise<void> {
		if (this.store.session.read() && this.self().closed_at === null)
			this.change(() => heard(this, place, how, Date.now()));
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
		if (!this.store.session.read()) return neverOpened;
		return talking.close(this, by, await this.snapshot(), Date.now());
	}

	// The MSP's side.
	async take(by: Intent.ChatUser): Promise<Answer<object>> {
		if (!this.store.session.read()) return neverOpened;
		return desk.take(this, by, await this.snapshot(), Date.now());
	}
	async setTicket(by: Intent.ChatUser, ticket: string): Promise<Answer<object>> {
		if (!this.store.session.read()) return neverOpened;
		return desk.setTicket(this, by, ticket, await this.snapshot(), Date.now());
	}
	/** The ticket's number as it stands, for whoever may change it. */
	async ticket(by: Intent.ChatUser): Promise<Answer<{ ticket: string | null }>> {
		if (!this.store.session.read()) return neverOpened;
		return desk.ticket(this, by, await this.snapshot(), Date.now());
	}

	// Proposing and deciding.
	async draft(intent: Intent.DraftCommand): Promise<Answer<{ draft: string }>> {
		return drafting.draft(this, intent, await this.snapshot(), Date.now());
	}
	async dropDraft(id: string): Promise<void> {
		this.store.drafts.drop(id);
	}
	/** `wish`: by what name a refusal is kept. */
	async form(
		by: Intent.ChatUser,
		from: Intent.FormFrom,
		wish: "form" | "propose",
	): Promise<Answer<drafting.FormStart>> {
		if (!this.store.session.read()) return neverOpened;
		return drafting.form(this, { by, from, wish }, await this.snapshot(), Date.now());
	}
	async propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>> {
		if (!this.store.session.read()) return neverOpened;
		return proposing.propose(this, intent, await this.snapshot(), Date.now());
	}
	async vote(intent: Intent.Vote, ofPlan: boolean): Promise<Answer<{ decided: boolean }>> {
		return voting.vote(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async voteInBrowser(intent: BrowserVote): Promise<Answer<{ decided: boolean }>> {
		return voting.voteInBrowser(this, intent, await this.snapshot(), Date.now());
	}
	async ask(intent: Intent.Ask, ofPlan: boolean): Promise<Answer<object>> {
		return asking.ask(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async show(intent: Intent.OnPlan, ofPlan: boolean): Promise<Answer<{ view: PlanView; decides: boolean }>> {
		return asking.show(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async cancel(intent: Intent.OnPlan, ofPlan: boolean): Promise<Answer<object>> {
		return cancelling.cancel(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async attempt(by: Intent.ChatUser, action: string, refusal: Refusal): Promise<void> {
		attempt(this, { by }, await this.snapshot(), Date.now(), null, action, refusal);
	}
	/** Notes that somebody was given a personal link. */
	async linkIssued(by: Intent.ChatUser): Promise<void> {
		const snapshot = await this.snapshot();
		const actor = actorFrom(by, snapshot);
		if (actor.person)
			this.change(() => record(this, Date.now(), actor, { kind: "link.issued", to: actor.person as string }));
	}

	// What endpoints, recordings and workspaces report. Every one may come twice.
	async grant(ask: { plan: string; endpoint: string; challenge: string }): Promise<GrantAnswer> {
		return running.grant(this, ask, await this.snapshot(), Date.now());
	}
	async undelivered(plan: string, endpoint: string, because: Undelivered): Promise<void> {
		await this.snapshot();
		running.undelivered(this, plan, endpoint, because, Date.now());
	}
	async accepted(plan: string, endpoint: string, runtime: string): Promise<void> {
		running.accepted(this, plan, endpoint, runtime, Date.now());
	}
	/** False where this session has no such plan, or the endpoint is not its client's: then nothing was recorded. */
	async refusedByAgent(plan: string, endpoint: string, refused: RefusedGrant): Promise<boolean> {
		if (!this.store.session.read()) return false;
		const { endpoints } = await this.snapshot();
		const ours = refused.grant !== "misdirected" || endpoints.some((one) => one.id === endpoint);
		return ours && running.refusedByAgent(this, plan, endpoint, refused, Date.now());
	}
	async runStarted(run: string, context: RunContext, at: number): Promise<void> {
		await this.#inOrder.turn(this, run);
		running.runStarted(this, run, context, at, Date.now());
	}
	async progressed(run: string, progress: Progress): Promise<void> {
		await this.snapshot();
		running.progressed(this, run, progress);
	}
	async runEnded(run: string, ended: Ended): Promise<void> {
		await this.snapshot();
		await this.#inOrder.turn(this, run);
		running.runEnded(this, run, ended, Date.now());
		this.#inOrder.ended();
	}
	async integrity(run: string, reason: string): Promise<void> {
		await this.snapshot();
		running.integrity(this, run, reason, Date.now());
	}
	async posted(post: Posted): Promise<void> {
		shown.posted(this, post, Date.now());
	}

	// An erasure by two people, in the browser.
	async askErasure(intent: AskErasure): Promise<Answer<{ erasure: string }>> {
		if (!this.store.session.read()) return neverOpened;
		return erasure.ask(this, intent, Date.now());
	}
	async answerErasure(intent: AnswerErasure): Promise<Answer<object>> {
		if (!this.store.session.read()) return neverOpened;
		return erasure.answer(this, intent, Date.now());
	}

	// What the console reads.
	async header(): Promise<TranscriptHeader> {
		await this.snapshot();
		return transcriptHeader(this, [await workerKey(this.env)]);
	}
	async events(after: number, limit: number): Promise<StoredEvent[]> {
		return this.store.events.after(after, limit);
	}
	async runs(): Promise<TranscriptRun[]> {
		return transcriptRuns(this);
	}
	async blob(id: string): Promise<Blob | null> {
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
		for (const clock of clocks) await clock.onTime(this, now);
	}
	protected override nextTime(): number | null {
		const due = clocks.map((clock) => clock.nextTime(this)).filter((at) => at !== null);
		return due.length > 0 ? Math.min(...due) : null;
	}

	protected override async deliver(body: SessionOutbox): Promise<void> {
		await deliver(body, this);
	}
}

/** Whoever was somebody here keeps the name in what is shown, without a role. */
const withGone = (newest: Snapshot, before: Snapshot): Snapshot => {
	const gone = before.people.filter(({ id }) => !newest.people.some((one) => one.id === id));
	return { ...newest, people: [...newest.people, ...gone.map((one) => ({ ...one, roles: [] }))] };
};
