// A client without standing approvals, where any may be given.
import type { ConsoleOptions } from "../options.ts";

export const memoryStandings: ConsoleOptions["standings"] = {
	of: async () => [],
	give: async () => ({ ok: true, standing: "a_g0000000000000001" }),
	change: async () => ({ ok: true }),
};
