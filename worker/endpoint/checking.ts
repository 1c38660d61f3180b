// Asks the agent what a plan's steps would be on its machine.
import { agentCan } from "../../domain/agents.ts";
import { base64 } from "../../protocol/bytes.ts";
import { preflightBytes, preflightMessage } from "../../protocol/plan/preflight-request.ts";
import type { Asked, EndpointAnswer } from "../contracts/endpoint.ts";
import { random, sign, workerKey } from "../keys/crypto.ts";
import { type Core, inDoubt } from "./core.ts";
import { unable } from "./preflights.ts";

export const preflight = async (core: Core, asked: Asked): Promise<EndpointAnswer> => {
	const self = core.store.self();
	if (!self?.online || core.sockets.live().length === 0) return { state: "offline" };
	if (inDoubt(core)) return unable("not-confirmed");
	if (!agentCan(self.inventory.agentVersion, "preflight")) return unable("agent-too-old");
	const nonce = base64(random(32));
	const { keyId } = await workerKey(core.env);
	const bytes = preflightBytes({ v: 1, keyId, endpoint: self.id, nonce, ...asked });
	const signature = await sign(core.env, preflightMessage(bytes));
	const answer = core.preflights.answer(nonce, asked.withinMs);
	core.sockets.tell({ type: "preflight", request: base64(bytes), signature });
	return answer;
};
