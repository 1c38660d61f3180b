// Which notices in chat have the words of an event: they go with it if it is erased.
import { z } from "zod";
import { keyOf, thingsOf } from "../../../durable/things.ts";

const QuotingRow = z.object({ notice: z.string() });

export const quotingTable = (sql: SqlStorage) => {
	const quoting = thingsOf(sql, "quoting", QuotingRow);
	return {
		/** `seq`: the number of the event. */
		add: (seq: number, notice: string): void => quoting.add(keyOf(String(seq), notice), { notice }),
		noticesOf: (seq: number): string[] => quoting.under(String(seq)).map(({ notice }) => notice),
	};
};
