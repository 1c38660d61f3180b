// Who took part in a session, so that no one has to look through its events.
import { z } from "zod";
import { thingsOf } from "../../durable/things.ts";

const Participants = z.object({ people: z.array(z.string()) });
/** All in one, which is read and written as a whole. */
const key = "all";

export const participantsTable = (sql: SqlStorage) => {
	const kept = thingsOf(sql, "participant", Participants);
	return {
		/** In the order in which they came; null: they have to be gathered. */
		read: (): string[] | null => kept.get(key)?.people ?? null,
		keep: (people: string[]): void => {
			kept.add(key, { people });
			kept.set(key, { people });
		},
		/** What one of them did was erased: it may have been all. */
		forget: (): void => kept.drop(key),
	};
};
