// What a command of the agent can't do: said to a person, and as an exit code to a program.

/** What `caisey-agent` exits with; documented in docs/agent.md. */
export const exitCodes = { failed: 1, usage: 2, notEnrolled: 3, inUse: 4, rejected: 5 } as const;

/** `error` says what is wrong and what to do next. */
export type Failure = { ok: false; error: string; exit: number };

export const failure = (exit: keyof typeof exitCodes, error: string): Failure => ({
	ok: false,
	error,
	exit: exitCodes[exit],
});

/** The words of a thing that was thrown. */
export const words = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
