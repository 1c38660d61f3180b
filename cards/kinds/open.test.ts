// Where a card offers the transcript, it has both ways there: the personal link, and the page's plain address.
import { expect, test } from "vitest";
import { actions } from "../model/actions.ts";
import { renderSlack } from "../slack/card.ts";
import { renderTeams } from "../teams/card.ts";
import { messages } from "../testing/messages.ts";
import { questions } from "../testing/questions.ts";
import { ids, planView } from "../testing/views.ts";
import { card } from "./message.ts";

const label = "Open in the console";
const page = /^https:\/\/[a-z.]+\/s\/s_g[0-9a-z]{16}(?:#pl_g[0-9a-z]{16})?$/;
type Node = Record<string, unknown>;
const nodes = (value: unknown): Node[] => {
	if (Array.isArray(value)) return value.flatMap(nodes);
	if (typeof value !== "object" || value === null) return [];
	return [value as Node, ...Object.values(value).flatMap(nodes)];
};
/** The addresses of the link on each platform. */
const links = (of: ReturnType<typeof card>) => ({
	slack: nodes(renderSlack(of, "slack:T01").blocks).flatMap((one) =>
		one.type === "link" && one.text === label ? [String(one.url)] : [],
	),
	teams: nodes(renderTeams(of, { ids }, "entitled")).flatMap((one) =>
		one.type === "TextBlock"
			? [...String(one.text).matchAll(/^\[Open in the console\]\((.+)\)$/g)].map(([, url]) => url ?? "")
			: [],
	),
});

test.each(Object.entries({ ...messages, ...questions }))(
	"%s: a plain link wherever there is a personal one",
	(_, message) => {
		const of = card(message);
		const { slack, teams } = links(of);
		expect(teams).toEqual(slack);
		expect(slack.filter((url) => !page.test(url))).toEqual([]);
		// A notice is one line, in their own chat.
		const offered =
			message.type !== "notice" && of.buttons.some(({ action }) => action === actions.transcript);
		expect(slack.length).toBe(offered || message.type === "plan" ? 1 : 0);
	},
);

test("a plan's leads to that plan", () => {
	const { plan, url } = planView();
	expect(links(card({ type: "plan", view: planView() })).slack).toEqual([`${url}#${plan}`]);
});

test("it takes no button's place in Teams, and leaves times in the reader's zone", () => {
	const { attachments } = renderTeams(card(messages["session, new"] as never), { ids });
	const { body = [], actions: row = [] } = attachments?.[0]?.content ?? {};
	expect(row.map(({ type }) => type)).not.toContain("Action.OpenUrl");
	expect(body.map(({ text }) => text)).toEqual(
		expect.arrayContaining([expect.stringMatching(/^Opened \{\{DATE\(/)]),
	);
});
