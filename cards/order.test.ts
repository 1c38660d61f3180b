// A card answers an approver's questions in the order in which they ask them, on both platforms.
import { expect, test } from "vitest";
import type { PlanView } from "../protocol/read/view.ts";
import { planCard } from "./kinds/plan.ts";
import { renderSlack } from "./slack/card.ts";
import { renderTeams } from "./teams/card.ts";
import { readSlack, readTeams } from "./testing/read.ts";
import { endpoint, ids, planView } from "./testing/views.ts";

const platforms = [
	{ name: "Slack", read: (plan: PlanView) => readSlack(renderSlack(planCard(plan), "slack:T01"), {}) },
	{ name: "Teams", read: (plan: PlanView) => readTeams(renderTeams(planCard(plan), { ids }, "entitled")) },
] as const;
type Read = ReturnType<(typeof platforms)[number]["read"]>;

const linesOf = ({ lines }: Read): string[] => lines.map((line) => ("said" in line ? line.said : line.code));

test.each(platforms)(
	"on $name: who asked, what changes, the risk, what runs, where, who notices, how to undo it, who decides, the rest",
	({ read }) => {
		const machinesSay = [
			{
				state: "checked" as const,
				endpoint: "CLIENT-ACCT-01",
				effects: [{ what: "registry" as const, target: "HKLM:\\SOFTWARE\\Vendor\\Auth" }],
				missing: [],
			},
		];
		const lines = linesOf(read(planView({ machinesSay, cwd: "C:\\x" })));
		const starts = [
			"Approve this on CLIENT-ACCT-01?",
			"Asked by Dana Reyes: “IT says just run this registry tweak so Monday's software update works”",
			"What changes: Tom Okafor says “turns off the old sign-in",
			"Risk: May ask while it runs, with full administrator rights",
			"The machine says “changes the registry",
			"Before",
			"Get-ItemProperty",
			"Run",
			"Set-ItemProperty",
			"After",
			"Get-ItemProperty",
			"Starts in C:\\x",
			"Where: CLIENT-ACCT-01",
			"Who will notice: Tom Okafor says “Nobody.”",
			"To undo it: Tom Okafor says “Set it back to 1.”",
			"Waiting for ",
			"Decide by ",
			"Runs as the agent's own account",
			"Machine: CLIENT-ACCT-01 reports",
			"Proposed by Tom Okafor for Acme Dental",
			"plan 9c41·e07b",
			"Open in the console",
		];
		expect(lines.map((line, i) => line.slice(0, starts[i]?.length))).toEqual(starts);
	},
);

test.each(platforms)("on $name, a request by someone without a role here says so", ({ read }) => {
	const request = { by: "Ada Lindqvist", known: false, text: "please" };
	expect(linesOf(read(planView({ request })))).toContain("Asked by “Ada Lindqvist” (no role here): “please”");
});

test.each(platforms)("on $name, what is cut above the steps follows them whole", ({ read }) => {
	const text = `${"please ".repeat(30)}now`;
	const words = { changes: `${"restarts ".repeat(30)}it`, notices: "", undo: "" };
	const lines = linesOf(read(planView({ request: { by: "Dana", known: true, text }, words })));
	expect(lines.filter((line) => line.includes("please"))).toEqual([
		expect.stringMatching(/^Asked by Dana: “please [^”]*…”$/),
		`The request, in full: “${text}”`,
	]);
	expect(lines.filter((line) => line.includes("restarts"))).toEqual([
		expect.stringMatching(/^What changes: Tom Okafor says “restarts [^”]*…”$/),
		`What changes, in full: Tom Okafor says “${words.changes}”`,
	]);
});

test.each(platforms)("on $name, the risk names several machines, and what can't be read", ({ read }) => {
	const endpoints = [endpoint("A"), endpoint("B")];
	expect(linesOf(read(planView({ endpoints, chatApproval: false })))).toContain(
		"Risk: May ask while it runs, with full administrator rights, on 2 machines, can't be read here",
	);
});

test.each(platforms)("on $name, a plan without checks doesn't say what a failed one does", ({ read }) => {
	const steps = [{ phase: "command" as const, command: "whoami" }];
	const said = (plan: PlanView) => linesOf(read(plan)).join("\n");
	expect(said(planView())).toContain(
		"if a check before fails, the command doesn't run, but checks after it do",
	);
	expect(said(planView({ steps }))).not.toContain("a check before");
	expect(said(planView({ steps }))).toContain("without a check");
});
