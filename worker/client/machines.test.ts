// Which machines a client has or had, and who makes and ends their enrollment tokens.
import { beforeEach, expect, test } from "vitest";
import { ada, dana, person, tom } from "../../domain/testing/people.ts";
import { Policy } from "../../protocol/people.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import { migrate } from "../durable/sql.ts";
import { inventory } from "../endpoint/testing/endpoint.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { tokenHash } from "./enrolling.ts";
import { makeKey, revokeKey } from "./keys.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";

const olga = person("Olga", "owner");
const client = "c_g0000000000000001";
let store: ClientStore;
let core: Parameters<typeof makeKey>[0];

const setUp = (...names: string[]) => {
	store.endOthers(names, 5_000);
	store.configure({
		...{
			id: client,
			name: "Acme Dental",
			policy: Policy.parse({}),
			people: [dana, tom, ada, olga],
			channels: [],
		},
		...{
			revision: 1,
			msp: Msp.parse({}),
			endpoints: names.map((name) => ({ name, description: `of ${name}` })),
		},
	});
	for (const id of store.undeclared()) store.forget(id);
};
const enroll = (n: number, name: string) =>
	store.enroll({
		id: `e_g${String(n).padStart(16, "0")}`,
		name,
		key: "k",
		fingerprint: `f${n}`,
		inventory,
		at: n,
	});
const machines = (now = 0) => store.machines(store.endpoints(), now);
const of = (name: string, now = 0) => machines(now).find((one) => one.name === name);

beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = clientStore(storage.sql);
	core = { store, change: (write) => storage.transactionSync(write) };
	setUp("FRONT-01", "BACK-02");
});

test("a machine that the set-up no longer names stays listed as what it was", () => {
	enroll(1, "FRONT-01");
	setUp("BACK-02");
	expect(of("FRONT-01")).toMatchObject({
		...{ declared: false, endpoint: null },
		former: [
			{
				fingerprint: "f1",
				description: "of FRONT-01",
				lastSeen: 1,
				endedAt: 5_000,
				removed: true,
				inventory,
			},
		],
	});
	setUp("FRONT-01", "BACK-02");
	expect(of("FRONT-01")).toMatchObject({ declared: true, endpoint: null, former: [{ fingerprint: "f1" }] });
});

test("a machine that another one replaced is remembered under its name", () => {
	enroll(1, "FRONT-01");
	store.endReplaced("e_g0000000000000001", 9);
	enroll(2, "FRONT-01");
	expect(of("FRONT-01")).toMatchObject({
		endpoint: { fingerprint: "f2" },
		former: [{ fingerprint: "f1", endedAt: 9, removed: false }],
	});
});

test("a machine that only sessions name is listed, and is busy while an approved plan for it isn't over", () => {
	const listed = (state: "running" | "finished", machine: string, follows: string[]) =>
		store.list(
			{
				...{
					session: `s_${machine}`,
					request: "r",
					requester: "Dana",
					people: [],
					erasures: [],
					state,
					openedAt: 1,
					closedAt: null,
				},
				...{ pending: [], ticket: null, takenBy: null, asker: null, taker: null, machines: [machine] },
				...{ outcome: null, went: null },
			},
			follows,
		);
	enroll(1, "FRONT-01");
	listed("running", "FRONT-01", ["e_g0000000000000001"]);
	listed("finished", "OLD-09", []);
	setUp("BACK-02");
	expect(machines().map(({ name, declared, busy }) => [name, declared, busy])).toEqual([
		["BACK-02", true, false],
		["FRONT-01", false, true],
		["OLD-09", false, false],
	]);
	listed("finished", "FRONT-01", []);
	expect(of("FRONT-01")?.busy).toBe(false);
});

test.each([
	["a technician makes one for a machine without an agent", tom, false, true],
	["a technician can't for one that has an agent, whose place another machine would take", tom, true, false],
	["the owner makes both", olga, true, true],
	["an approver makes none", ada, false, false],
	["an office manager makes none", dana, false, false],
])("enrollment tokens: %s", (_, who, enrolled, may) => {
	if (enrolled) enroll(1, "FRONT-01");
	const by = { person: who.id, name: who.name };
	const made = makeKey(core, by, "FRONT-01", 0);
	expect(made.ok).toBe(may);
	expect(of("FRONT-01")?.key).toEqual(may ? { expires: 86_400_000, asked: 0 } : null);
	const [entry] = store.audit.list(0, 10);
	expect(entry).toMatchObject({ who: who.name, person: who.id, kind: may ? "changed" : "refused" });
	if (!made.ok) return;
	expect(store.token(tokenHash(made.token))).toMatchObject({ name: "FRONT-01", used_at: null });
	expect(revokeKey(core, by, "FRONT-01", 1)).toEqual({ ok: true });
	expect(of("FRONT-01")?.key).toBeNull();
	expect(store.audit.list(0, 10).map(({ what }) => what)).toEqual([
		"made an enrollment token",
		"ended an enrollment token",
	]);
});

test("a new token ends the one before, and no one makes one for a name that the set-up doesn't have", () => {
	const by = { person: olga.id, name: olga.name };
	const [first, second] = [makeKey(core, by, "FRONT-01", 0), makeKey(core, by, "FRONT-01", 1)];
	if (!first.ok || !second.ok) throw new Error("refused");
	expect(store.token(tokenHash(first.token))?.used_at).toBe(1);
	expect(store.token(tokenHash(second.token))?.used_at).toBeNull();
	expect(makeKey(core, by, "OLD-09", 0)).toEqual({
		ok: false,
		refusal: { code: "not-found", what: "endpoint" },
	});
});
