// Whether a plan may restart its machine: the agent keeps secrets in memory alone.
import type { PlanDraft } from "../protocol/plan/plan.ts";
import { forgetsSecrets, secretsUsed } from "../protocol/plan/secret.ts";

/** Says what to do; null: nothing is wrong. */
export const restartProblem = (
	draft: Pick<PlanDraft, "restart" | "input" | "shell" | "steps">,
): string | null =>
	forgetsSecrets({ ...draft, secrets: secretsUsed(draft) })
		? "the agent forgets secrets then, and couldn't mask them in the checks after. Name no secret, and let no step ask for one"
		: null;
