// What an erasure does elsewhere, and in which order.
import { expect, test } from "vitest";
import type { Env } from "../../env.ts";
import type { Core, SessionOutbox } from "../core.ts";
import { deliver } from "../delivering.ts";
import { grantedPlan } from "../testing/granted.ts";
import { now } from "../testing/session.ts";
import { strike } from "./strike.ts";

const erasing = () => {
	const { it } = grantedPlan();
	const run = it.store.runs.all()[0]?.id ?? "none";
	const put: { lane: string; body: SessionOutbox }[] = [];
	const ended: string[] = [];
	const shares = { endAll: async (because: string) => void ended.push(because) };
	const core: Core = {
		...it.core,
		env: { ...it.core.env, SHARES: { getByName: () => shares } } as unknown as Env,
		put: (_key, lane, body) => void put.push({ lane, body }),
	};
	const by = { surface: "worker", person: null, identity: null, name: "Caisey", label: null } as const;
	return { it, core, run, put, ended, strike: () => strike(core, { run }, "retention", by, now) };
};

test("copies end behind the erasure of the bytes, so that none begun later has them", () => {
	const { run, put, strike } = erasing();
	strike();
	const inLane = put.flatMap(({ lane, body }) => (lane === `erase:${run}` ? body.type : []));
	expect(inLane).toEqual(["erase", "end-shares"]);
});

test("an erasure asks for copies of a session only if some were ever begun", async () => {
	const { it, core, ended } = erasing();
	await deliver({ type: "end-shares" }, core);
	expect(ended).toEqual([]);
	it.store.shared.mark();
	await deliver({ type: "end-shares" }, core);
	expect(ended).toEqual(["erased"]);
});
