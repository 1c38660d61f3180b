// No agent takes a plan whose secrets no one has entered: both judges hold the events to that.
import { expect, test } from "vitest";
import { workerKey } from "../../keys/crypto.ts";
import { record } from "../record.ts";
import { accepted } from "../run/delivered.ts";
import { signSessionHead } from "../show/posted.ts";
import { ada } from "../testing/session.ts";
import {
	approved,
	emptySession,
	exportOf,
	later,
	opened,
	proposed,
	runtime,
	sourceOf,
	talkBy,
} from "./testing/making.ts";
import { ask } from "./testing/script.ts";
import { judged } from "./testing/stored.ts";

const judgedWith = async (order: ("entered" | "accepted")[]) => {
	const it = emptySession(1);
	opened(it);
	const on = it.machines.slice(0, 1);
	for (const one of on) one.inventory = { ...one.inventory, agentVersion: "0.3.0" };
	const plan = proposed(it, "psql {{secret:db}}", on);
	approved(it, plan);
	const { core, clock } = it;
	const acts = {
		entered: () => {
			record(core, later(clock), talkBy(ada), { kind: "secrets.entered", plan, names: ["db"] });
		},
		accepted: () => {
			core.store.deliveries.set(plan, on[0]?.id ?? "", "granted", null);
			accepted(core, plan, on[0]?.id ?? "", runtime, later(clock));
		},
	};
	for (const act of order) core.change(() => acts[act]());
	await signSessionHead(core, later(clock));
	const made = { ...it, source: sourceOf(it), key: await workerKey(it.env) };
	const outside = await ask(await exportOf(made), made.key.key);
	const inside = await judged(made, () => {});
	return {
		outside: outside.lines.filter((line) => line.startsWith("BROKEN")),
		inside: inside.ok ? [] : inside.said,
	};
};

test("both accept a plan that an agent took after its secrets were entered", async () => {
	expect(await judgedWith(["entered", "accepted"])).toEqual({ outside: [], inside: [] });
});

test.each([[["accepted", "entered"] as const], [["accepted"] as const]])(
	"neither accepts %j",
	async (order) => {
		const { outside, inside } = await judgedWith([...order]);
		expect(outside).toEqual([expect.stringMatching(/whose secrets no one had entered$/)]);
		expect(inside).toContainEqual(expect.stringMatching(/whose secrets no one had entered$/));
	},
);
