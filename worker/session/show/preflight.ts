// What a plan's endpoints said of its steps beforehand, for its card.
import { agentCan } from "../../../domain/agents.ts";
import { machineSays } from "../../../domain/preflight.ts";
import type { Plan } from "../../../protocol/plan/plan.ts";
import type { MachineSays } from "../../../protocol/read/preflight-view.ts";
import type { Core } from "../core.ts";

/** Of a plan that has nothing of it, those that are still too old for it are the reason. */
export const machinesSay = (core: Core, { preflight, endpoints }: Plan): MachineSays[] => {
	if (preflight === null) return tooOld(core, endpoints);
	return preflight.endpoints.map((one) =>
		machineSays(one, endpoints.find(({ id }) => id === one.endpoint)?.name ?? one.endpoint),
	);
};

const tooOld = (core: Core, endpoints: Plan["endpoints"]): MachineSays[] =>
	endpoints.flatMap(({ id, name }) => {
		const known = core.self().snapshot.endpoints.find((one) => one.id === id);
		const old = known && !agentCan(known.inventory.agentVersion, "preflight");
		return old ? [{ state: "unable", endpoint: name, because: "agent-too-old", detail: null }] : [];
	});
