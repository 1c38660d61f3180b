// What the Directory does with what clients say is in force: who signs in, what stays refused, what an owner is told.
import { beforeEach, describe, expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import type { InForce } from "../../contracts/values/set-up.ts";
import { migrate } from "../../durable/sql.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import type { Core } from "../core.ts";
import { migrations } from "../tables.ts";
import { keepFormer, takeInForce, unconfirmedProblems, waitWarnings } from "./in-force.ts";
import { inForceStore } from "./in-force-table.ts";
import { stillListed } from "./members.ts";
import { peopleStore } from "./people.ts";
import { setUpStore } from "./stored.ts";

const [own, added] = ["slack:T1:UADA", "slack:T1:UEVE"] as const;
const ada = { name: "Ada", identities: [own as string], roles: ["approver"] };
const carla = {
	name: "Carla",
	identities: [] as string[],
	email: "carla@acme.example",
	roles: ["requester"],
};
const setup = (people: object, rest: object = {}, more: object = {}): Setup =>
	Setup.parse({
		...{ v: 1, msp: { name: "Brightside IT" }, workspaces: { "slack:T1": {} }, staff: {} },
		clients: { acme: { name: "Acme", people, channels: ["slack:T1:C1"], ...rest }, ...more },
	});

let core: Core;
let put: string[];
let acme: string;
const write = (file: Setup) => core.setUp.write(file, core.setUp.stored().revision + 1);
const adaAs = (...accounts: string[]) => ({ id: core.people.personId(acme, "ada"), name: "Ada", accounts });
const is = (version: number, rest: Partial<InForce> = {}): InForce => ({
	...{ version, channels: ["slack:T1:C1"], confirmers: ["Ada"], breakGlass: null, differs: null, ...rest },
});
const signsIn = (account: string) => core.people.behind(account).map(({ name }) => name);

beforeEach(() => {
	const { sql } = memoryStorageOf();
	put = [];
	core = {
		...{ people: peopleStore(sql), inForceAt: inForceStore(sql), setUp: setUpStore(sql) },
		change: <T>(write: () => T): T => write(),
		put: (key: string) => void put.push(key),
	} as unknown as Core;
	acme = core.people.clientId("acme", "none");
	write(setup({ ada, carla }));
});
const memoryStorageOf = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	return storage;
};

describe("people sign in", () => {
	test("by what is in force, not by what the file asks for; also after it was refused", () => {
		takeInForce(core, acme, is(1, { people: [adaAs(own)] }));
		write(setup({ ada: { ...ada, identities: [own, added] } }));
		for (const version of [1, 2]) {
			takeInForce(core, acme, is(version, { people: [adaAs(own)] }));
			expect([signsIn(own), signsIn(added)]).toEqual([["Ada"], []]);
		}
		takeInForce(core, acme, is(3, { people: [adaAs(own, added)] }));
		expect([signsIn(own), signsIn(added)]).toEqual([["Ada"], ["Ada"]]);
	});

	test("no longer, once the file takes their account or them away, though a client still says otherwise", () => {
		write(setup({ ada: { ...ada, identities: [added] } }));
		takeInForce(core, acme, is(1, { people: [adaAs(own, added)] }));
		expect([signsIn(own), signsIn(added)]).toEqual([[], ["Ada"]]);
		write(setup({}));
		takeInForce(core, acme, is(2, { people: [adaAs(own, added)] }));
		expect(signsIn(added)).toEqual([]);
		write(Setup.parse({ ...setup({}), clients: {} }));
		takeInForce(core, acme, is(3, { people: [adaAs(own, added)] }));
		expect(core.people.members(acme)).toEqual([]);
	});

	test("as before, if the client is of an older version and doesn't say who", () => {
		core.people.setMembers(acme, [adaAs(own)]);
		takeInForce(core, acme, is(1));
		expect(signsIn(own)).toEqual(["Ada"]);
	});

	test("by nothing that comes late: an older state changes neither people nor channels", () => {
		takeInForce(core, acme, is(2, { people: [adaAs(own)] }));
		put = [];
		takeInForce(core, acme, is(1, { people: [adaAs(own, added)], channels: ["slack:T1:C9"] }));
		expect([core.people.members(acme), core.inForceAt.of(acme)?.channels, put]).toEqual([
			[adaAs(own)],
			["slack:T1:C1"],
			[],
		]);
	});

	test("an apply takes away at once, and gives nothing", () => {
		const [kept, gone, fresh] = ["p_1", "p_2", "p_3"].map((id) => ({ id, name: id, accounts: [own] }));
		const listed = [{ ...kept, accounts: [added] }, fresh] as Parameters<typeof stillListed>[1];
		expect(stillListed([kept, gone] as Parameters<typeof stillListed>[0], listed)).toEqual([
			{ ...kept, accounts: [] },
		]);
	});
});

describe("an apply is refused", () => {
	const keeps = /Keep this person, with these accounts/;
	beforeEach(() => {
		const person = core.people.personId(acme, "carla");
		const identities = [own, "mailto:carla@acme.example"];
		takeInForce(core, acme, is(1, { breakGlass: { person, identities } }));
	});
	const carlaWith = { ...carla, identities: [own] };
	test.each([
		["leaves the file", setup({ ada })],
		["loses an account", setup({ ada, carla })],
		["loses the address", setup({ ada, carla: { ...carlaWith, email: undefined } })],
		["loses it with the client", Setup.parse({ ...setup({}), clients: {} })],
	])("if who confirms in emergencies %s", (_, after) => {
		const before = setup({ ada, carla: carlaWith });
		expect(unconfirmedProblems(core, before, after)).toEqual([expect.stringMatching(keeps)]);
	});
	test("not if they keep what they have", () => {
		const file = setup({ carla: { ...carlaWith, identities: [own, added] } });
		expect(unconfirmedProblems(core, file, file)).toEqual([]);
	});

	test("if it gives away a channel that is still another client's by its approvers", () => {
		const before = setup({ ada, carla: carlaWith });
		const other = { beta: { name: "Beta", people: {}, channels: ["slack:T1:C1"] } };
		const after = setup({ ada, carla: carlaWith }, { channels: [] }, other);
		const [problem] = unconfirmedProblems(core, before, after);
		expect(problem).toContain("is client acme's until an approver there confirms");
		takeInForce(core, acme, is(2, { channels: [] }));
		expect(unconfirmedProblems(core, before, after)).toEqual([]);
	});
});

test("a client of before this was kept has what its set-up said, until it says more", () => {
	const before = setup({ ada });
	keepFormer(core, before);
	expect(core.inForceAt.of(acme)).toEqual(is(0));
	takeInForce(core, acme, is(1));
	keepFormer(core, before);
	expect(core.inForceAt.of(acme)).toEqual(is(1));
});

test("who looks before applying hears for whom a change waits", () => {
	const after = setup({ ada });
	expect(waitWarnings(core, after, () => true)).toEqual([]);
	takeInForce(core, acme, is(1));
	expect(waitWarnings(core, after, () => true)).toEqual([expect.stringContaining("until Ada confirms it")]);
	expect(waitWarnings(core, after, () => false)).toEqual([]);
});
