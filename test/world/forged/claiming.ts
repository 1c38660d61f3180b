// An endpoint's agent that says what it likes about its machine: its key and its connection are real.

import { openControl } from "../../../agent/connection/control.ts";
import { folderAt } from "../../../agent/home/folder.ts";
import { readIdentity } from "../../../agent/home/identity.ts";
import { defaults } from "../../../agent/home/settings.ts";
import { identityOf } from "../../../agent/machine/identity.ts";
import { takeInventory } from "../../../agent/machine/inventory.ts";
import type { Machine } from "../../../protocol/machine.ts";
import { agentPaths, type Inventory } from "../../../protocol/wire.ts";
import type { World } from "../world.ts";

/** Stops the endpoint's own agent, and resolves once the Worker has welcomed one that claims this. */
export const claim = async (
	world: World,
	claims: Partial<Inventory>,
	name = "CLIENT-ACCT-01",
	elsewhere: Partial<Machine> = {},
) => {
	await world.agent(name).stop();
	const identity = readIdentity(folderAt(world.stateOf(name)));
	if (!identity.ok) throw new Error(identity.error);
	const { enrolment, key } = identity;
	const inventory = { ...(await takeInventory()), ...claims };
	const { host, ...itself } = await identityOf(enrolment.endpoint);
	const machine = { ...itself, host: host(), count: null, ...elsewhere };
	const offers: string[] = [];
	const { promise: welcomed, resolve, reject } = Promise.withResolvers<void>();
	const ignored = () => {};
	const control = openControl(
		{
			url: `${world.workerUrl.replace("http", "ws")}${agentPaths.control(enrolment.endpoint)}`,
			endpoint: enrolment.endpoint,
			runtime: "caisey-runtime-7a3f-dc2",
			key,
			way: { proxy: null, options: {} },
			settings: defaults,
			inventory: () => inventory,
			plans: () => [],
			machine: () => ({ ...machine, at: Date.now() }),
			log: ignored,
		},
		{
			welcomed: () => resolve(),
			rejected: (reason) => reject(new Error(reason)),
			offered: (plan) => void offers.push(plan),
			granted: ignored,
			cancelled: ignored,
			told: ignored,
			asked: ignored,
			answered: ignored,
			sealingKeyAsked: ignored,
			approversNamed: ignored,
		},
	);
	await welcomed;
	return { ...control, offers };
};
