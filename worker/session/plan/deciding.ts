// Proposing, voting, asking, cancelling: each decision in one transaction, failing closed.
import type { Ask, ChatUser, OnPlan, Propose, Vote } from "../../../bots/intent.ts";
import { canApproveInChat } from "../../../cards/kinds/chat-approval.ts";
import { allow, personOf } from "../../../domain/authority.ts";
import { secretText } from "../../../domain/secrets.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import type { Actor, Person } from "../../../protocol/people.ts";
import { PlanDraft, planBytes, planDigest, runBy } from "../../../protocol/plan.ts";
import { type Answer, type Refusal, refuse } from "../../../protocol/refusal.ts";
import type { PlanView } from "../../../protocol/view.ts";
import type { BrowserVote } from "../../contracts/session.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { sha256 } from "../../keys/crypto.ts";
import { actorFrom, type Core, lag, refresh, worker } from "../core.ts";
import { deciders, mention, notice, planView, proposer, requester } from "../show/views.ts";
import type { PlanRow } from "../tables/store.ts";
import { inThread, openForApprovers } from "../talk/threads.ts";
import { admit, judge, mayCancel, planOf, tally } from "./rules.ts";

/** Makes a plan of a draft, or says why not. */
export const propose = (
	core: Core,
	intent: Propose,
	snapshot: Snapshot,
	now: number,
): Answer<{ plan: string }> => {
	const self = core.self();
	const known = core.store.before(`propose:${intent.once}`);
	if (known) return { ok: true, plan: known };
	const decoded = PlanDraft.safeParse(intent.draft);
	if (!decoded.success)
		return attempt(core, intent, snapshot, now, null, "propose", badField(decoded.error.issues[0]));
	if (self.closed_at !== null)
		return attempt(core, intent, snapshot, now, null, "propose", { code: "session-closed" });
	const may = allow("propose", snapshot, personOf(snapshot, intent.by.identity));
	if (!may.ok) return attempt(core, intent, snapshot, now, null, "propose", may.refusal);
	const admitted = admit(decoded.data, snapshot, now);
	if (!admitted.ok) return attempt(core, intent, snapshot, now, null, "propose", admitted.refusal);
	const id = newId("plan", jurisdictionOf(self.id));
	const fixed = { id, client: self.client, session: self.id, proposedBy: may.person.id, proposedAt: now };
	const bytes = planBytes(planOf(decoded.data, fixed, admitted.endpoints));
	const digest = planDigest(bytes, sha256);
	const by = actorFrom(intent.by, snapshot);
	core.change(() => {
		core.store.remember(`propose:${intent.once}`, id);
		if (intent.from.from === "draft") {
			core.store.remember(proposedKey(intent.from.draft), id);
			core.store.dropDraft(intent.from.draft);
		}
		core.store.addPlan({ id, bytes, digest, proposer: by, decideBy: now + decoded.data.decideWithin * 1000 });
		for (const endpoint of admitted.endpoints) core.store.keepKey(endpoint.id, endpoint.key);
		core.store.append(now, by, { kind: "plan.proposed", plan: id, digest });
		const row = core.store.plan(id) as PlanRow;
		openForApprovers(core, deciders(core, row), now);
		refresh(core, id);
		const asked = notice(core, "approval-asked", deciders(core, row).map(mention(core)), by.name, row);
		core.put(`notice:asked:${id}`, "chat", { type: "notice", key: `asked:${id}`, notice: asked });
	});
	return { ok: true, plan: id };
};

/** Under what is remembered which plan a draft became: a dialog that is sent again starts from that. */
export const proposedKey = (draft: string): string => `proposed:${draft}`;

const badField = (issue: { path: PropertyKey[]; message: string } | undefined): Refusal => ({
	code: "bad-field",
	field: issue?.path.join(".") || "plan",
	reason: issue?.message ?? "it could not be read",
});

/** One approver's answer, pressed in chat. */
export const vote = (
	core: Core,
	intent: Vote & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<{ decided: boolean }> => {
	const row = core.store.plan(intent.plan);
	const refused = (refusal: Refusal) =>
		attempt(core, intent, snapshot, now, row?.id ?? null, intent.verdict, refusal);
	if (!row) return refused({ code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row)) return refused({ code: "wrong-place" });
	const ruling = judge(row, core.store.votes(row.id), personOf(snapshot, intent.by.identity), snapshot, now);
	if (!ruling.ok) return refusedVote(core, intent, snapshot, now, row, ruling.refusal);
	const shown = canApproveInChat(row.plan);
	if (intent.verdict === "approve" && !shown.ok)
		return refused({ code: "review-in-console", reasons: shown.reasons });
	const { verdict, reason, ref } = intent;
	const secret = secretText(reason ?? "");
	if (secret) return refused({ code: "looks-secret", what: secret, in: "answer" });
	const by = actorFrom(intent.by, snapshot);
	return cast(core, { row, person: ruling.person, by, verdict, reason, ref }, snapshot, now);
};

/** One approver's answer, given in the browser, where every plan is shown whole. */
export const voteInBrowser = (
	core: Core,
	intent: BrowserVote,
	snapshot: Snapshot,
	now: number,
): Answer<{ decided: boolean }> => {
	const row = core.store.plan(intent.plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	const person = snapshot.people.find((one) => one.id === intent.person) ?? null;
	const by: Actor = {
		surface: "browser",
		person: intent.person,
		identity: null,
		name: person?.name ?? "somebody without a role",
		label: person?.label ?? null,
	};
	const ruling = judge(row, core.store.votes(row.id), person, snapshot, now);
	if (!ruling.ok) return refusedAs(core, by, now, row.id, intent.verdict, ruling.refusal);
	const secret = secretText(intent.reason ?? "");
	if (secret)
		return refusedAs(core, by, now, row.id, intent.verdict, {
			code: "looks-secret",
			what: secret,
			in: "answer",
		});
	return cast(core, { row, by, ref: null, ...intent, person: ruling.person }, snapshot, now);
};

type Cast = Pick<Vote, "verdict" | "reason"> & {
	row: PlanRow;
	person: Person;
	by: Actor;
	ref: Vote["ref"] | null;
};

/** Records a vote that counts, and what follows. The first decisive one wins. */
const cast = (
	core: Core,
	{ row, person, by, verdict, reason, ref }: Cast,
	snapshot: Snapshot,
	now: number,
): Answer<{ decided: boolean }> => {
	const decided = core.change(() => {
		core.store.addVote(row.id, person.id, verdict, reason, now, by);
		core.store.append(now, by, {
			kind: "vote.cast",
			plan: row.id,
			verdict,
			reason,
			policy: snapshot.version,
			ref,
		});
		const outcome = tally(core.store.votes(row.id), snapshot.policy.votes);
		if (outcome === "approved") approve(core, row, person, snapshot, now);
		if (outcome === "denied")
			end(core, row, "denied", [requester(core), proposer(core, row)], person.name, now, reason ?? "");
		refresh(core, row.id);
		return outcome !== "open";
	});
	return { ok: true, decided };
};

/** The press must come from a card of this plan: in one of the session's threads, or a copy that we sent. */
const rightPlace = (core: Core, { place, ref, ofPlan }: Pressed, row: PlanRow): boolean => {
	const card = core.store.cardAt(ref);
	if (card) return card.plan === row.id;
	return ofPlan || inThread(core, { ...ref, thread: place.thread });
};
/** `ofPlan`: on a card of that plan, as the Workspace knows. */
type Pressed = Pick<Vote, "place" | "ref"> & { ofPlan: boolean };

const refusedVote = (
	core: Core,
	intent: Vote,
	snapshot: Snapshot,
	now: number,
	row: PlanRow,
	refusal: Refusal,
) => {
	const wanted = intent.verdict === "approve" && refusal.code === "not-an-approver" && refusal.told;
	if (wanted) {
		const key = `wanted:${row.id}:${intent.by.identity}`;
		core.change(() => {
			if (core.store.before(key)) return;
			core.store.remember(key, "told");
			const asked = notice(
				core,
				"approval-wanted-by",
				deciders(core, row).map(mention(core)),
				actorFrom(intent.by, snapshot).name,
				row,
			);
			core.put(`notice:${key}`, "chat", { type: "notice", key, notice: asked });
		});
	}
	return attempt(core, intent, snapshot, now, row.id, intent.verdict, refusal);
};

const approve = (core: Core, row: PlanRow, by: Person, snapshot: Snapshot, now: number): void => {
	core.store.decide(row.id, "approved", now, runBy(row.plan, now), snapshot.version);
	core.store.append(now, worker, { kind: "plan.decided", plan: row.id, outcome: "approved" });
	for (const endpoint of row.plan.endpoints) {
		core.store.addDelivery(row.id, endpoint.id);
		for (const [step, { phase }] of row.plan.steps.entries())
			core.store.addRun({
				id: newId("run", jurisdictionOf(row.id)),
				plan: row.id,
				endpoint: endpoint.id,
				step,
				phase,
			});
		core.put(`dispatch:${row.id}:${endpoint.id}`, endpoint.id, {
			type: "dispatch",
			plan: row.id,
			endpoint: endpoint.id,
		});
	}
	tell(core, "approved", row, [requester(core), proposer(core, row)], by.name);
};

type Ending = "denied" | "expired" | "cancelled";

const end = (
	core: Core,
	row: PlanRow,
	outcome: Ending,
	to: Parameters<typeof notice>[2],
	by: string,
	now: number,
	text = "",
): void => {
	core.store.decide(row.id, outcome, now, null, null);
	core.store.append(now, worker, { kind: "plan.decided", plan: row.id, outcome });
	tell(core, outcome, row, to, by, text);
};

const tell = (
	core: Core,
	turn: Parameters<typeof notice>[1],
	row: PlanRow,
	to: Parameters<typeof notice>[2],
	by: string,
	text = "",
): void => {
	const key = `${turn}:${row.id}`;
	const told = { type: "notice" as const, key, notice: notice(core, turn, to, by, row, text) };
	core.put(`notice:${key}`, "chat", told, Date.now() + lag);
};

/** What is due by the clock: reminders at half time, and expiry. */
export const onTime = (core: Core, now: number): void => {
	for (const row of core.store.plans().filter((plan) => plan.state === "open")) {
		if (now >= row.decide_by) {
			core.change(() => {
				end(core, row, "expired", [requester(core), proposer(core, row)], "Caisey", now);
				refresh(core, row.id);
			});
		} else if (!row.reminded && now >= half(row)) {
			core.change(() => {
				core.store.reminded(row.id);
				tell(core, "reminder", row, deciders(core, row).map(mention(core)), proposer(core, row).name);
			});
		}
	}
};

const half = (row: PlanRow): number => (row.plan.proposedAt + row.decide_by) / 2;

/** When a plan's clock wants attention next. */
export const nextTime = (core: Core): number | null => {
	if (!core.store.self()) return null;
	const due = core.store
		.plans()
		.filter((plan) => plan.state === "open")
		.map((row) => (row.reminded ? row.decide_by : half(row)));
	return due.length > 0 ? Math.min(...due) : null;
};

/** A question about a plan, into the thread. */
export const ask = (
	core: Core,
	intent: Ask & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<object> => {
	const row = core.store.plan(intent.plan);
	if (!row) return attempt(core, intent, snapshot, now, null, "ask", { code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row))
		return attempt(core, intent, snapshot, now, row.id, "ask", { code: "wrong-place" });
	if (core.store.before(`ask:${intent.once}`)) return { ok: true };
	const asks = allow("ask", snapshot, personOf(snapshot, intent.by.identity));
	if (!asks.ok) return attempt(core, intent, snapshot, now, row.id, "ask", asks.refusal);
	const secret = secretText(intent.question);
	if (secret)
		return attempt(core, intent, snapshot, now, row.id, "ask", {
			code: "looks-secret",
			what: secret,
			in: "answer",
		});
	core.change(() => {
		core.store.remember(`ask:${intent.once}`, row.id);
		const seq = core.store.append(now, actorFrom(intent.by, snapshot), {
			kind: "question.asked",
			plan: row.id,
			text: intent.question,
		});
		const key = `question:${intent.once}`;
		core.store.remember(questionKey(seq), key);
		core.put(`notice:${key}`, "chat", {
			type: "notice",
			key,
			notice: notice(core, "question", [proposer(core, row)], asks.person.name, row, intent.question),
		});
	});
	return { ok: true };
};

/** A plan as it stands, and whether whoever looks may decide on it now. Looking changes nothing. */
export const show = (
	core: Core,
	intent: OnPlan & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<{ view: PlanView; decides: boolean }> => {
	const row = core.store.plan(intent.plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row)) return refuse({ code: "wrong-place" });
	const person = personOf(snapshot, intent.by.identity);
	const ruling = judge(row, core.store.votes(row.id), person, snapshot, now);
	return { ok: true, view: planView(core, row), decides: ruling.ok };
};

/** Under what is remembered which notice tells a question, by its event's number. */
export const questionKey = (seq: number): string => `question:${seq}`;

/** Ends what waits or runs; it beats whatever was not delivered yet. */
export const cancel = (
	core: Core,
	intent: OnPlan & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<object> => {
	const row = core.store.plan(intent.plan);
	if (!row) return attempt(core, intent, snapshot, now, null, "cancel", { code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row))
		return attempt(core, intent, snapshot, now, row.id, "cancel", { code: "wrong-place" });
	const ruling = mayCancel(row, personOf(snapshot, intent.by.identity), snapshot);
	if (!ruling.ok) return attempt(core, intent, snapshot, now, row.id, "cancel", ruling.refusal);
	// The first who cancels has: a press that comes again changes nothing.
	if (row.cancelled_by !== null) return { ok: true };
	const by = actorFrom(intent.by, snapshot);
	core.change(() => {
		core.store.append(now, by, { kind: "cancel.asked", plan: row.id });
		core.store.cancelledBy(row.id, by.name);
		if (row.state === "open")
			end(core, row, "cancelled", [requester(core), proposer(core, row)], by.name, now);
		else
			for (const { id } of row.plan.endpoints)
				core.put(`cancel:${row.id}:${id}`, id, { type: "cancel", plan: row.id, endpoint: id, by: by.name });
		refresh(core, row.id);
	});
	return { ok: true };
};

/** Keeps in the record that somebody tried, and answers with the refusal. */
export const attempt = (
	core: Core,
	{ by }: { by: ChatUser },
	snapshot: Snapshot,
	now: number,
	plan: string | null,
	action: string,
	refusal: Refusal,
): { ok: false; refusal: Refusal } => refusedAs(core, actorFrom(by, snapshot), now, plan, action, refusal);

/** As `attempt`, by whoever it was. */
export const refusedAs = (
	core: Core,
	by: Actor,
	now: number,
	plan: string | null,
	action: string,
	refusal: Refusal,
) => {
	core.change(() => core.store.append(now, by, { kind: "attempt.refused", plan, action, refusal }));
	return refuse(refusal);
};
