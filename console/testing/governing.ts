// A client without standing approvals, where any may be given, and without changes that wait for an approver.
import type { ConsoleOptions } from "../options.ts";

export const memoryGoverning: Pick<ConsoleOptions, "standings" | "amendments"> = {
	standings: {
		of: async () => [],
		give: async () => ({ ok: true, standing: "a_g0000000000000001" }),
		change: async () => ({ ok: true }),
	},
	amendments: {
		of: async () => [],
		answer: async () => ({ ok: true }),
		toSign: async () => ({ challenge: "c2lnbg", credentials: ["a2V5"] }),
	},
};
