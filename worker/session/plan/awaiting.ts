// What an approved plan still waits for before it is on its way.
import type { PlanRow } from "../tables/plan/plans.ts";

/** Whether it is approved, and waits for someone to enter its secrets. */
export const awaitsSecrets = ({
	state,
	plan,
	secrets,
}: Pick<PlanRow, "state" | "plan" | "secrets">): boolean =>
	state === "approved" && plan.secrets.length > 0 && secrets === null;
