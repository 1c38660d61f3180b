// What of a plan's approval is not in its votes: what let it run without them, and that it starts later than it says.
import { z } from "zod";
import { RuledBy } from "../../../../protocol/plan/standing.ts";
import { thingsOf } from "../../../durable/things.ts";

const RulingRow = z.object({
	plan: z.string(),
	/** Null: people voted. */
	ruled: RuledBy.nullable(),
	/** No step starts before that; null: as the plan says. */
	from: z.int().nullable(),
});
export type RulingRow = z.infer<typeof RulingRow>;

export const rulingsTable = (sql: SqlStorage) => {
	const rulings = thingsOf(sql, "ruling", RulingRow);
	return {
		keep: (ruling: RulingRow): void => rulings.add(ruling.plan, ruling),
		/** Null: nothing but votes, and the plan's own times. */
		of: (plan: string): RulingRow | null => rulings.get(plan),
		all: (): RulingRow[] => rulings.all(),
		arePlaced: (): boolean => rulings.arePlaced(({ plan }) => plan),
	};
};
