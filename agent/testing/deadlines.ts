// Grants whose time to start is nearly over when the agent takes them.
import { type Grant, grantBytes } from "../../protocol/plan/grant.ts";
import { type Plan, planBytes } from "../../protocol/plan/plan.ts";
import type { Peer } from "./peer.ts";
import { tried } from "./tries.ts";

type With = Pick<Peer, "makeGrant" | "offer" | "sendGrant" | "until" | "heard">;

/** Resolves once the agent has accepted such a plan, of which so many ms were left when it was challenged. An agent that was held up so
 * long rejects it, rightly: then with more time. */
export const acceptedInTime = (
	peer: With,
	make: () => Plan,
	least: number,
): Promise<{ plan: Plan; grant: Grant }> =>
	tried(async (tries) => {
		const plan = make();
		const startWithin = least * 4 ** tries;
		const grant = { ...peer.makeGrant(plan, await peer.offer(plan.id)), startWithin };
		peer.sendGrant(planBytes(plan), grantBytes(grant));
		const answer = await peer.until(() =>
			peer.heard.find((one) => (one.type === "accepted" || one.type === "refused") && one.plan === plan.id),
		);
		if (answer.type === "refused" && answer.code === "run-by")
			return { slow: `${answer.code} ${startWithin} ms. ${answer.reason}` };
		if (answer.type === "refused") throw new Error(answer.reason);
		return { answer: { plan, grant } };
	});
