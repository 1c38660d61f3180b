// The Session object: one matter, one transcript. A typed surface over rules and tables.
import type * as Intent from "../../bots/intent.ts";
import type {
	StoredEvent,
	TranscriptHeader,
	TranscriptRun,
	Verification,
} from "../../protocol/read/transcript-source.ts";
import type { Unposted } from "../../protocol/read/unposted.ts";
import type { HeadView, PlanView } from "../../protocol/read/view.ts";
import type { Hearing, Place } from "../../protocol/record/events.ts";
import type { DiskState } from "../../protocol/record/records.ts";
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type * as Asked from "../contracts/session.ts";
import type { Caller } from "../contracts/values/caller.ts";
import type { GrantAnswer, RefusedGrant, SentAway, Undelivered } from "../contracts/values/grant.ts";
import type { Posted } from "../contracts/values/post.ts";
import type { Proposed } from "../contracts/values/proposed.ts";
import type { RunReport } from "../contracts/values/recording.ts";
import type { Scan } from "../contracts/values/scan.ts";
import type { Indexed, Words } from "../contracts/values/search.ts";
import type { Unopened } from "../contracts/values/unopened.ts";
import type { Opened } from "../contracts/values/wish.ts";
import { objectOf } from "../durable/places.ts";
import { scansOf } from "../durable/scans.ts";
import { workerKey } from "../keys/crypto.ts";
import { refreshCard } from "./core.ts";
import { CoreObject } from "./core-object.ts";
import { atDoor, looking, neverOpened } from "./door.ts";
import * as erasureRequest from "./erasure/request.ts";
import { indexed } from "./indexing.ts";
import { readers } from "./participants.ts";
import * as asking from "./plan/asking.ts";
import * as cancelling from "./plan/cancelling.ts";
import * as drafting from "./plan/drafting.ts";
import { approveFromNowOn } from "./plan/from-now-on.ts";
import { takeProposal } from "./plan/proposal.ts";
import * as secrets from "./plan/secrets.ts";
import * as trying from "./plan/trying.ts";
import { unreached } from "./plan/unreached.ts";
import * as voting from "./plan/voting.ts";
import * as answering from "./prompt/answering.ts";
import { compared } from "./run/comparing.ts";
import * as delivered from "./run/delivered.ts";
import { grant } from "./run/granting.ts";
import { takeReport } from "./run/reports.ts";
import { StepOrder } from "./run/step-order.ts";
import { attachment } from "./show/attachment.ts";
import { linkIssued } from "./show/link.ts";
import { mailAgain } from "./show/mailing.ts";
import * as shown from "./show/posted.ts";
import { served } from "./show/served.ts";
import { ownSessionView } from "./show/session-view.ts";
import { transcriptHeader, transcriptMoment, transcriptRuns } from "./show/transcript.ts";
import { wordsAfter } from "./show/words.ts";
import * as ending from "./talk/closing.ts";
import * as desk from "./talk/desk.ts";
import * as talking from "./talk/talking.ts";
import { hears } from "./talk/threads.ts";
import { unopened } from "./talk/unopened.ts";
import { verifySession } from "./verify/verify.ts";

export class Session extends CoreObject implements Asked.SessionContract {
	readonly #order = new StepOrder();
	readonly #checks = trying.newChecks();

	// The talk.
	async open(id: string, intent: Opened, client: string, rootKey: string): Promise<void> {
		if (this.store.session.read()) return;
		const snapshot = await objectOf(this.env.CLIENT, client).snapshot();
		this.make();
		talking.open(this, id, intent, snapshot, rootKey, Date.now());
	}
	async said(intent: Intent.Said, hearing: Hearing, scans: Scan[]): Promise<Answer<Asked.Heard>> {
		const wish = { by: intent.by, action: "said", scans };
		return atDoor(this, wish, (visit) => talking.said(this, intent, hearing, visit));
	}
	async hears(place: { workspace: string; channel: string }, how: Hearing, since?: number): Promise<void> {
		if (this.store.session.read()) hears(this, place, how, since, Date.now());
	}
	async attached(intent: Intent.Attached, scan: Scan | null): Promise<string | null> {
		return talking.attached(this, intent, scan, await this.snapshot(), Date.now());
	}
	async edited(intent: Intent.Edited, scans: Scan[]): Promise<string | null> {
		return talking.edited(this, intent, scansOf(scans), await this.snapshot(), Date.now());
	}
	async deleted(intent: Intent.Deleted): Promise<void> {
		talking.deleted(this, intent, await this.snapshot(), Date.now());
	}
	async closing(by: Intent.ChatUser): Promise<Answer<{ did: string }>> {
		return atDoor(this, { by, action: "close" }, (visit) => ending.closing(this, visit));
	}
	async close(by: Intent.ChatUser, did: string, scans: Scan[]): Promise<Answer<object>> {
		return atDoor(this, { by, action: "close", scans }, (visit) => ending.close(this, did, visit));
	}
	async reopen(by: Intent.ChatUser): Promise<Answer<object>> {
		return atDoor(this, { by, action: "reopen" }, (visit) => ending.reopen(this, visit));
	}

	// The MSP's side.
	async take(by: Intent.ChatUser): Promise<Answer<object>> {
		return atDoor(this, { by, action: "take" }, (visit) => desk.take(this, visit));
	}
	async takers(by: Intent.ChatUser): Promise<Answer<{ people: Asked.Taker[] }>> {
		return atDoor(this, { by, action: "hand over" }, (visit) => desk.takers(this, visit));
	}
	async handOver(by: Intent.ChatUser, to: string): Promise<Answer<object>> {
		return atDoor(this, { by, action: "hand over" }, (visit) => desk.handOver(this, to, visit));
	}
	async setTicket(by: Intent.ChatUser, ticket: string): Promise<Answer<object>> {
		return atDoor(this, { by, action: "ticket" }, (visit) => desk.setTicket(this, ticket, visit));
	}
	async ticket(by: Intent.ChatUser): Promise<Answer<{ ticket: string | null }>> {
		return atDoor(this, { by, action: "ticket" }, (visit) => desk.ticket(this, visit));
	}
	async look(by: Intent.ChatUser, place: Place) {
		return looking(this, { by }, (visit) => ownSessionView(this, place, visit));
	}

	// Proposing and deciding.
	async draft(intent: Intent.DraftCommand, scans: Scan[]): Promise<Answer<{ draft: string }>> {
		const wish = { by: intent.by, action: "draft", scans };
		return atDoor(this, wish, (visit) => drafting.draft(this, intent, visit));
	}
	async dropDraft(by: Intent.ChatUser, id: string): Promise<Answer<object>> {
		return atDoor(this, { by, action: "drop" }, (visit) => drafting.drop(this, id, visit));
	}
	async form(by: Caller, from: Intent.FormFrom, wish: "form" | "propose") {
		return atDoor(this, { by, action: wish }, (visit) => drafting.form(this, from, visit));
	}
	async propose(wish: Proposed, scans: Scan[]): Promise<Answer<{ plan: string }>> {
		return takeProposal(this, wish, scans);
	}
	async checkSteps(wish: Asked.CheckSteps, scans: Scan[]) {
		return trying.check(this, this.#checks, wish, scans);
	}
	async preview(wish: Asked.Preview, scans: Scan[]) {
		return trying.preview(this, wish, scans);
	}
	async vote(wish: Asked.CastVote, scans: Scan[]): Promise<Answer<{ decided: boolean }>> {
		return atDoor(this, { ...wish, action: wish.verdict, scans }, (visit) => voting.vote(this, wish, visit));
	}
	async approveFromNowOn(wish: Asked.ApproveFromNowOn): Promise<Answer<{ standing: string }>> {
		return approveFromNowOn(this, wish);
	}
	async ask(wish: Asked.AskQuestion, scans: Scan[]): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: "ask", scans }, (visit) => asking.ask(this, wish, visit));
	}
	async show(wish: Asked.AboutPlan) {
		return looking(this, wish, (visit) => asking.show(this, wish, visit));
	}
	async served(wish: Asked.AboutPlan & { card: string }): Promise<void> {
		await served(this, wish, Date.now());
	}
	async secretForm(wish: Asked.AboutPlan) {
		return secrets.openForm(this, wish);
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
	async answerForm(wish: Asked.AboutPrompt) {
		return answering.openForm(this, wish);
	}
	async answer(wish: Asked.GiveAnswer, scans: Scan[]): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: "answer", scans }, (visit) => answering.answer(this, wish, visit));
	}
	async clear(wish: Asked.ClearAnswer): Promise<Answer<object>> {
		return atDoor(this, { ...wish, action: wish.verdict }, (visit) => answering.clear(this, wish, visit));
	}
	async attempt(by: Intent.ChatUser, action: string, refusal: Refusal): Promise<void> {
		await atDoor(this, { by, action }, () => refuse(refusal));
	}
	async linkIssued(by: Intent.ChatUser): Promise<HeadView | null> {
		return linkIssued(this, by);
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
	async sentAway(plan: string, endpoint: string, why: SentAway): Promise<void> {
		delivered.sentAway(this, plan, endpoint, why, Date.now());
	}
	async disk(plan: string, endpoint: string, state: DiskState): Promise<void> {
		delivered.disk(this, plan, endpoint, state);
	}
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
	async mailAgain(person: string, again: string): Promise<void> {
		if (!this.store.session.read()) return;
		await this.snapshot();
		mailAgain(this, person, again);
	}
	async peopleChanged(): Promise<void> {
		if (!this.store.session.read()) return;
		await this.snapshot();
		this.change(() => {
			for (const { id, state } of this.store.plans.unfinished()) if (state === "open") refreshCard(this, id);
		});
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

	async askErasure(wish: Asked.AskErasure, scans: Scan[]): Promise<Answer<{ erasure: string }>> {
		if (!this.store.session.read()) return neverOpened;
		const problem = await erasureRequest.problemOf(this, wish.targets);
		const door = { by: wish.by, action: "erase", scans };
		return atDoor(this, door, (visit) => erasureRequest.ask(this, wish, problem, visit));
	}
	async answerErasure(wish: Asked.AnswerErasure): Promise<Answer<object>> {
		if (!this.store.session.read()) return neverOpened;
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
	async indexed(): Promise<Indexed> {
		return indexed(this);
	}
	async words(after: number): Promise<Words> {
		return wordsAfter(this, after);
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
	async shared(): Promise<void> {
		this.self();
		this.change(() => this.store.shared.mark());
	}
	async readers(): Promise<Asked.Readers> {
		return readers(this);
	}
}
