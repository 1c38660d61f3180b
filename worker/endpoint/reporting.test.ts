// What an endpoint reports to its client's audit log is there once, however often it is delivered; what it refused last, in its state.
import { expect, test } from "vitest";
import { migrations } from "../client/tables.ts";
import { auditTable } from "../durable/audit.ts";
import { migrate } from "../durable/sql.ts";
import type { Env } from "../env.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { disk, distrusted } from "./connecting.ts";
import { refused } from "./delivering.ts";
import { deliver } from "./reporting.ts";
import { endpointWith } from "./testing/endpoint.ts";

/** Delivers all that was put, each twice: the first answer was lost. */
const deliverTwice = async ({ core, put }: ReturnType<typeof endpointWith>) => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const log = auditTable(storage.sql);
	const client = {
		endpointSeen: async () => {},
		auditEndpoint: async (who: string, what: string, detail: string, once?: string) =>
			log.add({ kind: "machine", who, what, detail, once }, 1),
	};
	const env = { CLIENT: { getByName: () => client } } as unknown as Env;
	for (const body of put) for (const _ of ["lost", "heard"]) await deliver({ ...core, env }, body);
	return log.list(0, 10).map(({ what }) => what);
};

test("an agent that doesn't obey the Worker's key is in the log once", async () => {
	const endpoint = endpointWith();
	distrusted(endpoint.core, { type: "distrusts", key: "k", reason: "It pinned another." });
	expect(await deliverTwice(endpoint)).toEqual(["does not obey the Worker's key"]);
});

test("grants that an agent refused, of plans that aren't for it, are in the log once each", async () => {
	const endpoint = endpointWith();
	for (const plan of ["a", "b"])
		refused(endpoint.core, {
			type: "refused",
			session: null,
			plan,
			code: "challenge",
			reason: "not current",
		});
	expect(await deliverTwice(endpoint)).toEqual(["refused a grant", "refused a grant"]);
});

test("what an agent says of its disk is in what its client hears, as long as the agent is there and its machine is the endpoint's", async () => {
	const { core, store } = endpointWith();
	const said: unknown[] = [];
	const client = { endpointSeen: async ({ disk }: { disk: unknown }) => void said.push(disk) };
	const env = { CLIENT: { getByName: () => client } } as unknown as Env;
	const tells = () => deliver({ ...core, env }, { type: "seen" });
	store.seen(null, true, 1);
	await tells();
	disk(core, "full");
	await tells();
	store.seen(null, false, 2);
	await tells();
	store.seen(null, true, 3);
	const machine = { host: "COPY-7", id: null, boot: "", count: 1, at: 3 };
	store.machine.pin(machine);
	store.machine.hold({ because: ["host"], from: "FRONT-01", to: "COPY-7", since: 3 }, machine);
	disk(core, "room");
	await tells();
	expect(said).toEqual(["room", "full", "room", "room"]);
});

test("what an agent refused last is in what its client hears of the endpoint", async () => {
	const { core, store } = endpointWith();
	const heard: unknown[] = [];
	const client = { endpointSeen: async ({ refused }: { refused: unknown }) => void heard.push(refused) };
	const env = { CLIENT: { getByName: () => client } } as unknown as Env;
	await deliver({ ...core, env }, { type: "seen" });
	refused(core, { type: "refused", session: null, plan: "a", code: "run-by", reason: "too late" });
	await deliver({ ...core, env }, { type: "seen" });
	distrusted(core, { type: "distrusts", key: "k", reason: "It pinned another." });
	await deliver({ ...core, env }, { type: "seen" });
	const at = expect.any(Number);
	expect(heard).toEqual([
		null,
		{ at, code: "run-by", reason: "too late", plan: "a" },
		{ at, code: "key", reason: "It pinned another.", plan: null },
	]);
	expect(store.self()?.refused?.code).toBe("key");
});
