// Deputies in memory, for tests of their page.
import type { AwayView } from "../away/view.ts";
import type { ConsoleOptions } from "../options.ts";

export type MemoryAway = {
	views: AwayView[];
	/** Those that were named. */
	named: { client: string; deputy: string | null; until: number | null }[];
	options: ConsoleOptions["away"];
};

export const memoryAway = (): MemoryAway => {
	const it: MemoryAway = {
		views: [],
		named: [],
		options: {
			of: async () => it.views,
			name: async (_me, client, wish) => {
				it.named.push({ client, ...wish });
				return { ok: true };
			},
		},
	};
	return it;
};
