// An Endpoint's tables and sockets for tests of its rules, without a Worker around them.
import type { Inventory, ToAgent } from "../../../protocol/wire.ts";
import { migrate } from "../../durable/sql.ts";
import type { Env } from "../../env.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import type { Core, EndpointOutbox } from "../core.ts";
import { newOffers } from "../offers.ts";
import { newPreflights } from "../preflights.ts";
import { type Attachment, attach, socketsOf } from "../sockets.ts";
import { endpointStore, migrations } from "../store.ts";

export const inventory: Inventory = {
	hostname: "FRONT-01",
	os: "Linux",
	arch: "x64",
	agentVersion: "0",
	user: "root",
	elevated: true,
	loggedOn: [],
	shells: [],
	bootId: "b",
};

/** A socket that keeps what it was sent. */
export const socketAs = (attachment: Attachment) => {
	let kept: unknown;
	const it = {
		sent: [] as ToAgent[],
		readyState: 1,
		serializeAttachment: (value: unknown) => {
			kept = value;
		},
		deserializeAttachment: () => kept,
		send: (text: string) => void it.sent.push(JSON.parse(text)),
		close: () => {
			it.readyState = 2;
		},
	};
	const socket = it as unknown as WebSocket;
	attach(socket, attachment);
	return { it, socket };
};

/** An enrolled endpoint with its real tables, which keeps what it would report. */
export const endpointWith = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = endpointStore(storage.sql);
	store.enroll({ id: "e_g0000000000000001", client: "c_g0000000000000001", key: "k", inventory });
	const put: EndpointOutbox[] = [];
	const open: WebSocket[] = [];
	const pings = new Map<WebSocket, Date>();
	const core: Core = {
		env: {} as Env,
		store,
		sockets: socketsOf({
			getWebSockets: () => open,
			getWebSocketAutoResponseTimestamp: (socket) => pings.get(socket) ?? null,
		}),
		offers: newOffers(),
		preflights: newPreflights(),
		lookedAt: 0,
		change: (write) => storage.transactionSync(write),
		put: (_key, _lane, body) => void put.push(body),
		wake: () => {},
	};
	return { core, store, put, open, pings };
};
