// What a client's tables forget: old links and enrollment tokens.
import { beforeEach, expect, test } from "vitest";
import type { Listed } from "../contracts/values/listed.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { type ClientStore, clientStore } from "./store.ts";
import { migrations } from "./tables.ts";

const day = 86_400_000;
let store: ClientStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = clientStore(storage.sql);
});

const addLink = (hash: string, expires: number, now: number) =>
	store.addLink({ hash, person: "p_1", session: "s_1", mailed: null, identity: "slack:T1:U1" }, expires, now);

test("a personal link counts as over for a day, then it is forgotten when another is issued", () => {
	addLink("one", 300_000, 0);
	store.spendLink("one", 1_000);
	addLink("two", 300_000 + day, day);
	expect(store.link("one")).toMatchObject({ used_at: 1_000 });
	addLink("three", 3 * day, 2 * day);
	expect(["one", "two", "three"].map((hash) => store.link(hash) !== null)).toEqual([false, true, true]);
});

test("a session listed before verdicts existed says what it said, until it is listed again", () => {
	const storage = memoryStorage();
	migrate(storage, migrations.slice(0, 3));
	storage.sql.exec(
		"INSERT INTO sessions (id, request, requester, state, opened_at, pending) VALUES ('s_1', 'r', 'Dana', 'finished', 1, '[]')",
	);
	migrate(storage, migrations);
	const old = clientStore(storage.sql);
	const recent = () => old.glance("p_1").recent;
	const [listed] = recent();
	if (!listed) throw new Error("it is no longer listed");
	expect(listed).toMatchObject({ state: "finished", outcome: null, went: null });
	old.list({ ...listed, outcome: "did-not-work", went: "Didn't work: exit 1" }, []);
	expect(recent()).toMatchObject([{ outcome: "did-not-work", went: "Didn't work: exit 1" }]);
});

test("an enrollment token likewise", () => {
	store.addToken("one", "EP-1", day, 0);
	store.addToken("two", "EP-2", 2 * day + 1, 2 * day - 1);
	expect(store.token("one")).toMatchObject({ name: "EP-1" });
	store.addToken("three", "EP-3", 4 * day, 3 * day);
	expect(["one", "two", "three"].map((hash) => store.token(hash) !== null)).toEqual([false, true, true]);
});

const listed: Listed = {
	...{
		session: "s_1",
		request: "r",
		requester: "Dana",
		people: null,
		state: "denied",
		openedAt: 1,
		closedAt: null,
		erasures: [],
	},
	...{ pending: [], ticket: null, takenBy: null, outcome: null, went: null },
	...{ asker: null, taker: null, machines: [] },
};

test("a session follows the endpoints of all its plans that wait or run, whatever became of its last one", () => {
	store.list(listed, ["e_1", "e_2"]);
	store.list({ ...listed, session: "s_2", state: "running" }, ["e_2"]);
	expect([store.following("e_1"), store.following("e_2")]).toEqual([["s_1"], ["s_1", "s_2"]]);
	store.list(listed, []);
	expect([store.following("e_1"), store.following("e_2")]).toEqual([[], ["s_2"]]);
});

test("a session that an older version listed follows every endpoint while it waits or runs", () => {
	const storage = memoryStorage();
	migrate(storage, migrations.slice(0, 7));
	for (const [id, state] of [
		["s_1", "running"],
		["s_2", "finished"],
	])
		storage.sql.exec(
			"INSERT INTO sessions (id, request, requester, state, opened_at, pending) VALUES (?, 'r', 'Dana', ?, 1, '[]')",
			id,
			state,
		);
	migrate(storage, migrations);
	expect(clientStore(storage.sql).following("e_1")).toEqual(["s_1"]);
});
