import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shown } from "../protocol/text.ts";
import { actions } from "./actions.ts";
import { card } from "./card.ts";
import { canApproveInChat } from "./chat-approval.ts";
import type { Card } from "./model.ts";
import { planCard } from "./plan.ts";
import { renderSlack } from "./slack.ts";
import { renderTeams } from "./teams.ts";
import { type Read, readSlack, readTeams } from "./testing/read.ts";
import { ada, dana, ids, messages, planView, tom } from "./testing/views.ts";

const people = Object.fromEntries(
	[ada, tom, dana].map(({ identities: [slack = ""], name }) => [slack.split(":").at(-1) ?? "", name]),
);
const renderers = [
	{ name: "Slack", read: (of: Card): Read => readSlack(renderSlack(of, "slack:T01"), people) },
	{ name: "Teams", read: (of: Card): Read => readTeams(renderTeams(of, { ids }, "decider")) },
] as const;
const [slack, teams] = renderers;

test.each(Object.entries(messages))("%s: says and offers the same in Slack and in Teams", (_, message) => {
	const [inSlack, inTeams] = [slack.read(card(message)), teams.read(card(message))];
	expect(inTeams.sentences).toEqual(inSlack.sentences);
	expect(inTeams.buttons).toEqual(inSlack.buttons);
	expect(inTeams.codes.map(({ label }) => label)).toEqual(inSlack.codes.map(({ label }) => label));
});

test.each(
	Object.entries(messages).flatMap(([name, message]) => (message.type === "plan" ? [{ name, message }] : [])),
)("$name: every step's exact text and the digest can be read off both cards", ({ message }) => {
	for (const { read } of renderers) {
		const { codes, sentences } = read(card(message));
		expect(codes.map(({ text }) => text)).toEqual(
			expect.arrayContaining(message.view.steps.map(({ command }) => shown(command))),
		);
		expect(sentences).toContain("plan 9c41·e07b");
	}
});

/** What people paste, what renderers take for something else, and what can't be seen. */
const piece = fc.oneof(
	{ weight: 6, arbitrary: fc.string({ unit: "grapheme-ascii", maxLength: 12 }) },
	{
		weight: 6,
		arbitrary: fc.constantFrom(
			...[
				'"',
				"'",
				"`",
				"```",
				"|",
				"||",
				"&",
				"&&",
				"&amp;",
				"&lt;",
				"<",
				">",
				"<<EOF",
				"$",
				"$(x)",
				`$\{x}`,
			],
			...[
				"**b**",
				"_i_",
				"~s~",
				"# h",
				"- l",
				"1. l",
				"> q",
				"[t](https://x.example)",
				"![i](x)",
				"\\",
				"\\n",
			],
			...["<at>Ada</at>", "<@U0ADA>", "<!channel>", "@here", ":tada:", "<b>", "<br/>", "<script>", "</code>"],
			...["{{DATE(2024-01-12T16:41:00Z, SHORT)}}", "{{TIME(2024-01-12T16:41:00Z)}}", "{{{", "{{secret:a}}"],
			...["https://x.example/?a=1&b=2", "C:\\Users\\x\\n.txt", "\\\\srv\\c$", "HKLM:\\SOFTWARE", "%PATH%"],
			...[" ", "  ", "   ", "\t", "\n", "\n\n", "\n  ", "\n\t", "\r\n", "\r", "⟨tab⟩", "⟨", "⟩"],
		),
	},
	{ weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 4 }) },
	{ weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 2 }) },
	{
		weight: 1,
		arbitrary: fc.constantFrom("\u202e", "\u200b", "\u00a0", "\ufeff", "а", "“", "—", "é", "日本", "👩‍👩‍👧"),
	},
);
const command = fc
	.oneof(
		{
			weight: 9,
			arbitrary: fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join("")),
		},
		{
			weight: 1,
			arbitrary: fc.array(piece, { minLength: 1, maxLength: 400 }).map((pieces) => pieces.join("")),
		},
	)
	.filter((text) => text.trim() !== "" && text.isWellFormed());

describe.each(renderers)("a command on a card in $name", ({ read }) => {
	test("comes out character for character, or is refused there with the reason: 10,000 of them", () => {
		let approved = 0;
		fc.assert(
			fc.property(command, (text) => {
				const plan = planView({ steps: [{ phase: "command", command: text }] });
				const { codes, sentences, buttons } = read(planCard(plan));
				const { ok, reasons } = canApproveInChat(plan);
				if (ok) {
					approved++;
					expect(buttons).toContain(actions.approve);
					expect(codes.map((one) => one.text)).toEqual([text]);
				} else {
					expect(buttons).toContain(actions.review);
					expect(buttons).not.toContain(actions.approve);
					expect(reasons.length).toBeGreaterThan(0);
					expect(sentences.some((one) => one === `⚠ ${reasons[0]}`)).toBe(true);
				}
			}),
			{ numRuns: 10_000, seed: 4 },
		);
		expect(approved).toBeGreaterThan(2_000);
		expect(approved).toBeLessThan(8_000);
	});
});
