// An endpoint's agent that says what it likes about its machine: its key and its connection are real.

import { openControl } from "../../../agent/connection/control.ts";
import { folderAt } from "../../../agent/home/folder.ts";
import { readIdentity } from "../../../agent/home/identity.ts";
import { defaults } from "../../../agent/home/settings.ts";
import { takeInventory } from "../../../agent/machine/inventory.ts";
import { agentPaths, type Inventory } from "../../../protocol/wire.ts";
import type { World } from "../world.ts";

/** Stops the endpoint's own agent, and resolves once the Worker has welcomed one that claims this. */
export const claim = async (world: World, claims: Partial<Inventory>, name = "CLIENT-ACCT-01") => {
	await world.agent(name).stop();
	const identity = readIdentity(folderAt(world.stateOf(name)));
	if (!identity.ok) throw new Error(identity.error);
	const { enrolment, key } = identity;
	const inventory = { ...(await takeInventory()), ...claims };
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
			log: ignored,
		},
		{
			welcomed: () => resolve(),
			rejected: (reason) => reject(new Error(reason)),
			offered: ignored,
			granted: ignored,
			cancelled: ignored,
			answered: ignored,
		},
	);
	await welcomed;
	return control;
};
