// Approvers' votes: each judged and recorded in one transaction with what follows from it. The first decisive one wins.
import { canApproveInChat } from "../../../cards/kinds/chat-approval.ts";
import type { Person } from "../../../protocol/people.ts";
import type { ApprovalProof } from "../../../protocol/plan/passkey.ts";
import type { MessageRef, VotedFor } from "../../../protocol/record/events.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import { votedFor } from "../../../words/deputies.ts";
import type { CastVote } from "../../contracts/session.ts";
import { type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { deciders, mention, notice, proposer, requester } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { approve } from "./approving.ts";
import { endUndone } from "./ending.ts";
import { rightPlace } from "./pressed.ts";
import { judgeProof } from "./proofs.ts";
import { judge, tally } from "./rules.ts";
import { forbidden } from "./ruling.ts";

/** One approver's answer: pressed on a card, or given in the console, where every plan is shown whole. */
export const vote = (
	core: Core,
	{ plan, pressed, verdict, reason, proof }: CastVote,
	visit: Visit,
): Answer<{ decided: boolean }> => {
	const { snapshot, person, now, scans } = visit;
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
	const denied = verdict === "approve" ? forbidden(row.plan, snapshot) : null;
	if (denied) return refuse(denied);
	const proved = verdict === "approve" ? judgeProof(core.env, snapshot, row, ruling.person, proof) : null;
	if (proved && !proved.ok) return proved;
	const secret = scans.secretIn(reason ?? "");
	if (secret) return refuse({ code: "looks-secret", what: secret, in: "answer" });
	const given = { verdict, reason, ref: pressed?.ref ?? null, proof: proved?.proof };
	return cast(core, { row, person: ruling.person, deputyFor: ruling.for, ...given }, visit);
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

type Cast = Pick<CastVote, "verdict" | "reason"> & {
	row: PlanRow;
	person: Person;
	ref: MessageRef | null;
	proof: ApprovalProof | undefined;
	deputyFor: VotedFor | undefined;
};

/** Records a vote that counts, and what follows. The first decisive one wins. */
const cast = (
	core: Core,
	{ row, person, verdict, reason, ref, proof, deputyFor }: Cast,
	{ snapshot, actor: by, now }: Visit,
): Answer<{ decided: boolean }> => {
	const decided = core.change(() => {
		const approver = deputyFor?.person ?? person.id;
		const unconfirmed = snapshot.unconfirmed?.find((one) => one.person === approver)?.how;
		const whose = { ...(deputyFor && { for: deputyFor }), ...(unconfirmed && { unconfirmed }) };
		const name = deputyFor ? votedFor(person.name, deputyFor) : person.name;
		core.store.votes.add({
			...{ plan: row.id, person: person.id, verdict, reason, at: now, actor: by, proof },
			...whose,
		});
		record(core, now, by, {
			kind: "vote.cast",
			plan: row.id,
			verdict,
			reason,
			policy: snapshot.version,
			ref,
			...whose,
		});
		if (proof) record(core, now, by, { kind: "vote.proved", plan: row.id, proof });
		const outcome = tally(core.store.votes.of(row.id), row, snapshot);
		if (outcome === "approved") approve(core, row, { by: name }, snapshot, now);
		if (outcome === "denied")
			endUndone(core, row, "denied", [requester(core), proposer(core, row)], name, now, reason ?? "");
		refresh(core, row.id);
		return outcome !== "open";
	});
	return { ok: true, decided };
};
