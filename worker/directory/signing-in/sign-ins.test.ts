// How long a sign-in lasts, how its cookies replace each other, and what a copied one does.
import { beforeEach, describe, expect, test } from "vitest";
import { ada as adaHere, tom as tomHere } from "../../../domain/testing/people.ts";
import { migrate } from "../../durable/sql.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import { accountsAmong } from "../set-up/members.ts";
import { peopleStore } from "../set-up/people.ts";
import { migrations } from "../tables.ts";
import { addressMembers, limits, signIns } from "./sign-ins.ts";

const minute = 60_000;
const [ada, tom] = ["p_g0000000000000001", "p_g0000000000000002"];
let storage: DurableObjectStorage;
let store: ReturnType<typeof signIns>;
const begin = (id: string, at: number, person = ada, identity: string | null = null) =>
	store.begin({ id, person, way: "slack", identity, browser: "Firefox on Linux" }, at);
/** The state, and the generation that is to replace the cookie. */
const find = (id: string, generation: number, at: number, active = true) => {
	const found = store.find(id, generation, active, at);
	return found?.state === "in" ? `in, next ${found.next}` : (found?.state ?? "out");
};

beforeEach(() => {
	storage = memoryStorage();
	migrate(storage, migrations);
	const member = "INSERT INTO members (client, person, identity, name) VALUES ('c', ?, ?, ?)";
	storage.sql.exec(member, ada, "slack:T1:UADA", "Ada");
	storage.sql.exec(member, ada, "slack:T2:UADA", "Ada");
	storage.sql.exec(member, tom, "slack:T1:UTOM", "Tom");
	store = signIns(storage.sql);
});

describe("a sign-in", () => {
	test("ends after twelve hours, even if it is used", () => {
		begin("a", 0);
		for (let at = 0; at < limits.absolute; at += 60 * minute) expect(find("a", 0, at)).toContain("in");
		expect(find("a", 0, limits.absolute)).toBe("out");
	});

	test("ends after four hours without use; a page that only stays open is no use", () => {
		begin("a", 0);
		for (let at = 0; at < limits.idle; at += minute) expect(find("a", 0, at, false)).toContain("in");
		expect(find("a", 0, limits.idle, false)).toBe("out");
	});

	test("by mail counts only while its person has the address that the link went to", () => {
		const people = peopleStore(storage.sql);
		const members = (emails: Record<string, string>) =>
			people.setMembers(
				"c",
				accountsAmong({
					people: [
						{ ...adaHere, id: ada },
						{ ...tomHere, id: tom, identities: [] },
					],
					emails,
				}),
			);
		members({ [ada]: "ada@acme.example", [tom]: "tom@msp.example" });
		begin("a", 0, ada, "mailto:ada@acme.example");
		begin("b", 0, tom, "mailto:tom@msp.example");
		expect([find("a", 0, 1), find("b", 0, 1)]).toEqual(["in, next null", "in, next null"]);
		members({ [ada]: "ada@new.example" });
		expect([find("a", 0, 1), find("b", 0, 1)]).toEqual(["out", "out"]);
	});

	test("by mail of an older version, which doesn't say by which address, ends; the addresses count from then on", () => {
		const old = memoryStorage();
		migrate(old, migrations.slice(0, migrations.indexOf(addressMembers)));
		const address = { ada: { email: "ada@acme.example" }, bea: {} };
		const setup = { staff: { tom: { email: "tom@msp.example" } }, clients: { acme: { people: address } } };
		const ids = "INSERT INTO ids (kind, scope, key, id) VALUES (?, ?, ?, ?)";
		old.sql.exec("INSERT INTO setup (one, text, at) VALUES (1, ?, 0)", JSON.stringify(setup));
		old.sql.exec(ids, "client", "", "acme", "c");
		for (const [scope, key, id] of [
			["c", "ada", ada],
			["c", "bea", "p_bea"],
			["staff", "tom", tom],
		] as const) {
			old.sql.exec(ids, "person", scope, key, id);
			old.sql.exec(
				"INSERT INTO members (client, person, identity, name) VALUES ('c', ?, ?, ?)",
				...[id, `slack:T1:${key}`, key],
			);
		}
		const before = signIns(old.sql);
		const who = { person: ada, identity: null, browser: "Firefox" };
		before.begin({ ...who, id: "mailed", way: "link" }, 0);
		before.begin({ ...who, id: "passkey", way: "passkey" }, 0);
		migrate(old, migrations);
		expect(before.of(ada, 1).map(({ id }) => id)).toEqual(["passkey"]);
		const all = old.sql.exec("SELECT person, identity FROM members WHERE identity LIKE 'mailto:%'").toArray();
		expect(all).toEqual([
			{ person: ada, identity: "mailto:ada@acme.example" },
			{ person: tom, identity: "mailto:tom@msp.example" },
		]);
	});

	test("counts only at those whose account it is at each client where they have a role: elsewhere it may wait for an approver", () => {
		const people = peopleStore(storage.sql);
		const [old, added] = ["slack:T1:UTOM", "slack:T1:UEVE"];
		const at = (client: string, accounts: string[]) =>
			people.setMembers(client, [{ id: tom, name: "Tom", accounts }]);
		at("c", [old]);
		at("d", [old, added]);
		begin("a", 0, tom, old);
		begin("b", 0, tom, added);
		expect([find("a", 0, 1), find("b", 0, 1)]).toEqual(["in, next null", "out"]);
		expect([people.behind(old).length, people.behind(added)]).toEqual([2, []]);
		at("c", [old, added]);
		expect([find("a", 0, 1), find("b", 0, 1)]).toEqual(["in, next null", "in, next null"]);
		expect(
			people
				.behind(added)
				.map(({ client }) => client)
				.sort(),
		).toEqual(["c", "d"]);
	});

	test("counts only while its person has a role, and the account that they proved", () => {
		begin("a", 0, ada, "slack:T1:UADA");
		begin("b", 0, ada, "slack:T2:UADA");
		storage.sql.exec("DELETE FROM members WHERE identity = 'slack:T1:UADA'");
		expect([find("a", 0, 1), find("b", 0, 1)]).toEqual(["out", "in, next null"]);
		storage.sql.exec("DELETE FROM members");
		expect(find("b", 0, 1)).toBe("out");
	});
});

describe("a cookie", () => {
	const old = limits.cookie;

	test("is replaced after half an hour, with the same one until the browser shows that it has it", () => {
		begin("a", 0);
		expect(find("a", 0, old - 1)).toBe("in, next null");
		expect([find("a", 0, old), find("a", 0, old + minute)]).toEqual(["in, next 1", "in, next 1"]);
		expect(find("a", 1, old + 2 * minute)).toBe("in, next null");
	});

	test("that was replaced still comes with requests that were under way", () => {
		begin("a", 0);
		find("a", 1, old);
		expect(find("a", 0, old + limits.late)).toBe("in, next null");
	});

	test("that comes back later is a copy: it ends the sign-in for everyone who has one of its cookies", () => {
		begin("a", 0);
		find("a", 1, old);
		expect(find("a", 0, old + limits.late + 1)).toBe("copied");
		expect(find("a", 1, old + limits.late + 2)).toBe("out");
	});

	test("of a generation that no one was given signs no one in", () => {
		begin("a", 0);
		expect([find("a", 2, 1), find("b", 0, 1)]).toEqual(["out", "out"]);
	});
});

describe("the list of a person's sign-ins", () => {
	test("has theirs alone, last used first, and says when each ends", () => {
		begin("a", 0);
		begin("b", minute);
		begin("c", minute, tom);
		find("a", 0, 5 * minute);
		expect(store.of(ada, 6 * minute)).toEqual([
			{
				...{ id: "a", way: "slack", browser: "Firefox on Linux", began: 0, seen: 5 * minute },
				expires: 5 * minute + limits.idle,
			},
			expect.objectContaining({ id: "b", seen: minute, expires: minute + limits.idle }),
		]);
	});

	test("loses one, or all; never another person's", () => {
		for (const id of ["a", "b", "c"]) begin(id, 0);
		begin("t", 0, tom);
		store.endOf(tom, "a");
		expect(find("a", 0, 1)).toContain("in");
		store.endOf(ada, "a");
		expect([find("a", 0, 1), find("b", 0, 1)]).toEqual(["out", "in, next null"]);
		store.endOf(ada, null);
		expect([store.of(ada, 1).length, store.of(tom, 1).length]).toEqual([0, 1]);
	});
});

test("those that rest on no account end by themselves, when their person loses one", () => {
	begin("account", 0, ada, "slack:T1:UADA");
	begin("passkey", 0);
	begin("other", 0, tom);
	store.endWithoutAccount(ada);
	expect(["account", "passkey", "other"].map((id) => find(id, 0, 1))).toEqual([
		...["in, next null", "out", "in, next null"],
	]);
});

test("sign-ins of an older version, whose cookies' secrets were stored, are over", () => {
	const older = memoryStorage();
	migrate(older, migrations.slice(0, 4));
	older.sql.exec("INSERT INTO sign_ins (id, person, expires) VALUES ('secret', ?, 9999999999999)", ada);
	migrate(older, migrations);
	expect(signIns(older.sql).of(ada, 1)).toEqual([]);
});
