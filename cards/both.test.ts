import { expect, test } from "vitest";
import { withoutLastBreak } from "../domain/line.ts";
import { shown } from "../domain/text.ts";
import { card } from "./kinds/message.ts";
import type { Card } from "./model/card.ts";
import { renderSlack } from "./slack/card.ts";
import { renderTeams } from "./teams/card.ts";
import { messages } from "./testing/messages.ts";
import { type Read, readSlack, readTeams } from "./testing/read.ts";
import { ada, dana, ids, tom } from "./testing/views.ts";

const people = Object.fromEntries(
	[ada, tom, dana].map(({ identities: [slack = ""], name }) => [slack.split(":").at(-1) ?? "", name]),
);
const renderers = [
	{ name: "Slack", read: (of: Card): Read => readSlack(renderSlack(of, "slack:T01"), people) },
	{ name: "Teams", read: (of: Card): Read => readTeams(renderTeams(of, { ids }, "entitled")) },
] as const;
const [slack, teams] = renderers;

test.each(Object.entries(messages))("%s: says and offers the same in Slack and in Teams", (_, message) => {
	const [inSlack, inTeams] = [slack.read(card(message)), teams.read(card(message))];
	expect(inTeams.sentences).toEqual(inSlack.sentences);
	// On a session's card in Teams, the buttons that only some people are shown come after the others.
	const { buttons, menu } = card(message);
	const inOrder = [
		...buttons.filter(({ forSome }) => !forSome),
		...buttons.filter(({ forSome }) => forSome),
		...menu,
	];
	const offered = message.type === "session" ? inOrder.map(({ action }) => action) : inSlack.buttons;
	expect(inTeams.buttons).toEqual(offered);
	expect(inTeams.buttons.toSorted()).toEqual(inSlack.buttons.toSorted());
	expect(inTeams.codes.map(({ label }) => label)).toEqual(inSlack.codes.map(({ label }) => label));
});

test.each(
	Object.entries(messages).flatMap(([name, message]) => (message.type === "plan" ? [{ name, message }] : [])),
)("$name: every step's exact text and the digest can be read off both cards", ({ message }) => {
	for (const { read } of renderers) {
		const { codes, sentences } = read(card(message));
		expect(codes.map(({ text }) => text)).toEqual(
			expect.arrayContaining(
				message.view.steps.map(({ command }) => withoutLastBreak(shown(command)).replaceAll("⟨tab⟩", "\t")),
			),
		);
		expect(sentences).toContain("plan 9c41·e07b");
	}
});
