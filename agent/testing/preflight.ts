// Asks a running agent what steps would be there, as the Worker does.
import { randomBytes } from "node:crypto";
import { base64 } from "../../protocol/bytes.ts";
import type { PreflightAnswer } from "../../protocol/plan/preflight.ts";
import {
	type PreflightRequest,
	preflightBytes,
	preflightMessage,
} from "../../protocol/plan/preflight-request.ts";
import type { Peer } from "./peer.ts";
import { tried } from "./tries.ts";

/** A check makes way for all else that runs: on a busy machine it is asked for again when it took too long. */
export const untilChecked = (ask: () => Promise<PreflightAnswer>): Promise<PreflightAnswer> =>
	tried(async () => {
		const answer = await ask();
		return answer.state === "unable" && answer.because === "too-slow"
			? { slow: `${answer.because} ${answer.detail ?? ""}` }
			: { answer };
	});

export const askedBeforehand = (
	peer: Peer,
	asked: Pick<PreflightRequest, "shell" | "steps">,
): Promise<PreflightAnswer> => untilChecked(() => askedOnce(peer, asked));

const askedOnce = async (
	peer: Peer,
	asked: Pick<PreflightRequest, "shell" | "steps">,
): Promise<PreflightAnswer> => {
	await peer.until(() => peer.state.control && peer.state.hellos.length > 0);
	const nonce = randomBytes(32).toString("base64");
	const about = {
		v: 1,
		keyId: peer.state.worker.keyId,
		endpoint: peer.endpoint,
		nonce,
		withinMs: 60_000,
	} as const;
	const bytes = preflightBytes({ ...about, runAs: { kind: "agent" }, cwd: null, ...asked });
	peer.send({ type: "preflight", request: base64(bytes), signature: peer.signed(preflightMessage(bytes)) });
	return peer.until(() => {
		const found = peer.heard.find((one) => one.type === "preflighted" && one.nonce === nonce);
		return found?.type === "preflighted" ? found.answer : undefined;
	});
};
