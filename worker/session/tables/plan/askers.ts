// Who asked about a plan from their own copy of its card, and hears what is written in the thread until it is decided.
import { z } from "zod";
import { keyOf, thingsOf } from "../../../durable/things.ts";

const AskerRow = z.object({
	plan: z.string(),
	/** Their id. */
	person: z.string(),
	/** How many messages may still be passed on to them. */
	left: z.int(),
});
export type AskerRow = z.infer<typeof AskerRow>;

const keyFrom = ({ plan, person }: Pick<AskerRow, "plan" | "person">): string => keyOf(plan, person);

export const askersTable = (sql: SqlStorage) => {
	const askers = thingsOf(sql, "asker", AskerRow);
	return {
		/** Also if they asked before. */
		put: (asker: AskerRow): void => {
			askers.add(keyFrom(asker), asker);
			askers.set(keyFrom(asker), { left: asker.left });
		},
		drop: (asker: AskerRow): void => askers.drop(keyFrom(asker)),
		all: (): AskerRow[] => askers.all(),
	};
};
