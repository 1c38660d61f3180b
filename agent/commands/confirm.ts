// The last step of an enrollment: connects with the new key, as the agent will. Only then the token is spent.
import { agentPaths, type Inventory } from "../../protocol/wire.ts";
import { openControl } from "../connection/control.ts";
import type { Way } from "../connection/way.ts";
import type { Enrolment } from "../home/identity.ts";
import type { AgentKey } from "../home/keys.ts";
import { newRuntime } from "../home/runtime.ts";
import type { Settings } from "../home/settings.ts";
import { identityOf } from "../machine/identity.ts";

export type Confirmed = { ok: true } | { ok: false; rejected: boolean; why: string };

export const confirm = async (
	{ url, endpoint }: Enrolment,
	key: AgentKey,
	inventory: Inventory,
	{ way, settings }: { way: Way; settings: Settings },
): Promise<Confirmed> => {
	const { host, ...itself } = await identityOf(endpoint);
	// The agent's journal counts from its first start.
	const machine = () => ({ ...itself, host: host(), count: null, at: Date.now() });
	const { promise, resolve } = Promise.withResolvers<Confirmed>();
	const not = (why: string, rejected: boolean) => resolve({ ok: false, rejected, why });
	let tries = 0;
	const control = openControl(
		{
			...{ endpoint, key, settings, way, runtime: newRuntime(), log: () => {} },
			url: `${url.replace(/^http/, "ws")}${agentPaths.control(endpoint)}`,
			...{ inventory: () => inventory, plans: () => [], machine },
		},
		{
			welcomed: () => resolve({ ok: true }),
			rejected: (why) => not(why, true),
			broke: (why) => {
				tries += 1;
				if (tries === mostTries) not(why, false);
			},
			// What is offered now waits for the agent.
			...{
				offered: () => {},
				granted: () => {},
				cancelled: () => {},
				told: () => {},
				asked: () => {},
				answered: () => {},
				sealingKeyAsked: () => {},
				approversNamed: () => {},
			},
		},
	);
	return promise.finally(control.close);
};

const mostTries = 2;
