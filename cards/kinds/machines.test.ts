// What the machines say of an open plan beforehand, on its card.
import { expect, test } from "vitest";
import type { EffectKind } from "../../protocol/plan/effects.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { textOf } from "../plain.ts";
import { endpoint, planView } from "../testing/views.ts";
import { planCard } from "./plan.ts";

const registry = { what: "registry", target: "HKLM:\\SOFTWARE\\Vendor\\Auth, LegacyMode" } as const;
type Says = PlanView["machinesSay"][number];
const checked = (endpoint: string, some: Partial<Extract<Says, { state: "checked" }>> = {}): Says => ({
	...{ state: "checked", endpoint, effects: [registry], missing: [] },
	...some,
});

const linesOf = (plan: PlanView): string[] =>
	planCard(plan).sections.flatMap((section) =>
		section.kind === "text" || section.kind === "warning"
			? [
					section.line
						.map(textOf)
						.join("")
						.replaceAll(/[\u2066-\u2069]/g, ""),
				]
			: [],
	);
const about = (plan: PlanView): string[] =>
	linesOf(plan).filter(
		(line) => !/^(?:Asked by|What changes)/.test(line) && /\bsays?\b|Not checked|see the details/.test(line),
	);

const one = "CLIENT-ACCT-01";
const several = (names: string[], machinesSay: Says[]): PlanView =>
	planView({ endpoints: names.map((name) => endpoint(name)), machinesSay });

test("the machine says what the steps change, in quotes", () => {
	expect(about(planView({ machinesSay: [checked(one)] }))).toEqual([
		"The machine says “changes the registry HKLM:\\SOFTWARE\\Vendor\\Auth, LegacyMode”",
	]);
});

test("a plan that was decided no longer shows it", () => {
	expect(about(planView({ state: "approved", machinesSay: [checked(one)] }))).toEqual([]);
});

test("a missing command is a warning, and keeps no one from approving", () => {
	const missing = [{ step: 1, kind: "command", name: "frobnicate" }] as const;
	const plan = planView({ machinesSay: [checked(one, { effects: [], missing: [...missing] })] });
	expect(about(plan)).toEqual(["CLIENT-ACCT-01 says it has no command “frobnicate”, which step 2 needs"]);
	expect(planCard(plan).buttons[0]?.label).toBe("Approve");
});

test.each([
	[{ state: "offline", endpoint: one }, "Not checked on the machine: it's offline"],
	[
		{ state: "unable", endpoint: one, because: "agent-too-old", detail: null },
		"Not checked on the machine: its agent is too old",
	],
	[
		{ state: "unable", endpoint: one, because: "failed", detail: "no such user" },
		"Not checked on the machine: the check failed, “no such user”",
	],
] satisfies [Says, string][])("a machine that was not checked is named with the reason", (says, text) => {
	expect(about(planView({ machinesSay: [says] }))).toEqual([text]);
});

test("machines that say the same do so in one line; others are named", () => {
	const says = [
		checked("A"),
		checked("B"),
		checked("C", { effects: [{ what: "reads-only", target: null }] }),
		{ state: "offline", endpoint: "D" } as const,
		{ state: "offline", endpoint: "E" } as const,
	];
	expect(about(several(["A", "B", "C", "D", "E"], says))).toEqual([
		"Machines A and B say “changes the registry HKLM:\\SOFTWARE\\Vendor\\Auth, LegacyMode”",
		"Not checked on D: it's offline",
		"Not checked on E: it's offline",
		"And 1 more that reads only: see the details",
	]);
});

test("the most serious line comes first, and none that says more than reading is left out", () => {
	const saying = (name: string, what: EffectKind) => checked(name, { effects: [{ what, target: null }] });
	const says = [
		saying("A", "reads-only"),
		saying("B", "download"),
		saying("C", "write"),
		saying("D", "restart"),
		saying("E", "disk"),
	];
	expect(about(several(["A", "B", "C", "D", "E"], says))).toEqual([
		"Machine E says “changes drives or partitions”",
		"Machine D says “restarts the machine”",
		"Machine C says “writes files”",
		"Machine B says “downloads something”",
		"And 1 more that reads only: see the details",
	]);
});
