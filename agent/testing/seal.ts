// Seals secrets as the console's page does.
import { sealAnswer, sealFor } from "../../console/app/secrets/seal.ts";
import { fromUtf8 } from "../../protocol/bytes.ts";
import { type Plan, planBytes } from "../../protocol/plan/plan.ts";
import type { GivenAnswer } from "../../protocol/prompt.ts";
import type { SealedSecret, SealingKey } from "../../protocol/sealing.ts";

/** `agentKey`: the endpoint's public key, base64. */
export const sealedFor = async (
	plan: Plan,
	{ agentKey, sealing }: { agentKey: string; sealing: SealingKey },
	values: Record<string, string>,
): Promise<SealedSecret[]> => {
	const [{ id: endpoint, key: fingerprint } = { id: "", key: "" }] = plan.endpoints;
	const secrets = Object.entries(values).map(([name, value]) => ({ name, value }));
	const about = { plan: plan.id, text: fromUtf8(planBytes(plan)) };
	return (await sealFor(about, fingerprint, { endpoint, key: agentKey, sealing }, secrets)).secrets;
};

type Sealer = { state: { agentKey: string }; sealingKey: () => Promise<SealingKey> };

/** To question `question` of that run. */
export const sealedAnswer = async (
	peer: Sealer,
	plan: Plan,
	run: string,
	question: number,
	value: string,
): Promise<GivenAnswer> => {
	const [{ id: endpoint, key: fingerprint } = { id: "", key: "" }] = plan.endpoints;
	const about = { plan: plan.id, text: fromUtf8(planBytes(plan)), session: plan.session, run, question };
	const told = { endpoint, key: peer.state.agentKey, sealing: await peer.sealingKey() };
	return { is: "secret", sealed: await sealAnswer(about, fingerprint, told, value) };
};
