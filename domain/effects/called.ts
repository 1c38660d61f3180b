// Commands of sh, bash and cmd as a parser finds them in a step's text: what the table of effects judges.

/** `text` without its quotes, as the command gets it, as far as it can be known; `constant`: that is all of it. */
export type CalledWord = {
	text: string;
	constant: boolean;
	/** It may become several words, each of any kind: `$x` without quotes. */
	splits?: boolean;
};

export type Called = {
	/** The command's name and its arguments. Empty: only assignments or redirections. */
	words: CalledWord[];
	/** The names of the variables that are set in front of it: `LD_PRELOAD`. */
	assigned: string[];
	/** Files that the shell itself opens for it; no descriptors (`2>&1`). */
	redirected: { writes: boolean; to: CalledWord }[];
	/** The command whose output it reads, by its name; null: none. */
	reads: string | null;
};

/** All commands of a step, also those inside functions, substitutions and subshells, in the order of its text. */
export type Calls = {
	calls: Called[];
	/** The functions that the step itself defines. */
	functions: string[];
	/** Those that it defines in any case, and before it calls anything of that name. */
	defined: string[];
	/** Parts in which the shell may run what a value holds: `$((x))`. Missing: the shell has none. */
	evaluated?: string[];
	/** False: some of it could not be parsed, so there may be more commands than these. */
	whole: boolean;
};
