// An approver approves a plan for later ones, too: exactly the same on its endpoints, so many times, until a day.
import { allow } from "../../../domain/authority.ts";
import { coveredDigest, unfit } from "../../../domain/policy/standing.ts";
import type { Step } from "../../../protocol/plan/plan.ts";
import type { StandingMatter } from "../../../protocol/read/standing.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { ApproveFromNowOn } from "../../contracts/session.ts";
import { objectOf } from "../../durable/places.ts";
import { sha256 } from "../../keys/crypto.ts";
import { logged } from "../../log.ts";
import type { Core } from "../core.ts";
import { atDoor, type Visit } from "../door.ts";
import { record } from "../record.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { proposed } from "./rules.ts";
import { forbidden } from "./ruling.ts";
import { vote } from "./voting.ts";

/** The client is asked first whether it would keep the approval. Only then an open plan gets their vote, the client keeps the approval,
 * and the record of this session names it. */
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
		...(wish.given !== undefined && { once: onceOf(wish, wish.given) }),
		proposer: { person: row.plan.proposedBy, account: row.proposer.identity },
	};
	const client = objectOf(core.env.CLIENT, core.self().client);
	const asked = await client.giveStanding({ ...given, onlyAsks: true }, wish.by);
	const voted = await atDoor(core, door, (visit) => (asked.ok ? votedBy(core, wish, visit) : asked));
	if (!voted.ok) return voted;
	const late = refuse({ code: "no-standing", why: "voted" } as const);
	const answer = await client.giveStanding(given, wish.by).catch((error: unknown) => {
		if (!voted.now) throw error;
		logged(error);
		return late;
	});
	return atDoor(core, door, ({ actor, now }) => {
		if (!answer.ok || answer.standing === null) return voted.now || answer.ok ? late : answer;
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

/** A form that is sent twice is one wish: also once its runs are used up, or it was revoked. */
const onceOf = ({ by, plan, times, until }: ApproveFromNowOn, given: number): string =>
	`${by.person} ${plan} ${given} ${times} ${until}`;

const over = { denied: "denied", expired: "expired", cancelled: "cancelled" } as const;

const judge = (core: Core, { plan }: ApproveFromNowOn, visit: Visit): Answer<{ row: PlanRow }> => {
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
	return denied ? refuse(denied) : { ok: true, row };
};

/** Their vote on an open plan, unless they gave it before. `now`: it counts since just now. */
const votedBy = (core: Core, wish: ApproveFromNowOn, visit: Visit): Answer<{ now: boolean }> => {
	const judged = judge(core, wish, visit);
	if (!judged.ok) return judged;
	const { by, plan } = wish;
	const mine = core.store.votes.of(plan).some(({ person }) => person === visit.person?.id);
	if (judged.row.state !== "open" || mine) return { ok: true, now: false };
	const cast = vote(core, { by, plan, pressed: null, verdict: "approve", reason: null }, visit);
	return cast.ok ? { ok: true, now: true } : cast;
};

/** What people read of a step is its beginning, and how much more there is: the digest has all of it. */
const most = 2_000;

const lengthOf = (texts: string[]): number => texts.reduce((sum, text) => sum + text.length, 0);

const beginning = ({ phase, command, script }: Step): StandingMatter["steps"][number] => {
	const shown = command.slice(0, most).toWellFormed();
	const { name, arguments: all = [] } = script ?? {};
	const those = all.filter((_one, i) => lengthOf(all.slice(0, i + 1)) <= most);
	const left = command.length - shown.length + lengthOf(all) - lengthOf(those);
	return {
		...{ phase, command: shown },
		...(name !== undefined && { script: { name, arguments: those } }),
		...(left > 0 && { left }),
	};
};

export const matterOf = ({ id, plan }: Pick<PlanRow, "id" | "plan">): StandingMatter => ({
	digest: coveredDigest(plan, sha256),
	session: plan.session,
	plan: id,
	endpoints: plan.endpoints,
	shell: plan.shell,
	changes: plan.words.changes,
	steps: plan.steps.map(beginning),
	beside: {
		...{ runAs: plan.runAs, cwd: plan.cwd },
		...{ restart: plan.restart === true, person: plan.person?.text ?? null },
	},
});
