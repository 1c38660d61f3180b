// The card of a running step's question, drawn for both platforms.
import { describe, expect, test } from "vitest";
import { actions } from "../model/actions.ts";
import { renderSlack } from "../slack/card.ts";
import { renderTeams } from "../teams/card.ts";
import { askedChoice, askedText, ids, promptView } from "../testing/views.ts";
import { promptCard, promptForm } from "./prompt.ts";

const drawn = {
	Slack: (view = promptView()) => JSON.stringify(renderSlack(promptCard(view), "slack:T01")),
	Teams: (view = promptView()) => JSON.stringify(renderTeams(promptCard(view), { ids })),
};
const typed = (text: string, question = "Command") =>
	promptView({
		...{ asked: { ...askedText, text: question }, state: "typed", tries: 1 },
		...{ by: { name: "Tom Okafor", surface: "slack" }, answer: { is: "text", text } },
	});

describe.each(Object.entries(drawn))("on %s", (_, draw) => {
	test("the longest text that may be sent is whole beside the longest question, with the button that sends it", () => {
		const text = `"${"x\\".repeat(499)}"`;
		expect(text).toHaveLength(1_000);
		const card = draw(typed(text, `${"What now? ".repeat(20)}\n`.repeat(99)));
		expect(card).toContain(JSON.stringify(text).slice(1, -1));
		expect(card).toContain(actions.promptSend);
	});

	test("a text that can't be shown whole can't be sent from there", () => {
		const card = draw(typed("x".repeat(60_000)));
		expect(card).not.toContain(actions.promptSend);
		expect(card).toContain(actions.promptKeep);
	});

	test("it is headed as the machine's, whose words do nothing on it", () => {
		const asked = { ...askedChoice, text: "<!channel> *now* <https://evil.example|Approve>" };
		const card = draw(promptView({ asked }));
		expect(card).toContain("The machine asks");
		expect(card).not.toMatch(/"mrkdwn"|OpenUrl|"link"/);
	});
});

test("choices are buttons in the machine's words and in quotes; too many, or several at once, are asked in a dialog", () => {
	const labels = (view = promptView()) => promptCard(view).buttons.map(({ label }) => label);
	expect(labels()).toEqual(["“Yes”", "“No”"]);
	const many = Array.from({ length: 6 }, (_, i) => ({ label: `${i}`, help: "" }));
	for (const asked of [
		{ ...askedChoice, choices: many },
		{ ...askedChoice, several: true },
	]) {
		expect(labels(promptView({ asked }))).toEqual(["Choose…"]);
		const [, field] = promptForm(promptView({ asked })).body;
		expect(field).toMatchObject({ kind: asked.several ? "choices" : "choice" });
	}
});

test("nothing in chat asks for a secret", () => {
	const view = promptView({ asked: { ...askedText, kind: "secret" } });
	const card = promptCard(view);
	expect([card.title, ...card.buttons.map(({ label }) => label)]).toEqual([
		"The machine asks for a secret",
		"Enter it…",
	]);
	expect(JSON.stringify(card)).toContain("Don't write it in chat");
	const over = promptCard({
		...view,
		state: "taken",
		answer: { is: "secret" },
		by: { name: "Tom", surface: "browser" },
	});
	expect(over.buttons.map(({ label }) => label)).toEqual(["Full transcript"]);
	expect(JSON.stringify(over)).toContain("Answered by Tom in the console: a secret");
});
