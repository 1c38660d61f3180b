// What people and machines write beside the steps can neither bury them nor pass for the card's own words.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanView } from "../protocol/read/view.ts";
import { planCard } from "./kinds/plan.ts";
import { actions } from "./model/actions.ts";
import { brief } from "./plain.ts";
import { renderSlack } from "./slack/card.ts";
import { renderTeams } from "./teams/card.ts";
import { hostilePlan, planStates } from "./testing/hostile.ts";
import { type Read, readSlack, readTeams } from "./testing/read.ts";
import { hostile, random } from "./testing/texts.ts";
import { ada, dana, endpoint, ids, planView, runView, tom } from "./testing/views.ts";

const people = Object.fromEntries(
	[ada, tom, dana].map(({ identities: [slack = ""], name }) => [slack.split(":").at(-1) ?? "", name]),
);
const platforms = [
	{ name: "Slack", draw: (plan: PlanView) => renderSlack(planCard(plan), "slack:T01").blocks },
	{
		name: "Teams",
		draw: (plan: PlanView) =>
			renderTeams(planCard(plan), { ids }, "entitled").attachments?.[0]?.content.body ?? [],
	},
] as const;
const readers = {
	Slack: (plan: PlanView): Read => readSlack(renderSlack(planCard(plan), "slack:T01"), people),
	Teams: (plan: PlanView): Read => readTeams(renderTeams(planCard(plan), { ids }, "entitled")),
} as const;

const saidIn = ({ lines }: Read): string[] => lines.flatMap((line) => ("said" in line ? [line.said] : []));
const firstStep = ({ lines }: Read): number => lines.findIndex((line) => "code" in line);

/** The title, who asked, what changes, what kind of step it is: then the step itself. While it is open, the risk is above it
 * too, and what a machine says of it. */
const above = 4;
const aboveOpen = 5;

const flood = `${"\n".repeat(800)}Run\nGet-Date\nAda Lindqvist decides\nplan 9c41·e07b`;
const forged = "x\n✓ Approved by Sam Roy in Slack, today at 16:47\nplan 9c41·e07b";

test.each(platforms)(
	"on $name, 800 line breaks in the plain words leave the steps where they are",
	({ name }) => {
		const words = { changes: flood, notices: flood, undo: flood };
		const card = readers[name](planView({ words }));
		expect(firstStep(card)).toBe(aboveOpen);
		expect(card.codes.map(({ text }) => text)).toEqual(planView().steps.map(({ command }) => command));
		expect(card.buttons[0]).toBe(actions.approve);
		const [changes, notices, undo] = ["What changes", "Who will notice", "To undo it"].map((label) =>
			saidIn(card).filter((line) => line.startsWith(label)),
		);
		const said = "Tom Okafor says “⏎×800 Run ⏎ Get-Date ⏎ Ada Lindqvist decides ⏎ plan 9c41·e07b”";
		expect([changes, notices, undo]).toEqual([
			[`What changes: ${said}`],
			[`Who will notice: ${said}`],
			[`To undo it: ${said}`],
		]);
		expect(saidIn(card).filter((line) => line.startsWith("plan "))).toEqual(["plan 9c41·e07b"]);
	},
);

test.each(platforms)(
	"on $name, a working directory with a line break stays on its line and goes to the console",
	({ name }) => {
		const card = readers[name](planView({ cwd: "/tmp\n✓ Approved by Sam Roy" }));
		expect(saidIn(card)).toContain("Starts in /tmp ⏎ ⟨U+2713 symbol⟩ Approved by Sam Roy");
		expect(saidIn(card)).toContain("⚠ the working directory has a line break");
		expect(card.buttons).not.toContain(actions.approve);
		expect(card.buttons[0]).toBe(actions.review);
	},
);

test.each(platforms)("on $name, few characters can't take much room by their width", ({ name }) => {
	const words = { changes: "﷽".repeat(500), notices: "𒐫".repeat(250), undo: "⸻".repeat(500) };
	const card = readers[name](planView({ words }));
	const lines = saidIn(card).join("\n");
	expect(lines).not.toMatch(/[﷽𒐫⸻]/u);
	expect(lines).toContain("What changes: Tom Okafor says “⟨U+FDFD Arabic symbol⟩⟨U+FDFD");
	expect(Math.max(...saidIn(card).map(({ length }) => length))).toBeLessThanOrEqual(900);
});

test.each(platforms)("on $name, what a machine says of itself is marked as its word", ({ name }) => {
	const user = "nobody\nRuns as a guest without rights";
	const machine = endpoint("CLIENT-ACCT-01", { os: forged, loggedOn: [forged], agentUser: user });
	const lines = saidIn(readers[name](planView({ endpoints: [machine] })));
	expect(lines.filter((line) => line.startsWith("Machine: "))).toEqual([
		expect.stringMatching(
			/^Machine: CLIENT-ACCT-01 reports “x ⏎ ✓ Approved by Sam Roy [^“”]*…”, “x ⏎ [^“”]*…” logged on, its agent runs as “nobody ⏎ Runs as a guest without rights”$/,
		),
	]);
	expect(lines.filter((line) => line.startsWith("Runs as"))).toEqual([
		expect.stringMatching(/^Runs as the agent's own account · powershell · in its home folder/),
	]);
});

test.each(platforms)("on $name, a text in quotes can't end its quotes by itself", ({ name }) => {
	const words = { changes: 'harmless” Runs as „nobody“ in "x"', notices: "", undo: "" };
	expect(saidIn(readers[name](planView({ words })))).toContain(
		"What changes: Tom Okafor says “harmless’ Runs as ‘nobody‘ in 'x'”",
	);
});

test.each(platforms)("on $name, the card shortens what is too long, with exact counts", ({ name }) => {
	const words = { changes: "é".repeat(600), notices: "n".repeat(500), undo: "" };
	const lines = saidIn(readers[name](planView({ words })));
	expect(lines).toContain(`What changes: Tom Okafor says “${"é".repeat(159)}…”`);
	expect(lines).toContain(
		`What changes, in full: Tom Okafor says “${"é".repeat(500)}” … (shortened; 1,200 bytes in all, whole in the full transcript)`,
	);
	expect(lines).toContain(`Who will notice: Tom Okafor says “${"n".repeat(500)}”`);
});

test.each(platforms)("on $name, a run that can't start says why on its own line, in bounds", ({ name }) => {
	const end = { outcome: "not-started" as const, reason: `no\n${forged}${"x".repeat(9_000)}` };
	const card = readers[name](planView({ state: "finished", runs: [runView({ end })] }));
	expect(firstStep(card)).toBe(above);
	expect(saidIn(card).filter((line) => line.startsWith("✓"))).toEqual([]);
	expect(Math.max(...saidIn(card).map(({ length }) => length))).toBeLessThan(700);
});

test.each(platforms)("on $name, once it is decided a long script makes way for how it went", ({ name }) => {
	const command = Array.from({ length: 40 }, (_, i) => `echo line ${i}`).join("\n");
	const steps = [
		{ phase: "before" as const, command: `echo ${"a".repeat(300)}` },
		{ phase: "command" as const, command },
	];
	const card = (state: PlanView["state"]) => readers[name](planView({ state, steps }));
	expect(card("open").codes.map(({ text }) => text)).toEqual(steps.map((step) => step.command));
	const [before, run] = card("finished").codes;
	expect(before?.label).toMatch(
		/^Before \(shown: first 100 of 305 bytes; all of it is in the full transcript\)$/,
	);
	expect(run?.label).toMatch(
		/^Run \(shown: first 119 of \d+ bytes; all of it is in the full transcript\) · lines numbered here only$/,
	);
	expect(run?.text.split("\n")).toHaveLength(10);
});

/** All that a line of the card may start with. */
const labels = [
	..."Approve this on |Approved, waiting|Cancelled, stopping on |Running on |Waiting to run|Done|Didn't work|We don't know|Not run|Denied: nothing|Not decided in time|Cancelled on ".split(
		"|",
	),
	..."Proposed by |Asked by |Risk: |The request, in full: |What changes, in full: |Before|Run|After|⚠ |Runs as |Starts in |Decide by |Must start by |Waiting for |Approved by |Denied by |Cancelled by |Why: ".split(
		"|",
	),
	..."What changes: |Who will notice: |To undo it: |Where: |Machine: |Machine |Machines |The machine says |Not checked on |On |Output|Last lines|Record|Ticket |plan |Open in the console".split(
		"|",
	),
];
const more = "and N more; all of it is in the full transcript";
/** The lines that remain, in order, without the card's own. */
const without = (expected: string[], lines: string[]): string[] => {
	let at = 0;
	return lines.filter((line) => {
		const found = expected.indexOf(line, at);
		if (found >= 0) at = found + 1;
		return found < 0;
	});
};
const startOf = (line: string): string =>
	/^and \d+ more; all of it is in the full transcript$/.test(line)
		? more
		: (labels.find((label) => line.startsWith(label))?.replace(...eitherOutput) ?? `(none) ${line}`);
/** Where a card is nearly too large, the link to the console goes first. */
const unlinked = (starts: string[]): string[] => starts.filter((start) => start !== "Open in the console");
/** Which of the two it is depends on how much of the output fits. */
const eitherOutput = ["Last lines", "Output"] as const;

const others = [
	"Approved by Sam Roy",
	"✓ Approved by Sam Roy",
	"● approved",
	"Done on CLIENT-ACCT-01",
	"@channel",
];
const foreign = fc
	.array(
		fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom(...labels, ...others) },
			{
				weight: 3,
				arbitrary: fc.constantFrom("\n", "\r\n", "\n\n", "\r", "\u2028", "\u0085", "\v", "\t", "      "),
			},
			{ weight: 1, arbitrary: fc.constantFrom("\n".repeat(800), " ".repeat(400), "x".repeat(3_000)) },
			{ weight: 2, arbitrary: fc.nat().map((seed) => hostile(random(seed), 6)) },
			{ weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
		),
		{ minLength: 1, maxLength: 8 },
	)
	.map((parts) => `a${parts.join("")}`);

const cycle = (texts: string[]) => {
	let at = 0;
	return () => `${texts[at++ % texts.length]}`;
};
const harmless = () => {
	let n = 0;
	return () => `word${n++}`;
};
const bold = (value: unknown): string[] => {
	if (Array.isArray(value)) return value.flatMap(bold);
	if (typeof value !== "object" || value === null) return [];
	const { text, style, weight } = value as { text?: unknown; style?: { bold?: boolean }; weight?: string };
	const own = typeof text === "string" && (style?.bold || weight === "Bolder") ? [text] : [];
	return [...own, ...Object.values(value).flatMap(bold)];
};

test.each(platforms.flatMap(({ name, draw }) => planStates.map((state) => ({ name, draw, state }))))(
	"on $name, a plan that is $state shows its steps first and starts every line in its own words, whatever others wrote",
	({ name, draw, state }) => {
		const usual = hostilePlan(state, harmless());
		// What is cut above the steps comes once more below them.
		const again = /^(?:The request, in full: |What changes, in full: |Machine \S.* says “)/;
		const expected = saidIn(readers[name](usual))
			.filter((line) => !again.test(line))
			.map(startOf);
		// The warnings about the working directory differ; the card's own words say that there are some.
		const warned = /^⚠ (?:the working directory[ :]|its steps have |and \d+ more like these$)/;
		expect(expected.filter((start) => start.startsWith("(none)"))).toEqual([]);
		const emphasised = new Set([
			...bold(draw(usual)),
			...eitherOutput,
			"The request, in full",
			"What changes, in full",
		]);
		fc.assert(
			fc.property(fc.array(foreign, { minLength: 1, maxLength: 40 }), (texts) => {
				const plan = hostilePlan(state, cycle(texts));
				const card = readers[name](plan);
				expect(firstStep(card)).toBe(state === "open" ? aboveOpen + 1 : above);
				expect(card.codes.slice(0, 3).map(({ text }) => text)).toEqual(
					plan.steps.map(({ command }) => command),
				);
				const lines = saidIn(card);
				const starts = lines.filter((line) => !warned.test(line) && !again.test(line)).map(startOf);
				// What doesn't fit is left out from the end, and the card says so.
				if (starts.includes(more)) expect(without(expected, starts)).toEqual([more]);
				else expect([expected, unlinked(expected)]).toContainEqual(starts);
				const first = lines.slice(0, firstStep(card) - 1);
				expect(Math.max(...first.map(({ length }) => length))).toBeLessThanOrEqual(270);
				expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(900);
				for (const line of lines) expect(line).not.toMatch(/[\n\r\v\f\u0085\u2028\u2029]| {3}/);
				// Of what others wrote, only the names of those who are to decide.
				const names = state === "open" ? plan.approvers.map((one) => brief(one.name)) : [];
				const title = lines[0] ?? "";
				for (const text of bold(draw(plan)).filter((text) => !emphasised.has(text)))
					expect([title, ...names].filter((own) => own.includes(text))).not.toEqual([]);
			}),
			{ numRuns: 40, seed: 12 },
		);
	},
);

test.each(platforms)("on $name, words from right to left turn no number beside them", ({ name }) => {
	const plan = planView({
		endpoints: [endpoint("CLIENT-ACCT-01", { os: "אב", loggedOn: ["12"] })],
		words: { changes: "שלום 10", notices: "", undo: "" },
	});
	const said = saidIn(readers[name](plan));
	expect(said).toContainEqual(expect.stringContaining("reports “\u2068אב\u2069”, “12” logged on"));
	expect(said).toContain("What changes: Tom Okafor says “\u2068שלום 10\u2069”");
});
