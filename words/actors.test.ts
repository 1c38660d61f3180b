import { expect, test } from "vitest";
import type { Actor } from "../protocol/people.ts";
import { actorName } from "./actors.ts";

const ada: Actor = {
	surface: "slack",
	person: "p_g0123456789abcdef",
	identity: "slack:T1:U1",
	name: "Ada Lindqvist",
	label: null,
	roles: ["approver"],
};
const { roles: _, ...older } = ada;

test.each([
	["someone with a role, with it", ada, "Ada Lindqvist (approver)"],
	[
		"someone with several",
		{ ...ada, roles: ["approver" as const, "owner" as const] },
		"Ada Lindqvist (approver, owner)",
	],
	["someone listed whose roles were taken away", { ...ada, roles: [] }, "Ada Lindqvist (no role here)"],
	["a guest who is called alike", { ...older, person: null }, "“Ada Lindqvist” (no role here)"],
	["what an older version recorded", older, "Ada Lindqvist"],
	["the Worker", { ...older, person: null, identity: null, name: "Caisey" }, "Caisey"],
])("a record names %s", (_, actor, name) => {
	expect(actorName(actor)).toBe(name);
});
