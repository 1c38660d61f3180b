// What a schedule came to: the bundle's only contract with what runs it.

export type Outcome = {
	seed: number;
	/** What does not hold, in words; empty: all does. */
	problems: string[];
	/** Tasks that were done. */
	steps: number;
	/** What happened, line by line; empty if it was not asked for. */
	trace: string[];
	stats: Record<string, number>;
};

export type Simulation = { simulate: (seed: number, traced?: boolean) => Promise<Outcome> };
