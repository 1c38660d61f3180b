// What someone writes in the console, before they propose it: what its endpoints say of the steps, and the card that it would get.
// Nothing of it is kept, and nothing is recorded.
import { allow } from "../../../domain/authority.ts";
import { readPlan } from "../../../protocol/plan/plan.ts";
import { platformIn } from "../../../protocol/platform.ts";
import type { PlanView } from "../../../protocol/read/view.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { CheckSteps, StepsSaid } from "../../contracts/session.ts";
import type { SignedIn } from "../../contracts/values/caller.ts";
import type { Scan } from "../../contracts/values/scan.ts";
import type { EndpointRow } from "../../contracts/values/snapshot.ts";
import type { Core } from "../core.ts";
import { looking, type Visit } from "../door.ts";
import { homesOf } from "../show/homes.ts";
import { deciders, planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { type Newest, newest } from "./newest.ts";
import { askAll, canAsk, unasked } from "./preflight.ts";
import { admitted, planFrom } from "./proposing.ts";
import { admitStep } from "./rules.ts";

/** By person. Lost with the object's memory, which only asks once more. */
export type Checks = Map<string, Newest>;
export const newChecks = (): Checks => new Map();

export const check = async (
	core: Core,
	checks: Checks,
	{ by, draft }: CheckSteps,
	scans: readonly Scan[],
): Promise<Answer<{ said: StepsSaid }>> => {
	const judged = await looking(core, { by, scans }, (visit) => mayCheck(core, draft, visit));
	if (!judged.ok) return judged;
	const { endpoints } = judged;
	const turns = checks.get(by.person) ?? newest();
	checks.set(by.person, turns);
	const preflight = await turns.take(() => askAll(core, { draft, endpoints }));
	if (turns.idle()) checks.delete(by.person);
	if (preflight === null) return { ok: true, said: null };
	const nameOf = (id: string) => endpoints.find((one) => one.id === id)?.name ?? "";
	return { ok: true, said: preflight.endpoints.map((said) => ({ name: nameOf(said.endpoint), said })) };
};

const mayCheck = (
	core: Core,
	{ endpoints, shell, steps }: CheckSteps["draft"],
	{ snapshot, person, scans }: Visit,
): Answer<{ endpoints: EndpointRow[] }> => {
	if (core.self().closed_at !== null) return refuse({ code: "session-closed" });
	const may = allow("propose", snapshot, person);
	if (!may.ok) return may;
	for (const step of steps) {
		const fits = admitStep(step, shell, scans);
		if (!fits.ok) return fits;
	}
	const chosen = snapshot.endpoints.filter(({ id }) => endpoints.includes(id));
	return chosen.length === endpoints.length
		? { ok: true, endpoints: chosen }
		: refuse({ code: "not-found", what: "endpoint" });
};

/** Judged and checked as a proposal is. `workspaces`: where people would see it, one for each platform. */
export const preview = async (
	core: Core,
	{ by, draft }: { by: SignedIn; draft: unknown },
	scans: readonly Scan[],
): Promise<Answer<{ view: PlanView; workspaces: string[] }>> => {
	const judged = await looking(core, { by, scans }, (visit) => admitted(core, draft, visit));
	if (!judged.ok) return judged;
	const { endpoints } = judged;
	const preflight = canAsk(endpoints) ? await askAll(core, judged) : unasked(endpoints);
	return looking(core, { by, scans }, (visit) => {
		const again = admitted(core, draft, visit);
		const written = again.ok ? planFrom(core, again, visit, preflight) : again;
		if (!written.ok) return written;
		const row = unproposed(visit, written);
		return { ok: true, view: planView(core, row), workspaces: workspacesOf(core, row) };
	});
};

/** Where the card comes to: where those who may decide have an account, and where the session's threads are; one of each platform. */
const workspacesOf = (core: Core, row: PlanRow): string[] => {
	const { snapshot } = core.self();
	const threads = core.store.threads.all().map(({ workspace }) => workspace);
	const homes = deciders(core, row).flatMap(({ identities }) =>
		identities.flatMap((identity) => homesOf(snapshot, identity)),
	);
	const known = [...homes, ...threads];
	return [...new Set(known.map(platformIn))].flatMap((platform) => {
		const there = known.filter((home) => platformIn(home) === platform);
		return there.find((home) => threads.includes(home)) ?? there[0] ?? [];
	});
};

/** As the table of plans would have it, but for its digest, which comes with its id. */
const unproposed = (
	{ actor, now }: Visit,
	{ id, bytes }: { id: string; bytes: Uint8Array<ArrayBuffer> },
): PlanRow => {
	const plan = readPlan(bytes);
	return {
		...{ id, plan, digest: "0".repeat(64), state: "open", proposer: actor, decide_by: plan.decideBy },
		...{ reminded: false, decided_at: null, run_by: null, policy: null, cancelled_by: null },
		...{ draft: null, once: null, secrets: null, escalated: null, decide_by: Math.max(now, plan.decideBy) },
	};
};
