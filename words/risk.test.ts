import { expect, test } from "vitest";
import { riskText } from "./risk.ts";

const checked = [{ phase: "before" as const }, { phase: "command" as const }];
const plan = {
	shell: "powershell" as const,
	input: [],
	runAs: { kind: "agent" as const },
	steps: checked,
	endpoints: [{}],
};

test.each([
	[{}, ["NT AUTHORITY\\SYSTEM"], "Runs unattended, with full administrator rights"],
	[{}, ["root"], "Runs unattended, with full administrator rights"],
	[{}, ["dana", "root"], "Runs unattended, with full administrator rights"],
	[{}, ["dana"], "Runs unattended, with the rights of the agent's account"],
	[{}, [""], "Runs unattended, with the rights of the agent's account"],
	[
		{ runAs: { kind: "user" as const, name: "root" } },
		["dana"],
		"Runs unattended, with full administrator rights",
	],
	[
		{ runAs: { kind: "user" as const, name: "svc" } },
		["root"],
		"Runs unattended, with the rights of the user below",
	],
	[
		{ runAs: { kind: "logged-on" as const } },
		["root"],
		"Runs unattended, with the rights of who is logged on",
	],
	[{ input: ["choices" as const] }, ["root"], "May ask while it runs, with full administrator rights"],
	[
		{ input: ["choices" as const], shell: "bash" as const },
		["root"],
		"Runs unattended, with full administrator rights",
	],
])("of %o, run by agents of %o, the risk is: %s", (some, accounts, text) => {
	expect(riskText({ ...plan, ...some }, accounts, null)).toBe(text);
});

test("several machines, no check, and what can't be read follow", () => {
	const risky = { ...plan, endpoints: [{}, {}, {}], steps: [{ phase: "command" as const }] };
	expect(riskText(risky, ["root"], "can't be read here")).toBe(
		"Runs unattended, with full administrator rights, on 3 machines, without a check, can't be read here",
	);
});
