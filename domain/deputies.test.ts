import { describe, expect, test } from "vitest";
import type { Deputy } from "../protocol/deputy.ts";
import { allow, type Matter, standsInFor, whoMay } from "./authority.ts";
import { ada, bea, dana, olga, person, sam, tom } from "./testing/people.ts";

const carl = person("Carl", "approver");
const people = [dana, tom, ada, sam, bea, olga];
const away = (one: { id: string }, deputy: { id: string }, until: number | null = 1): Deputy => ({
	person: one.id,
	deputy: deputy.id,
	until,
});
const acme = (...deputies: Deputy[]) => ({ name: "Acme Dental", people, deputies });
const decides = (client: ReturnType<typeof acme>, matter: Matter = { proposer: tom.id }) =>
	whoMay("decide", client, matter).map(({ name }) => name);

describe("a deputy", () => {
	test.each([
		["while the approver is away", away(ada, bea), { proposer: tom.id }, ["Ada", "Sam", "Bea"]],
		["not while the approver is here", away(ada, bea, null), { proposer: tom.id }, ["Ada", "Sam"]],
		[
			"of an approver who is here, once nobody decided in time",
			away(ada, bea, null),
			{ proposer: tom.id, escalated: true },
			["Ada", "Sam", "Bea"],
		],
		["not on a plan of their own", away(ada, bea), { proposer: bea.id }, ["Ada", "Sam"]],
		["not on a plan of the approver's own", away(sam, bea), { proposer: sam.id }, ["Ada"]],
		[
			"not on a plan from the approver's account",
			away(sam, bea),
			{ proposer: "p_gone", proposerAccount: sam.identities[0] ?? "" },
			["Ada"],
		],
		["not for who approves no more", away(dana, bea), { proposer: tom.id }, ["Ada", "Sam"]],
		["not for who left", away(carl, bea), { proposer: tom.id }, ["Ada", "Sam"]],
		["who works for the IT provider decides nothing", away(ada, tom), { proposer: olga.id }, ["Ada", "Sam"]],
		["nor an owner", away(ada, olga), { proposer: tom.id }, ["Ada", "Sam"]],
		["of themselves gains nothing", away(dana, dana), { proposer: tom.id }, ["Ada", "Sam"]],
	])("decides %s", (_, named, matter, who) => {
		expect(decides(acme(named), matter)).toEqual(who);
	});

	test("who is away and an approver themselves decides as themselves", () => {
		expect(decides(acme(away(ada, sam)))).toEqual(["Ada", "Sam"]);
		expect(standsInFor(acme(away(ada, sam)), sam)).toEqual([ada]);
	});

	test("has no deputy in turn", () => {
		expect(decides(acme(away(ada, bea), away(bea, dana)))).toEqual(["Ada", "Sam", "Bea"]);
	});

	test.each(["read", "cancel", "answer"] as const)("may %s as the approver would", (act) => {
		expect(allow(act, acme(), bea, { proposer: tom.id }).ok).toBe(false);
		expect(allow(act, acme(away(ada, bea)), bea, { proposer: tom.id }).ok).toBe(true);
	});

	test("names no deputy, and confirms no erasure", () => {
		const client = acme(away(ada, bea));
		expect(allow("name a deputy", client, bea)).toMatchObject({ refusal: { code: "no-deputies" } });
		expect(whoMay("answer an erasure", client, { eraser: olga.id })).toEqual([ada, sam]);
	});
});
