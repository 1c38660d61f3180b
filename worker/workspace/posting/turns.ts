// Until when messages wait for their next turn, by the rate that they count against. In memory: a new object asks the rate again.

export type Turns = ReturnType<typeof newTurns>;

export const newTurns = () => {
	const waits = new Map<string, { bucket: string; urgency: number; at: number }>();
	return {
		/** All that counts against this rate, and is no more urgent, waits. */
		wait: (bucket: string, at: number, urgency: number): void => {
			const key = `${urgency} ${bucket}`;
			waits.set(key, { bucket, urgency, at: Math.max(at, waits.get(key)?.at ?? 0) });
		},
		/** As JSON text, for a query. */
		all: (): string => JSON.stringify([...waits.values()]),
		/** Forgets those that are over. */
		forget: (now: number): void => {
			for (const [key, { at }] of waits) if (at <= now) waits.delete(key);
		},
	};
};

/** When a row has its turn, by the waits in the parameter ?1. `row`: the name of a table with the row's bucket and urgency. */
export const turnOf = (row: string): string => `coalesce((
	SELECT max(value ->> 'at') FROM json_each(?1)
	WHERE value ->> 'bucket' = ${row}.bucket AND value ->> 'urgency' <= ${row}.urgency), 0)`;
