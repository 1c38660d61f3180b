// The Session object: one matter, one transcript. A typed surface over rules and tables.

import type { ProposalForm } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import { allow, personOf } from "../../domain/authority.ts";
import type { Hearing } from "../../protocol/events.ts";
import { jurisdictionOf, newId } from "../../protocol/ids.ts";
import type { PlanDraft } from "../../protocol/plan.ts";
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
import { objectOf, workspaceOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { workerKey } from "../keys/crypto.ts";
import { recordingOf } from "../recording/whole.ts";
import { actorFrom, type Core, SessionOutbox } from "./core.ts";
import * as erasing from "./erasure/erasing.ts";
import * as erasure from "./erasure/erasure.ts";
import * as deciding from "./plan/deciding.ts";
import { admitCommand } from "./plan/rules.ts";
import { InOrder } from "./run/in-order.ts";
import * as running from "./run/running.ts";
import * as shown from "./show/posted.ts";
import * as posting from "./show/posting.ts";
import { transcriptHeader, transcriptRuns } from "./show/transcript.ts";
import { requester, sessionState } from "./show/views.ts";
import {
	migrations,
	type PlanRow,
	type SessionRow,
	type SessionStore,
	sessionStore,
} from "./tables/store.ts";
import * as awaiting from "./talk/awaiting.ts";
import * as desk from "./talk/desk.ts";
import * as talking from "./talk/talking.ts";
import { heard } from "./talk/threads.ts";
import { verifySession } from "./verify/verify.ts";

/** The longest command that is kept as a draft: the widest shell's limit. */
const draftLimit = 65_536;

/** Whoever makes up an id finds an object without a session. */
const neverOpened = refuse({ code: "not-found", what: "session" });

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
		const self = this.store.self();
		if (!self) throw new Error("this session was never opened");
		return self;
	}
	/** Kept, too: what is shown from now on and who is told follows it. One that is older by its version is not. */
	async snapshot(): Promise<Snapshot> {
		const newest = await objectOf(this.env.CLIENT, this.self().client).snapshot();
		const before = this.self().snapshot;
		if (newest.version >= before.version) this.store.keepSnapshot(withGone(newest, before));
		return newest;
	}

	// The talk.
	async open(id: string, intent: Opened, client: string, rootKey: string): Promise<void> {
		if (this.store.self()) return;
		const snapshot = await objectOf(this.env.CLIENT, client).snapshot();
		talking.open(this, id, intent, snapshot, rootKey, Date.now());
	}
	async said(intent: Intent.Said, hearing: Hearing): Promise<Heard> {
		return talking.said(this, intent, hearing, await this.snapshot(), Date.now());
	}
	/** Of what is said in a conversation with a thread of its own more is heard from now on, or less. */
	async hears(place: { workspace: string; channel: string }, how: Hearing): Promise<void> {
		if (this.store.self() && this.self().closed_at === null)
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
		if (!this.store.self()) return neverOpened;
		return talking.close(this, by, await this.snapshot(), Date.now());
	}

	// The MSP's side.
	async take(by: Intent.ChatUser): Promise<Answer<object>> {
		if (!this.store.self()) return neverOpened;
		return desk.take(this, by, await this.snapshot(), Date.now());
	}
	async setTicket(by: Intent.ChatUser, ticket: string): Promise<Answer<object>> {
		if (!this.store.self()) return neverOpened;
		return desk.setTicket(this, by, ticket, await this.snapshot(), Date.now());
	}
	/** The ticket's number as it stands, for whoever may change it. */
	async ticket(by: Intent.ChatUser): Promise<Answer<{ ticket: string | null }>> {
		if (!this.store.self()) return neverOpened;
		return desk.ticket(this, by, await this.snapshot(), Date.now());
	}

	// Proposing and deciding.
	async draft(intent: Intent.DraftCommand): Promise<Answer<{ draft: string }>> {
		const snapshot = await this.snapshot();
		const now = Date.now();
		const known = this.store.before(`draft:${intent.once}`);
		if (known) return { ok: true, draft: known };
		if (this.self().closed_at !== null)
			return deciding.attempt(this, intent, snapshot, now, null, "draft", { code: "session-closed" });
		const may = allow("propose", snapshot, personOf(snapshot, intent.by.identity));
		const admitted = may.ok ? admitCommand(intent.command, draftLimit) : may;
		if (!admitted.ok) return deciding.attempt(this, intent, snapshot, now, null, "draft", admitted.refusal);
		const id = newId("draft", jurisdictionOf(this.self().id));
		this.change(() => {
			this.store.remember(`draft:${intent.once}`, id);
			const { by, command, ref } = intent;
			this.store.addDraft({ id, at: now, by: by.identity, command, ref });
		});
		return { ok: true, draft: id };
	}
	async dropDraft(id: string): Promise<void> {
		this.store.dropDraft(id);
	}
	/** What the dialog starts from, but for the endpoints, which the Client knows. `wish`: by what name a refusal is kept. */
	async form(
		by: Intent.ChatUser,
		from: Intent.FormFrom,
		wish: "form" | "propose",
	): Promise<Answer<{ draft: Partial<PlanDraft>; policy: ProposalForm["policy"]; client: string }>> {
		if (!this.store.self()) return neverOpened;
		const snapshot = await this.snapshot();
		const refused = (refusal: Refusal) =>
			deciding.attempt(this, { by }, snapshot, Date.now(), null, wish, refusal);
		if (this.self().closed_at !== null) return refused({ code: "session-closed" });
		const may = allow("propose", snapshot, personOf(snapshot, by.identity));
		if (!may.ok) return refused(may.refusal);
		const draft = this.#startingFrom(from);
		return draft
			? { ok: true, draft, policy: snapshot.policy, client: snapshot.client }
			: refused({ code: "not-found", what: from.from === "plan" ? "plan" : "draft" });
	}
	async propose(intent: Intent.Propose): Promise<Answer<{ plan: string }>> {
		if (!this.store.self()) return neverOpened;
		return deciding.propose(this, intent, await this.snapshot(), Date.now());
	}
	async vote(intent: Intent.Vote, ofPlan: boolean): Promise<Answer<{ decided: boolean }>> {
		return deciding.vote(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async voteInBrowser(intent: BrowserVote): Promise<Answer<{ decided: boolean }>> {
		return deciding.voteInBrowser(this, intent, await this.snapshot(), Date.now());
	}
	async ask(intent: Intent.Ask, ofPlan: boolean): Promise<Answer<object>> {
		return deciding.ask(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async show(intent: Intent.OnPlan, ofPlan: boolean): Promise<Answer<{ view: PlanView; decides: boolean }>> {
		return deciding.show(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async cancel(intent: Intent.OnPlan, ofPlan: boolean): Promise<Answer<object>> {
		return deciding.cancel(this, { ...intent, ofPlan }, await this.snapshot(), Date.now());
	}
	async attempt(by: Intent.ChatUser, action: string, refusal: Refusal): Promise<void> {
		deciding.attempt(this, { by }, await this.snapshot(), Date.now(), null, action, refusal);
	}
	/** Notes that somebody was given a personal link. */
	async linkIssued(by: Intent.ChatUser): Promise<void> {
		const snapshot = await this.snapshot();
		const actor = actorFrom(by, snapshot);
		if (actor.person)
			this.change(() =>
				this.store.append(Date.now(), actor, { kind: "link.issued", to: actor.person as string }),
			);
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
		if (!this.store.self()) return false;
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
		if (!this.store.self()) return neverOpened;
		return erasure.ask(this, intent, Date.now());
	}
	async answerErasure(intent: AnswerErasure): Promise<Answer<object>> {
		if (!this.store.self()) return neverOpened;
		return erasure.answer(this, intent, Date.now());
	}

	// What the console reads.
	async header(): Promise<TranscriptHeader> {
		await this.snapshot();
		return transcriptHeader(this, [await workerKey(this.env)]);
	}
	async events(after: number, limit: number): Promise<StoredEvent[]> {
		return this.store.events(after, limit);
	}
	async runs(): Promise<TranscriptRun[]> {
		return transcriptRuns(this);
	}
	/** An attachment, its bytes read as they are wanted; null where it is not here, or not whole. */
	async blob(id: string): Promise<Blob | null> {
		const found = this.store.blob(id);
		if (!found?.whole) return null;
		let [part, left] = [0, found.size];
		const bytes = new ReadableStream({
			type: "bytes",
			pull: (controller) => {
				if (left === 0) return controller.close();
				const piece = this.store.blobPart(id, part++)?.bytes;
				if (!piece?.length) return controller.error(new Error("this attachment is no longer whole"));
				left -= piece.length;
				controller.enqueue(piece);
			},
		});
		return { name: found.name, type: found.type, size: found.size, bytes };
	}
	async verify(): Promise<Verification> {
		return verifySession(this, [await workerKey(this.env)]);
	}
	async client(): Promise<string | null> {
		return this.store.self()?.client ?? null;
	}

	protected override async onTime(now: number): Promise<void> {
		const due = this.nextTime();
		if (due === null || due > now) return;
		await this.snapshot();
		deciding.onTime(this, now);
		desk.onTime(this, now);
		running.onTime(this, now);
		erasure.onTime(this, now);
		await awaiting.onTime(this, now);
		await erasing.onTime(this, now);
	}
	protected override nextTime(): number | null {
		const due = [
			deciding.nextTime(this),
			desk.nextTime(this),
			running.nextTime(this),
			erasure.nextTime(this),
			awaiting.nextTime(this),
			erasing.nextTime(this),
		].filter((at) => at !== null);
		return due.length > 0 ? Math.min(...due) : null;
	}

	protected override async deliver(body: SessionOutbox): Promise<void> {
		switch (body.type) {
			case "thread":
				return posting.openThread(this, body.name);
			case "root":
				return posting.postRoots(this);
			case "card":
				return posting.postCards(this, this.store.plan(body.plan) as PlanRow);
			case "notice":
				return posting.postNotice(this, body.key, body.notice);
			case "head":
				return posting.postHead(this, body.key, body.head);
			case "relay":
				return posting.postRelay(this, body.message);
			case "sign-head":
				return shown.signSessionHead(this, Date.now());
			case "dispatch":
				return this.#dispatch(this.store.plan(body.plan) as PlanRow, body.endpoint);
			case "cancel":
				return objectOf(this.env.ENDPOINT, body.endpoint).cancel(body.plan, body.by);
			case "listed":
				return this.#list();
			case "erase":
				return recordingOf(this.env, body.run).erase(body.records);
			case "read-again":
				return workspaceOf(this.env.WORKSPACE, body.awaited.place.workspace).readAgain(
					this.self().id,
					body.awaited,
				);
			case "tell":
				return posting.tellOne(this, body);
			case "unsay":
				return posting.unsay(this, body);
		}
	}

	/**
	 * The plan into the endpoint's queue, and every step's recording made ready meanwhile: an agent that is quicker than
	 * that keeps its records until its recording takes them. Whether the endpoint still is the approved one is judged
	 * when it asks for the grant.
	 */
	async #dispatch(row: PlanRow, endpoint: string): Promise<void> {
		const { id, client } = this.self();
		const { key } = this.store.keys().find((one) => one.endpoint === endpoint) as { key: string };
		const about = { session: id, client, endpoint, key, plan: row.id, digest: row.digest };
		const queued = { plan: row.id, session: id, notBefore: row.plan.notBefore ?? 0, runBy: row.run_by ?? 0 };
		await Promise.all([
			objectOf(this.env.ENDPOINT, endpoint).enqueue(queued),
			...running
				.runsOf(this, row, endpoint)
				.map((run) => objectOf(this.env.RECORDING, run.id).prepare({ run: run.id, ...about })),
		]);
	}

	async #list(): Promise<void> {
		const { id, client, request, opened_at, closed_at, ticket, taken_by } = this.self();
		const open = this.store.plans().filter((plan) => plan.state === "open");
		await objectOf(this.env.CLIENT, client).sessionChanged({
			session: id,
			request,
			requester: requester(this).name,
			state: sessionState(this),
			ticket,
			takenBy: taken_by?.name ?? null,
			openedAt: opened_at,
			closedAt: closed_at,
			pending: open.map((row) => ({
				plan: row.id,
				proposer: row.plan.proposedBy,
				changes: row.plan.words.changes,
				endpoints: row.plan.endpoints.map((one) => one.name),
				decideBy: row.decide_by,
			})),
		});
	}

	#startingFrom(from: Intent.FormFrom): Partial<PlanDraft> | null {
		if (from.from === "session") return {};
		if (from.from === "draft") {
			const draft = this.store.draft(from.draft);
			if (draft) return { steps: [{ phase: "command", command: draft.command }] };
		}
		const id = from.from === "plan" ? from.plan : this.store.before(deciding.proposedKey(from.draft));
		const plan = id === null ? null : this.store.plan(id)?.plan;
		if (!plan) return null;
		const { shell, runAs, cwd, steps, stepTimeLimit, failedCheck, input, runWithin, words } = plan;
		const decideWithin = Math.max(60, Math.round((plan.decideBy - plan.proposedAt) / 1000));
		const endpoints = plan.endpoints.map((one) => one.id);
		return {
			endpoints,
			shell,
			runAs,
			cwd,
			steps,
			stepTimeLimit,
			failedCheck,
			input,
			decideWithin,
			runWithin,
			notBefore: null,
			words,
		};
	}
}

/** Whoever was somebody here keeps the name in what is shown, without a role. */
const withGone = (newest: Snapshot, before: Snapshot): Snapshot => {
	const gone = before.people.filter(({ id }) => !newest.people.some((one) => one.id === id));
	return { ...newest, people: [...newest.people, ...gone.map((one) => ({ ...one, roles: [] }))] };
};
