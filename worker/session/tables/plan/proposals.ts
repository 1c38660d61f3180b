// Proposals whose endpoints are asked what the steps are there: kept until they become plans.
import { z } from "zod";
import { Proposed } from "../../../contracts/values/proposed.ts";
import { json } from "../../../durable/columns.ts";
import { thingsOf } from "../../../durable/things.ts";

/** `intent`: as JSON text. */
const Row = z.object({ once: z.string(), intent: z.string(), due: z.int() });

export const proposalsTable = (sql: SqlStorage) => {
	const proposals = thingsOf(sql, "proposal", Row);
	return {
		/** Until then, in ms since 1970, someone waits for the answers; the same wish may come again. */
		keep: (intent: Proposed, due: number): void => {
			const text = JSON.stringify(intent);
			if (proposals.get(intent.once)) proposals.set(intent.once, { intent: text });
			else proposals.add(intent.once, { once: intent.once, intent: text, due });
		},
		has: (once: string): boolean => proposals.get(once) !== null,
		drop: (once: string): void => proposals.drop(once),
		/** Those that no one waits for any more. */
		overdue: (now: number): string[] =>
			proposals
				.all()
				.filter(({ due }) => due <= now)
				.map(({ once }) => once),
		/** Throws where it can't be read. */
		get: (once: string): Proposed | null => {
			const found = proposals.get(once);
			return found && json(Proposed).parse(found.intent);
		},
		nextDue: (): number | null => {
			const times = proposals.all().map(({ due }) => due);
			return times.length > 0 ? Math.min(...times) : null;
		},
	};
};
