// Whether a plan's steps name secrets only where their shells put them: judged when it is proposed.
import type { PlanDraft } from "../protocol/plan/plan.ts";
import { secretsUsed } from "../protocol/plan/secret.ts";
import { mostSecrets } from "../protocol/plan/secret-name.ts";
import { secretPlaces, type Unfit } from "../protocol/plan/secret-places.ts";

export type SecretProblem = { secret: string; why: Unfit | "argument" | "bad-name" | "too-many" };

/** The first one; null: all are fine. */
export const secretProblem = (draft: Pick<PlanDraft, "shell" | "steps">): SecretProblem | null => {
	const used = secretsUsed(draft);
	if (used.length > mostSecrets) return { secret: used[mostSecrets] ?? "", why: "too-many" };
	for (const { command, script } of draft.steps) {
		const problem =
			misnamed(command) ??
			secretPlaces(draft.shell, command).flatMap(({ name, unfit }) =>
				unfit ? [{ secret: name, why: unfit }] : [],
			)[0] ??
			(script?.arguments ?? []).flatMap(inArgument)[0];
		if (problem) return problem;
	}
	return null;
};

/** What was meant for a secret's name, and is none. */
const misnamed = (text: string): SecretProblem | undefined => {
	const all = [...text.matchAll(/\{\{\s*secret\b([^{}\n]{0,60})\}\}/gi)];
	const wrong = all.find(([whole]) => !/^\{\{secret:[a-z][a-z0-9-]{0,31}\}\}$/.test(whole));
	return wrong && { secret: (wrong[1] ?? "").replace(/^[\s:]+|\s+$/g, ""), why: "bad-name" };
};

const inArgument = (text: string): SecretProblem[] => {
	const name = /\{\{\s*secret\b[\s:]*([^{}\n]{0,60})\}\}/i.exec(text)?.[1];
	return name === undefined ? [] : [{ secret: name.trim(), why: "argument" }];
};
