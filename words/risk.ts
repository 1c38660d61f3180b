// Whether a plan is risky, in one line, from what is known before it runs. It only says what is so; people judge.
import type { InputKind, RunAs, Shell, Step } from "../protocol/plan/plan.ts";
import { hasAllRights } from "./accounts.ts";
import { asksNothing } from "./plan.ts";

type Risky = {
	shell: Shell;
	input: InputKind[];
	runAs: RunAs;
	steps: Pick<Step, "phase">[];
	endpoints: object[];
};

/** `Runs unattended, with full administrator rights, on 3 machines, without a check, can't be read here`. `accounts`: as whom the
 * agents say that they run. `unread`: why its reader doesn't see all of it as it is; null: they do. */
export const riskText = (plan: Risky, accounts: string[], unread: string | null): string =>
	[
		asksNothing(plan) ? "Runs unattended" : "May ask while it runs",
		rights(plan.runAs, accounts),
		...(plan.endpoints.length > 1 ? [`on ${plan.endpoints.length} machines`] : []),
		...(plan.steps.every(({ phase }) => phase === "command") ? ["without a check"] : []),
		...(unread === null ? [] : [unread]),
	].join(", ");

/** An agent's word can raise its rights here, but not lower them below its account's. */
const rights = (runAs: RunAs, accounts: string[]): string => {
	const all = "with full administrator rights";
	switch (runAs.kind) {
		case "agent":
			return accounts.some(hasAllRights) ? all : "with the rights of the agent's account";
		case "user":
			return hasAllRights(runAs.name) ? all : "with the rights of the user below";
		case "logged-on":
			return "with the rights of who is logged on";
	}
};
