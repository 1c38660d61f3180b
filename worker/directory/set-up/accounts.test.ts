import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import { migrate } from "../../durable/sql.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import { accountStore, accountTable, vouching } from "./accounts.ts";
import { emptySetup } from "./diff.ts";

const [U1, U2, U9] = ["slack:T1:U1", "slack:T1:U2", "slack:T2:U9"];
type People = Record<string, [roles: string, ...identities: (string | undefined)[]]>;
const people = (all: People) =>
	Object.fromEntries(
		Object.entries(all).map(([key, [roles, ...identities]]) => [
			key,
			{ name: key, roles: roles.split(" "), identities },
		]),
	);
const setup = (staff: People, clients: Record<string, People>): Setup =>
	Setup.parse({
		v: 1,
		msp: { name: "Brightside IT" },
		staff: people(staff),
		clients: Object.fromEntries(
			Object.entries(clients).map(([key, all]) => [key, { name: key, people: people(all) }]),
		),
	});

/** Applies one after the other, each confirmed; returns what each asked to confirm. */
const asked = (...setups: Setup[]): string[][] => {
	const storage = memoryStorage();
	migrate(storage, [accountTable]);
	const store = accountStore(storage.sql);
	let before = emptySetup();
	return setups.map((after) => {
		const known = store.known(before);
		const found = vouching(known, after).map(({ vouch }) => vouch);
		store.keep(known, after);
		before = after;
		return found;
	});
};
const acme = (ada: People[string], others: People = {}) => setup({}, { acme: { ada, ...others } });

test("an approver's first account is not asked about, nor are those of others", () => {
	expect(asked(acme(["approver", U1]), acme(["approver", U1]))).toEqual([[], []]);
	expect(asked(acme(["requester", U1, U2]))).toEqual([[]]);
	expect(asked(acme(["requester", U1]), acme(["approver", U1]))).toEqual([[], []]);
});

test("a further one is, once; of two at once, both are", () => {
	const both = acme(["approver", U1, U9]);
	expect(asked(acme(["approver", U1]), both, both)).toEqual([[], [`acme/ada=${U9}`], []]);
	expect(asked(both)).toEqual([[`acme/ada=${U1}`, `acme/ada=${U9}`]]);
	expect(asked(acme(["requester", U1, U9]), both)).toEqual([[], [`acme/ada=${U1}`, `acme/ada=${U9}`]]);
});

test("another account instead of the first needs it, also in several steps, and in any order in the file", () => {
	expect(asked(acme(["approver", U1]), acme(["approver", U9]))[1]).toEqual([`acme/ada=${U9}`]);
	expect(asked(acme(["approver", U1]), acme(["approver"]), acme(["approver", U9]))[2]).toEqual([
		`acme/ada=${U9}`,
	]);
	expect(
		asked(acme(["approver", U1]), acme(["requester", U9, U1]), acme(["approver", U9, U1]))[2]?.sort(),
	).toEqual([`acme/ada=${U1}`, `acme/ada=${U9}`]);
	// Taken out and put in again: is it still theirs?
	expect(
		asked(
			acme(["approver", U1]),
			acme(["approver", U1, U9]),
			acme(["approver", U1]),
			acme(["approver", U1, U9]),
		),
	).toEqual([[], [`acme/ada=${U9}`], [], [`acme/ada=${U9}`]]);
});

test("a further account of the staff needs it even before there is a client, and not again with the first client", () => {
	const tom: People = { tom: ["approver", U1, U9] };
	expect(asked(setup({ tom: ["approver", U1] }, {}), setup(tom, {}), setup(tom, { acme: {} }))).toEqual([
		[],
		[`tom=${U9}`],
		[],
	]);
});

test("an account that belonged to someone else needs it, in any client, at once and later", () => {
	const tim: People = { tim: ["approver", U2] };
	const tom = (...all: (string | undefined)[]): People => ({ tom: ["technician", ...all] });
	expect(asked(setup(tom(U1, U2), {}), setup({ ...tom(U1), ...tim }, {}))[1]).toEqual([`tim=${U2}`]);
	expect(asked(setup(tom(U1, U2), {}), setup(tom(U1), {}), setup({ ...tom(U1), ...tim }, {}))[2]).toEqual([
		`tim=${U2}`,
	]);
	expect(asked(setup(tom(U1, U2), {}), setup(tom(U1), { acme: tim }))[1]).toEqual([`acme/tim=${U2}`]);
});

test("where accounts were not kept yet, those of the set-up in use are known", () => {
	const storage = memoryStorage();
	migrate(storage, [accountTable]);
	const before = acme(["approver", U1, U2]);
	const known = accountStore(storage.sql).known(before);
	expect(vouching(known, before)).toEqual([]);
	expect(vouching(known, acme(["approver", U1, U2, U9])).map(({ vouch }) => vouch)).toEqual([
		`acme/ada=${U9}`,
	]);
});
