// The plans of this agent: offered, granted, run, cancelled, finished.
import type { FromAgent } from "../protocol/wire.ts";
import { accountOf } from "./account.ts";
import type { Challenges } from "./challenges.ts";
import type { ControlListener } from "./control.ts";
import { type ExecuteParts, executePlan } from "./execute.ts";
import { words } from "./failure.ts";
import type { Enrolment } from "./identity.ts";
import { claimedPlan, type Granted, type GrantMessage, type Judge, judgeGrant } from "./judge.ts";
import { noShell } from "./launch.ts";
import { findShell } from "./shells.ts";

export type Plans = Omit<ControlListener, "rejected"> & {
	/** Tells of all plans that the Worker has every record of. */
	sayFinished: () => void;
};

export const openPlans = (
	parts: ExecuteParts,
	worker: Enrolment["worker"],
	boot: string,
	send: (message: FromAgent) => void,
): Plans => {
	const { journal, store, log } = parts;
	/** By plan, from the grant to the last step's end. */
	const cancels = new Map<string, AbortController>();
	/** Plans whose end was sent, and how many pongs came since: two mean that the Worker's side has it. */
	const told = new Map<string, number>();

	const sayFinished = () => {
		for (const plan of journal.finished()) {
			if (told.has(plan)) continue;
			send({ type: "finished", plan });
			told.set(plan, 0);
		}
	};
	const judge = (challenges: Challenges): Judge => ({
		endpoint: parts.endpoint,
		key: parts.key.raw,
		worker,
		consume: challenges.consume,
		knows: (id) => ("plan" in id ? journal.knows(id.plan) : journal.hasRun(id.run)),
		unable: async ({ shell, runAs }) => {
			if (!findShell(shell)) return noShell(shell);
			const account = await accountOf(runAs);
			return typeof account === "string" ? account : null;
		},
	});
	const accept = async ({ plan, grant }: Granted, cancel: AbortSignal) => {
		const { digest, runs } = grant;
		if (!store.decide(() => journal.accept(plan.id, digest, runs, boot)))
			throw new Error(`${plan.id} was accepted before`);
		send({ type: "accepted", plan: plan.id });
		log(`plan ${plan.id}: accepted`);
		await executePlan(parts, { plan, digest, runs }, cancel);
		log(`plan ${plan.id}: ended`);
	};
	const onGrant = async (message: GrantMessage, challenges: Challenges, claimed: string) => {
		const cancel = cancels.get(claimed) ?? new AbortController();
		const first = !cancels.has(claimed);
		cancels.set(claimed, cancel);
		try {
			const verdict = await judgeGrant(judge(challenges), message);
			if (verdict.ok) return await accept(verdict, cancel.signal);
			log(`plan ${claimed}: refused, ${verdict.reason}`);
			send({ type: "refused", plan: claimed, code: verdict.code, reason: verdict.reason });
		} finally {
			if (first) cancels.delete(claimed);
		}
	};
	return {
		sayFinished,
		welcomed() {
			told.clear();
			sayFinished();
		},
		offered(plan, challenges) {
			if (!journal.knows(plan)) return send({ type: "ready", plan, challenge: challenges.make(plan) });
			send({ type: "accepted", plan });
			if (journal.isFinished(plan)) send({ type: "finished", plan });
		},
		granted(message, challenges) {
			const claimed = claimedPlan(message.grant) ?? challenges.awaited().at(-1);
			if (claimed === undefined) return log("a grant came that names no plan; it was ignored");
			onGrant(message, challenges, claimed).catch((thrown) => log(`plan ${claimed}: ${words(thrown)}`));
		},
		cancelled: (plan, by) => cancels.get(plan)?.abort(by),
		answered() {
			for (const [plan, pongs] of told) {
				told.set(plan, pongs + 1);
				if (pongs !== 1) continue;
				store.write(() => journal.setTold(plan));
				told.delete(plan);
			}
		},
	};
};
