// Plans that were read from their bytes, which never change: a plan may have a megabyte of scripts, and clocks and cards look at it at
// every step.
import { type Plan, readPlan } from "../../../../protocol/plan/plan.ts";

/** So many bytes of plans, and so many plans, are kept; what was used longest ago goes first. */
const most = { bytes: 8_000_000, plans: 64 };

export const keptPlans = () => {
	const kept = new Map<string, { plan: Plan; size: number }>();
	let size = 0;
	const forget = (digest: string): void => {
		size -= kept.get(digest)?.size ?? 0;
		kept.delete(digest);
	};
	return {
		/** The plan of this digest. */
		plan: (digest: string, read: () => Uint8Array): Plan => {
			const before = kept.get(digest);
			if (before) {
				kept.delete(digest);
				kept.set(digest, before);
				return before.plan;
			}
			const bytes = read();
			const plan = readPlan(bytes);
			kept.set(digest, { plan, size: bytes.length });
			size += bytes.length;
			for (const oldest of [...kept.keys()].slice(0, -1))
				if (size > most.bytes || kept.size > most.plans) forget(oldest);
			return plan;
		},
	};
};
