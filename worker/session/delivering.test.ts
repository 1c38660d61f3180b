// What a session tells its client with its line in the list.
import { expect, test } from "vitest";
import type { Listed, Shown } from "../contracts/values/listed.ts";
import type { Env } from "../env.ts";
import { deliver } from "./delivering.ts";
import { propose } from "./plan/proposing.ts";
import { vote } from "./plan/voting.ts";
import { recordLost } from "./run/delivered.ts";
import { grantedPlan } from "./testing/granted.ts";
import { ada, endpoint, now, proposal, signedIn } from "./testing/session.ts";

type Session = ReturnType<typeof grantedPlan>["it"];

const listing = async ({ core }: Session): Promise<{ listed?: Listed; shown: Shown[] }> => {
	const told: { listed: Listed; shown: Shown[] }[] = [];
	const client = {
		sessionChanged: async (listed: Listed, shown: Shown[]) => void told.push({ listed, shown }),
	};
	const env = { ...core.env, CLIENT: { getByName: () => client } } as unknown as Env;
	await deliver({ type: "listed" }, { ...core, env });
	return told[0] ?? { shown: [] };
};
const told = async (it: Session): Promise<Shown[]> => (await listing(it)).shown;

test("a session tells how its cards show the endpoints of plans that wait or run, and of no others", async () => {
	const { it, plan } = grantedPlan();
	expect(await told(it)).toEqual([
		{ id: endpoint.id, online: endpoint.online, held: null, disk: "room", quarantined: false },
	]);
	recordLost(it.core, plan, endpoint.id, now);
	expect(it.store.plans.get(plan)?.state).toBe("finished");
	expect(await told(it)).toEqual([]);
});

test("a session whose newest plan was denied is listed as its earlier plan while that waits or runs", async () => {
	const { it, plan } = grantedPlan();
	const wanted = proposal(it.core);
	const second = propose(it.core, { ...wanted, once: "V2" }, it.visit(wanted.by));
	if (!second.ok) throw new Error(second.refusal.code);
	expect((await listing(it)).listed?.state).toBe("waiting-for-approval");
	const by = signedIn(ada);
	vote(it.core, { by, plan: second.plan, pressed: null, verdict: "deny", reason: "no" }, it.visit(by));
	const { listed, shown } = await listing(it);
	expect(listed?.state).toBe(it.store.plans.get(plan)?.state);
	expect(listed).toMatchObject({ state: "approved", outcome: null });
	expect(shown.map(({ id }) => id)).toEqual([endpoint.id]);
	recordLost(it.core, plan, endpoint.id, now);
	expect((await listing(it)).listed).toMatchObject({ state: "denied", outcome: null });
});
