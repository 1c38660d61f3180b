// Which texts of a plan's card someone who decides was shown for them alone.
import { z } from "zod";
import { thingsOf } from "../../../durable/things.ts";

const Served = z.object({ digests: z.array(z.string()) });

export const servedTable = (sql: SqlStorage) => {
	const served = thingsOf(sql, "served", Served);
	return {
		of: (plan: string): string[] => served.get(plan)?.digests ?? [],
		keep: (plan: string, digests: string[]): void => {
			served.add(plan, { digests });
			served.set(plan, { digests });
		},
	};
};
