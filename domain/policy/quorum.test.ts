import { describe, expect, test } from "vitest";
import { person } from "../testing/people.ts";
import { groupsLeft, isEnough, votesNeeded } from "./quorum.ts";

const of = (name: string, ...groups: string[]) => ({ ...person(name, "approver"), groups });
const fay = of("Fay", "finance");
const ian = of("Ian", "it");
const bob = of("Bob", "finance", "it");
const eve = of("Eve");

describe("enough votes", () => {
	test.each([
		{ votes: 1, groups: [], by: [eve], enough: true },
		{ votes: 2, groups: [], by: [eve], enough: false },
		{ votes: 2, groups: [], by: [eve, eve], enough: false },
		{ votes: 2, groups: [], by: [eve, ian], enough: true },
		{ votes: 1, groups: ["finance", "it"], by: [fay, ian], enough: true },
		{ votes: 1, groups: ["finance", "it"], by: [fay, eve], enough: false },
		{ votes: 1, groups: ["finance", "it"], by: [bob], enough: false },
		{ votes: 1, groups: ["finance", "it"], by: [bob, bob], enough: false },
		{ votes: 1, groups: ["finance", "it"], by: [bob, fay], enough: true },
		{ votes: 1, groups: ["finance", "it"], by: [bob, ian], enough: true },
		{ votes: 3, groups: ["finance", "it"], by: [fay, ian], enough: false },
		{ votes: 3, groups: ["finance", "it"], by: [fay, ian, eve], enough: true },
	])("$votes, of $groups, by $by.length people: $enough", ({ votes, groups, by, enough }) => {
		expect(isEnough({ votes, groups }, by)).toBe(enough);
	});

	test("as many as there are groups are needed at least", () => {
		expect(votesNeeded({ votes: 1, groups: ["finance", "it"] })).toBe(2);
		expect(votesNeeded({ votes: 3 })).toBe(3);
	});

	test("the groups that still lack someone are named", () => {
		expect(groupsLeft({ votes: 1, groups: ["finance", "it"] }, [fay])).toEqual(["it"]);
		expect(groupsLeft({ votes: 1, groups: ["finance", "it"] }, [bob])).toEqual(["it"]);
		expect(groupsLeft({ votes: 1 }, [])).toEqual([]);
	});
});
