// Approvers' votes: each judged and recorded in one transaction with what follows from it. The first decisive one wins.
import { canApproveInChat } from "../../../cards/kinds/chat-approval.ts";
import { secretText } from "../../../domain/secrets.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import type { Person } from "../../../protocol/people.ts";
import { runBy } from "../../../protocol/plan/plan.ts";
import type { MessageRef } from "../../../protocol/record/events.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { CastVote } from "../../contracts/session.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { type Core, refresh, worker } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { deciders, mention, notice, proposer, requester } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { endUndone, tellTurn } from "./ending.ts";
import { rightPlace } from "./pressed.ts";
import { judge, tally } from "./rules.ts";
import { askForSecrets, dispatchAll } from "./secrets.ts";

/** One approver's answer: pressed on a card, or given in the console, where every plan is shown whole. */
export const vote = (
	core: Core,
	{ plan, pressed, verdict, reason }: CastVote,
	visit: Visit,
): Answer<{ decided: boolean }> => {
	const { snapshot, person, now } = visit;
	const row = core.store.plans.get(plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	if (!rightPlace(core, pressed, row)) return refuse({ code: "wrong-place" });
	const ruling = judge(row, core.store.votes.of(row.id), person, snapshot, now);
	if (!ruling.ok) {
		const { refusal } = ruling;
		if (verdict === "approve" && refusal.code === "not-an-approver" && refusal.told)
			tellWanted(core, row, visit);
		return ruling;
	}
	const shown = canApproveInChat(row.plan);
	if (pressed && verdict === "approve" && !shown.ok)
		return refuse({ code: "review-in-console", reasons: shown.reasons });
	const secret = secretText(reason ?? "");
	if (secret) return refuse({ code: "looks-secret", what: secret, in: "answer" });
	return cast(core, { row, person: ruling.person, verdict, reason, ref: pressed?.ref ?? null }, visit);
};

/** Tells those who may decide, once, that someone who may not would like it approved. */
const tellWanted = (core: Core, row: PlanRow, { actor }: Visit): void => {
	const key = `wanted:${row.id}:${actor.identity ?? actor.person}`;
	core.change(() => {
		if (core.store.once.before(key)) return;
		core.store.once.remember(key, "told");
		const to = deciders(core, row).map(mention(core));
		const asked = notice(core, "approval-wanted-by", to, actor.name, row);
		core.put(`notice:${key}`, "chat", { type: "notice", key, notice: asked });
	});
};

type Cast = Pick<CastVote, "verdict" | "reason"> & { row: PlanRow; person: Person; ref: MessageRef | null };

/** Records a vote that counts, and what follows. The first decisive one wins. */
const cast = (
	core: Core,
	{ row, person, verdict, reason, ref }: Cast,
	{ snapshot, actor: by, now }: Visit,
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

const approve = (core: Core, row: PlanRow, by: Person, snapshot: Snapshot, now: number): void => {
	core.store.plans.decide(row.id, "approved", now, runBy(row.plan, now), snapshot.version);
	const runs = row.plan.endpoints.map(({ id }) => prepareRuns(core, row, id));
	record(core, now, worker, { kind: "plan.decided", plan: row.id, outcome: "approved", runs });
	for (const { id } of row.plan.endpoints) {
		core.store.deliveries.add(row.id, id);
	}
	if (row.plan.secrets.length > 0) askForSecrets(core, row);
	else dispatchAll(core, row);
	tellTurn(core, "approved", row, [requester(core), proposer(core, row)], by.name);
};

/** The ids of an endpoint's runs, in the order of the steps. */
const prepareRuns = (core: Core, row: PlanRow, endpoint: string): string[] =>
	row.plan.steps.map(({ phase }, step) => {
		const id = newId("run", jurisdictionOf(row.id));
		core.store.runs.add({ id, plan: row.id, endpoint, step, phase });
		return id;
	});
