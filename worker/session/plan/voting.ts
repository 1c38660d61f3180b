// Approvers' votes: each judged and recorded in one transaction with what follows from it. The first decisive one wins.
import type { Vote } from "../../../bots/intent.ts";
import { canApproveInChat } from "../../../cards/kinds/chat-approval.ts";
import { personOf } from "../../../domain/authority.ts";
import { secretText } from "../../../domain/secrets.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import type { Actor, Person } from "../../../protocol/people.ts";
import { runBy } from "../../../protocol/plan.ts";
import { type Answer, type Refusal, refuse } from "../../../protocol/refusal.ts";
import type { BrowserVote } from "../../contracts/session.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { actorFrom, type Core, refresh, worker } from "../core.ts";
import { record } from "../record.ts";
import { attempt, refusedAs } from "../refusing.ts";
import { deciders, mention, notice, proposer, requester } from "../show/views.ts";
import type { PlanRow } from "../tables/plans.ts";
import { endUndone, tellTurn } from "./ending.ts";
import { rightPlace } from "./pressed.ts";
import { judge, tally } from "./rules.ts";

/** One approver's answer, pressed in chat. */
export const vote = (
	core: Core,
	intent: Vote & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<{ decided: boolean }> => {
	const row = core.store.plans.get(intent.plan);
	const refused = (refusal: Refusal) =>
		attempt(core, intent, snapshot, now, row?.id ?? null, intent.verdict, refusal);
	if (!row) return refused({ code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row)) return refused({ code: "wrong-place" });
	const ruling = judge(
		row,
		core.store.votes.of(row.id),
		personOf(snapshot, intent.by.identity),
		snapshot,
		now,
	);
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
	const row = core.store.plans.get(intent.plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	const person = snapshot.people.find((one) => one.id === intent.person) ?? null;
	const by: Actor = {
		surface: "browser",
		person: intent.person,
		identity: null,
		name: person?.name ?? "somebody without a role",
		label: person?.label ?? null,
	};
	const ruling = judge(row, core.store.votes.of(row.id), person, snapshot, now);
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
		core.store.votes.add({ plan: row.id, person: person.id, verdict, reason, at: now, actor: by });
		record(core, now, by, {
			kind: "vote.cast",
			plan: row.id,
			verdict,
			reason,
			policy: snapshot.version,
			ref,
		});
		const outcome = tally(core.store.votes.of(row.id), snapshot.policy.votes);
		if (outcome === "approved") approve(core, row, person, snapshot, now);
		if (outcome === "denied")
			endUndone(core, row, "denied", [requester(core), proposer(core, row)], person.name, now, reason ?? "");
		refresh(core, row.id);
		return outcome !== "open";
	});
	return { ok: true, decided };
};

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
			if (core.store.once.before(key)) return;
			core.store.once.remember(key, "told");
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
	core.store.plans.decide(row.id, "approved", now, runBy(row.plan, now), snapshot.version);
	record(core, now, worker, { kind: "plan.decided", plan: row.id, outcome: "approved" });
	for (const endpoint of row.plan.endpoints) {
		core.store.deliveries.add(row.id, endpoint.id);
		for (const [step, { phase }] of row.plan.steps.entries())
			core.store.runs.add({
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
	tellTurn(core, "approved", row, [requester(core), proposer(core, row)], by.name);
};
