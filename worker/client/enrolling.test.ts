// What an enrollment token is worth, and until when.
import { beforeEach, expect, test } from "vitest";
import { Policy } from "../../protocol/people.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import { inventory } from "../endpoint/testing/endpoint.ts";
import type { Env } from "../env.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { activate, ask, tokenHash } from "./enrolling.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";

const hour = 3_600_000;
const name = "FRONT-01";

let store: ClientStore;
let made: string[];
let retired: string[];
let known: string[];
const DIRECTORY = { getByName: () => ({ keepKnown: async (id: string) => void known.push(id) }) };
let core: Parameters<typeof ask>[0];
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = clientStore(storage.sql);
	store.configure({
		id: "c_g0000000000000001",
		name: "Acme Dental",
		policy: Policy.parse({}),
		people: [],
		channels: [],
		revision: 1,
		msp: Msp.parse({}),
		endpoints: [{ name, description: "" }],
	});
	made = [];
	retired = [];
	known = [];
	const object = { enrolled: async ({ id }: { id: string }) => void made.push(id) };
	core = {
		env: { ENDPOINT: { getByName: () => object }, DIRECTORY } as unknown as Env,
		store,
		change: (write) => storage.transactionSync(write),
		retire: (endpoint) => void retired.push(endpoint),
	};
});

const issue = (token: string, at: number) => store.addToken(tokenHash(token), name, at + 24 * hour, at);
const keyOf = (machine: number) => Buffer.alloc(32, machine).toString("base64");
const asks = (token: string, machine: number, at: number) =>
	ask(core, { v: 1, token, key: keyOf(machine), inventory }, at);
const asked = async (token: string, machine: number, at: number): Promise<string> => {
	const answer = await asks(token, machine, at);
	if (!answer.ok) throw new Error(answer.error);
	return answer.endpoint;
};
const no = (error: string) => ({ ok: false, error: expect.stringContaining(error) });

test("a machine that asked in time cannot connect as the endpoint once its token has expired, nor ask again", async () => {
	issue("one", 0);
	const late = await asked("one", 1, hour);
	expect(activate(core, late, 25 * hour)).toEqual(no("this enrollment token has expired"));
	expect(await asks("one", 1, 25 * hour)).toEqual(no("this enrollment token has expired"));
	expect(store.endpoints()).toEqual([]);
});

test("a machine that asked just in time has a few minutes to connect", async () => {
	issue("one", 0);
	const last = await asked("one", 1, 24 * hour - 1);
	expect(await asked("one", 1, 24 * hour + 60_000)).toBe(last);
	expect(activate(core, last, 24 * hour + 60_000)).toEqual({ ok: true });
	expect(await asked("one", 1, 48 * hour)).toBe(last);
	expect(activate(core, last, 48 * hour)).toEqual({ ok: true });
});

test("a machine that asked with a leaked token cannot replace the one that enrolled with a newer token", async () => {
	issue("leaked", 0);
	const thief = await asked("leaked", 1, hour);
	issue("newer", 2 * hour);
	expect(activate(core, thief, 2 * hour)).toMatchObject({ ok: false });
	const real = await asked("newer", 2, 3 * hour);
	expect(activate(core, real, 3 * hour)).toEqual({ ok: true });
	for (const at of [3 * hour, 60 * 24 * hour]) expect(activate(core, thief, at)).toMatchObject({ ok: false });
	expect(await asks("leaked", 1, 3 * hour)).toEqual(no("already used, or replaced by a newer one"));
	expect(retired).toEqual([]);
	expect(store.enrolledAs(name)).toBe(real);
});

test("a machine that asked cannot connect as the endpoint once its token has ended", async () => {
	issue("one", 0);
	const first = await asked("one", 1, 1);
	store.endTokens(name, 2);
	expect(activate(core, first, 3)).toEqual(no("a newer token replaced this one"));
});

test("a token that is reissued ends the former one of that name, and no other's", () => {
	store.addToken("other", "FRONT-02", 24 * hour, 0);
	issue("one", 0);
	issue("two", hour);
	const left = (hash: string) => store.token(hash)?.used_at;
	expect([left(tokenHash("one")), left(tokenHash("two")), left("other")]).toEqual([hour, null, null]);
});

test("who asked with a token that has ended is forgotten when another is issued", async () => {
	issue("one", 0);
	const first = await asked("one", 1, hour);
	expect(store.pending(first)).not.toBeNull();
	store.addToken("other", "FRONT-02", 50 * hour, 26 * hour);
	expect(store.pending(first)).toBeNull();
});

test("ten machines may ask with one token; an eleventh makes nothing, and the ten may ask again", async () => {
	issue("one", 0);
	const ten = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((one) => asked("one", one, 1)));
	expect(await asks("one", 11, 1)).toEqual(no("too many machines have asked with this enrollment token"));
	expect(await asked("one", 1, 2)).toBe(ten[0]);
	expect(new Set(made)).toEqual(new Set(ten));
});

test("an ask that failed half-way makes its object when it is repeated", async () => {
	issue("one", 0);
	const { env } = core;
	const broken = { getByName: () => ({ enrolled: () => Promise.reject(new Error("unreachable")) }) };
	core = { ...core, env: { ENDPOINT: broken, DIRECTORY } as unknown as Env };
	await expect(asks("one", 1, 1)).rejects.toThrow("unreachable");
	core = { ...core, env };
	expect(made).toEqual([await asked("one", 1, 2)]);
	// The deployment knew it before it was made.
	expect(known).toEqual([made[0], made[0]]);
	expect(store.endpointIds()).toEqual(made);
});
