// The keys of all agents that any plan named, as they were when it was proposed.
import { z } from "zod";
import { thingsOf } from "../../durable/things.ts";

const KeyRow = z.object({ endpoint: z.string(), key: z.string() });

export const endpointKeysTable = (sql: SqlStorage) => {
	const keys = thingsOf(sql, "endpoint-key", KeyRow);
	return {
		/** The first one of an endpoint stays. */
		keep: (endpoint: string, key: string) => keys.add(endpoint, { endpoint, key }),
		all: () => keys.all(),
		arePlaced: (): boolean => keys.arePlaced(({ endpoint }) => endpoint),
	};
};
