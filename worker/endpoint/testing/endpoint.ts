// An endpoint in a test: its real tables, and what it would report, kept.
import { migrate } from "../../durable/sql.ts";
import type { Env } from "../../env.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import type { Core, EndpointOutbox } from "../core.ts";
import { newOffers } from "../offers.ts";
import { endpointStore, migrations } from "../store.ts";

/** An endpoint whose agent isn't there, with its real tables. */
export const endpoint = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const told: EndpointOutbox[] = [];
	const core: Core = {
		env: {} as Env,
		store: endpointStore(storage.sql),
		sockets: { live: () => [], tell: () => {}, rejectAll: () => {} },
		offers: newOffers(),
		change: (write) => write(),
		put: (_key, _lane, body) => void told.push(body),
		wake: () => {},
	};
	return { core, told };
};
