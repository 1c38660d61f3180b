// What a session tells its client with its line in the list.
import { expect, test } from "vitest";
import type { Listed, Shown } from "../contracts/values/listed.ts";
import type { Env } from "../env.ts";
import { deliver } from "./delivering.ts";
import { recordLost } from "./run/delivered.ts";
import { grantedPlan } from "./testing/granted.ts";
import { endpoint, now } from "./testing/session.ts";

const told = async ({ core }: ReturnType<typeof grantedPlan>["it"]): Promise<Shown[]> => {
	const all: Shown[] = [];
	const client = { sessionChanged: async (_: Listed, shown: Shown[]) => void all.push(...shown) };
	const env = { ...core.env, CLIENT: { getByName: () => client } } as unknown as Env;
	await deliver({ type: "listed" }, { ...core, env });
	return all;
};

test("a session tells how its cards show the endpoints of plans that wait or run, and of no others", async () => {
	const { it, plan } = grantedPlan();
	expect(await told(it)).toEqual([{ id: endpoint.id, online: endpoint.online, held: null }]);
	recordLost(it.core, plan, endpoint.id, now);
	expect(it.store.plans.get(plan)?.state).toBe("finished");
	expect(await told(it)).toEqual([]);
});
