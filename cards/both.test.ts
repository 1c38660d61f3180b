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
import { anyCommand } from "./testing/commands.ts";
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

describe.each(renderers)("a command on a card in $name", ({ read }) => {
	test("comes out character for character, or is refused there with the reason: 10,000 of them", () => {
		let approved = 0;
		fc.assert(
			fc.property(anyCommand, (text) => {
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
	}, 180_000);
});
