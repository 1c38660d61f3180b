import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import { isCalled, known } from "./called.ts";
import { diff, problems } from "./diff.ts";

const setup = (ada: string[], more: object = {}) =>
	Setup.parse({
		v: 1,
		msp: { name: "Brightside IT", ...more },
		workspaces: { "slack:T1": {} },
		clients: {
			acme: {
				name: "Acme Dental",
				channels: ["slack:T1:C1"],
				people: {
					dana: { name: "Dana Réyes", identities: ["slack:T1:U1"], roles: ["requester"] },
					ada: { name: "Ada Lindqvist", identities: ada, roles: ["approver"] },
				},
			},
			beta: { name: "Beta", people: { d2: { name: "Dana Baker", roles: ["requester"] } } },
		},
	});
const everybody = known(
	setup([]),
	(key) => key,
	(client, key) => `${client}.${key}`,
);
const called = (name: string) =>
	everybody.filter((one) => isCalled(one, { name })).map(({ person }) => person);

test.each([
	["dana", ["acme.dana", "beta.d2"]],
	["Dana.Reyes", ["acme.dana"]],
	["dana-réyes", ["acme.dana"]],
	["DANA REYES", ["acme.dana"]],
	["acme/dana", ["acme.dana"]],
	["beta/d2", ["beta.d2"]],
	["d2", ["beta.d2"]],
	["reyes", []],
	["", []],
	["acme", []],
])("“for @%s” means %j", (name, people) => {
	expect(called(name)).toEqual(people);
});

test("a mention names a person only by their account", () => {
	expect(everybody.filter((one) => isCalled(one, { identity: "slack:T1:U1" }))).toHaveLength(1);
	expect(everybody.filter((one) => isCalled(one, { identity: "slack:T1:dana" }))).toEqual([]);
});

test("the desk must be outside every client's channels and in a listed workspace; setting it is a change", () => {
	const at = (desk: string) => problems(setup([]), setup([], { desk })).join();
	expect(at("slack:T1:C1")).toContain("also a channel of client acme");
	expect(at("slack:T9:C1")).toContain("add its workspace under workspaces");
	expect(at("slack:T1:C9")).toBe("");
	expect(diff(setup([]), setup([], { desk: "slack:T1:C9" }), new Map())).toEqual([
		{ sign: "+", what: "the MSP: desk = slack:T1:C9, reminder after 15 min" },
	]);
});

test("who is on call is of the staff; naming them is a change", () => {
	const on = (...onCall: string[]) => setup([], { onCall });
	const [key = ""] = Object.keys(on().staff);
	expect(problems(setup([]), on("nobody"))).toEqual(["msp.onCall nobody: add this person under staff"]);
	expect(key === "" ? [] : problems(setup([]), on(key))).toEqual([]);
	expect(diff(setup([]), on("kim"), new Map())).toEqual([{ sign: "+", what: "the MSP: on call = kim" }]);
});
