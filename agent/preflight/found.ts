// What is found about one step, before it is bounded for the plan; and where the step would run.
import type { Effect } from "../../protocol/plan/effects.ts";
import type { Shell } from "../../protocol/plan/plan.ts";
import type { ResolvedName, StepProblem } from "../../protocol/plan/preflight.ts";
import type { Account } from "../machine/account.ts";
import type { Environment } from "../machine/environment.ts";

export type Found = {
	/** False: nothing could parse it without running it. */
	parsed: boolean;
	problems: StepProblem[];
	names: ResolvedName[];
	/** All that it calls, by the names in its text; null: not all of it can be told. */
	calls: string[] | null;
	effects: Effect[];
};

export type Where = {
	shell: Shell;
	shellPath: string;
	account: Account;
	/** Goes before a program to become another user; else empty. */
	launcher: string[];
	cwd: string;
	/** The one that the step would get. */
	env: Environment;
	/** Aborted when the time is over. */
	over: AbortSignal;
	/** It makes way for what runs. */
	background?: boolean;
};
