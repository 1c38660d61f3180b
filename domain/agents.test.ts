import { expect, test } from "vitest";
import { abilitiesFor, agentCan } from "./agents.ts";

test.each([
	["0.1.0", false],
	["0.1.9", false],
	["0.2.0", true],
	["0.2.1", true],
	["0.10.0", true],
	["1.0.0", true],
	["0", false],
	["", false],
	["latest", false],
])("an agent of version %j runs scripts: %j", (version, can) => {
	expect(agentCan(version, "script")).toBe(can);
});

test("only a plan with a script asks for an agent that runs scripts", () => {
	expect(abilitiesFor({ steps: [{}, { script: {} }], input: [] })).toEqual(["script"]);
	expect(abilitiesFor({ steps: [{}], input: [] })).toEqual([]);
});

test("a plan that may ask for text needs an agent that asks; one with choices stops at them on an older agent", () => {
	expect(abilitiesFor({ steps: [{}], input: ["choices", "text"] })).toEqual(["input"]);
	expect(abilitiesFor({ steps: [{}], input: ["choices"] })).toEqual([]);
	expect([agentCan("0.2.0", "input"), agentCan("0.3.0", "input")]).toEqual([false, true]);
});

test("a plan that may ask for a secret needs an agent of version 0.4.0", () => {
	expect(abilitiesFor({ steps: [{}], input: ["choices", "secret"] })).toEqual(["secret-input"]);
	expect(abilitiesFor({ steps: [{}], input: ["choices", "text", "secret"] })).toEqual([
		"input",
		"secret-input",
	]);
	expect([agentCan("0.3.9", "secret-input"), agentCan("0.4.0", "secret-input")]).toEqual([false, true]);
});

test("a plan for the logged-on user, or with words for them, asks for an agent of version 0.3.0", () => {
	const asked = abilitiesFor({ steps: [{}], runAs: { kind: "logged-on" }, person: {}, input: [] });
	expect(asked).toEqual(["logged-on", "person"]);
	expect(abilitiesFor({ steps: [{}], runAs: { kind: "user" }, input: [] })).toEqual([]);
	expect(asked.map((ability) => [agentCan("0.2.9", ability), agentCan("0.3.0", ability)])).toEqual([
		[false, true],
		[false, true],
	]);
});
