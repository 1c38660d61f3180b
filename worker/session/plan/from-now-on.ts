// An approver approves a plan for later ones, too: exactly the same on its endpoints, so many times, until a day.
import { allow } from "../../../domain/authority.ts";
import { coveredDigest, unfit } from "../../../domain/policy/standing.ts";
import type { StandingMatter } from "../../../protocol/read/standing.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { ApproveFromNowOn } from "../../contracts/session.ts";
import { objectOf } from "../../durable/places.ts";
import { sha256 } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";
import { atDoor, type Visit } from "../door.ts";
import { record } from "../record.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { proposed } from "./rules.ts";
import { forbidden } from "./ruling.ts";
import { vote } from "./voting.ts";

/** An open plan gets their vote first. The client keeps the approval, which the record of this session names then. */
export const approveFromNowOn = async (
	core: Core,
	wish: ApproveFromNowOn,
): Promise<Answer<{ standing: string }>> => {
	const door = { by: wish.by, plan: wish.plan, action: "approve from now on" };
	const judged = await atDoor(core, door, (visit) => judge(core, wish, visit));
	if (!judged.ok) return judged;
	const { row } = judged;
	const given = {
		...{ matter: matterOf(row), times: wish.times, until: wish.until },
		proposer: { person: row.plan.proposedBy, account: row.proposer.identity },
	};
	const answer = await objectOf(core.env.CLIENT, core.self().client).giveStanding(given, wish.by);
	return atDoor(core, door, ({ actor, now }) => {
		if (!answer.ok) return refuse(answer.refusal);
		const { standing } = answer;
		const once = `standing:${standing}`;
		core.change(() => {
			if (core.store.once.before(once)) return;
			core.store.once.remember(once, "given");
			const { plan, times, until } = wish;
			record(core, now, actor, { kind: "standing.given", plan, standing, times, until });
		});
		return { ok: true, standing };
	});
};

const over = { denied: "denied", expired: "expired", cancelled: "cancelled" } as const;

const judge = (core: Core, { by, plan }: ApproveFromNowOn, visit: Visit): Answer<{ row: PlanRow }> => {
	const { snapshot, person } = visit;
	const row = core.store.plans.get(plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	// Without deputies, who decide one plan at a time.
	const { name, people } = snapshot;
	const may = allow("decide", { name, people }, person, proposed(row));
	if (!may.ok) return may;
	const { state } = row;
	if (state === "denied" || state === "expired" || state === "cancelled")
		return refuse({ code: "already-decided", how: over[state] });
	if (snapshot.policy.approval !== "press") return refuse({ code: "no-standing", why: "passkeys" });
	const why = unfit(row.plan);
	if (why) return refuse({ code: "no-standing", why });
	const denied = forbidden(row.plan, snapshot);
	if (denied) return refuse(denied);
	const mine = core.store.votes.of(plan).find((one) => one.person === may.person.id);
	if (state !== "open" || mine) return { ok: true, row };
	const cast = vote(core, { by, plan, pressed: null, verdict: "approve", reason: null }, visit);
	return cast.ok ? { ok: true, row } : cast;
};

/** What people read of a step is its beginning: the digest has all of it. */
const most = 2_000;

const matterOf = ({ id, plan }: PlanRow): StandingMatter => ({
	digest: coveredDigest(plan, sha256),
	session: plan.session,
	plan: id,
	endpoints: plan.endpoints,
	shell: plan.shell,
	changes: plan.words.changes,
	steps: plan.steps.map(({ phase, command }) => ({ phase, command: command.slice(0, most).toWellFormed() })),
});
