// Why a command of the agent failed: a sentence for people, an exit code for programs.

/** The exit codes of `caisey-agent`; docs/agent.md lists them. */
export const exitCodes = { failed: 1, usage: 2, notEnrolled: 3, inUse: 4, rejected: 5 } as const;

/** `error` says what is wrong and what to do next. */
export type Failure = { ok: false; error: string; exit: number };

export const failure = (exit: keyof typeof exitCodes, error: string): Failure => ({
	ok: false,
	error,
	exit: exitCodes[exit],
});

/** The message of anything thrown. */
export const words = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
