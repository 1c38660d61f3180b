import { describe, expect, test } from "vitest";
import { card as cardOf } from "../../cards/kinds/message.ts";
import { renderSlack } from "../../cards/slack/card.ts";
import { adaptiveCard, renderTeams } from "../../cards/teams/card.ts";
import { messages } from "../../cards/testing/messages.ts";
import { readSlack, readTeams } from "../../cards/testing/read.ts";
import { ids } from "../../cards/testing/views.ts";
import { oneLine } from "../html/escape.ts";
import { cardView, servedView } from "./card.ts";

const people = [
	{
		id: "p_g0000000000000003",
		name: "Ada Lindqvist",
		label: null,
		identities: ["slack:T01:U0ADA"],
		roles: [],
	},
];
const ref = (workspace: string) => ({ workspace, channel: "C01", message: "1.0" });
const view = async (sent: unknown, workspace = "slack:T01") =>
	String(await cardView(typeof sent === "string" ? sent : JSON.stringify(sent), ref(workspace), people));

/** What the picture says, without its markup and the JSON behind it. */
const picture = (page: string): string =>
	(page.split("<figcaption")[0] ?? "")
		.replaceAll(/<time[^>]*>[^<]*<\/time>/g, "")
		.replaceAll(/<[^>]+>/g, "")
		.replaceAll("&lt;", "<")
		.replaceAll("&gt;", ">")
		.replaceAll("&quot;", '"')
		.replaceAll("&#39;", "'")
		.replaceAll("&amp;", "&");
const words = (text: string): string[] =>
	text
		.replaceAll(/[\u2068\u2069]/g, "")
		.split(/\s+/)
		.map(oneLine)
		.filter((word) => !/\d\d:\d\d|20\d\d|UTC|TIME|DATE|SHORT|[●·]/.test(word) && word !== "at");

describe("every card of ours is drawn, with all that it says", () => {
	const plans = Object.entries(messages).filter(([, { type }]) => type === "plan");
	test.each(plans)("%s, in Slack", async (_name, message) => {
		const sent = { channel: "C01", ...renderSlack(cardOf(message), "slack:T01") };
		const page = await view(sent);
		expect(page).toContain("Drawn from the record");
		const { sentences, codes } = readSlack(sent, { U0ADA: "@Ada Lindqvist" });
		for (const word of words([...sentences, ...codes.map(({ text }) => text)].join(" ")))
			expect(picture(page)).toContain(word);
	});

	test.each(plans)("%s, in Teams, for all and for those who decide", async (_name, message) => {
		for (const viewer of ["everyone", "entitled"] as const) {
			const sent = renderTeams(cardOf(message), { ids }, viewer);
			const page = await view(sent, "teams:t1");
			expect(page).toContain("Drawn from the record");
			const { sentences, codes } = readTeams(sent);
			for (const word of words([...sentences, ...codes.map(({ text }) => text)].join(" ")))
				expect(picture(page)).toContain(word);
		}
	});
});

test("the card that someone was shown for them alone is drawn with its buttons, under their name", async () => {
	const message = messages["plan, open"];
	if (!message) throw new Error("no open plan");
	const sent = adaptiveCard(cardOf(message), { ids }, "entitled");
	const page = String(await servedView(JSON.stringify(sent), people, "Ada <b>"));
	expect(page).toContain("The card as <bdi>Ada &lt;b&gt;</bdi> saw it");
	expect(page).toContain("Drawn from the record");
	for (const text of ["Approve", "Deny…", "Ask…"]) expect(picture(page)).toContain(text);
	const unknown = JSON.stringify({ ...sent, hidden: true });
	expect(String(await servedView(unknown, people, "Ada"))).not.toContain("Drawn from the record");
});

describe("a card with anything that isn't known is shown as its JSON alone", () => {
	const block = { type: "header", text: { type: "plain_text", text: "Approve this?", emoji: false } };
	const element = { type: "TextBlock", wrap: true, text: "Approve this?" };
	const teams = (body: object) => ({
		type: "message",
		attachments: [
			{
				contentType: "application/vnd.microsoft.card.adaptive",
				content: {
					...{
						$schema: "",
						type: "AdaptiveCard",
						version: "1.5",
						fallbackText: "",
						msteams: { width: "Full" },
					},
					body: [body],
				},
			},
		],
	});
	const plainText = (text: string) => ({ type: "plain_text", text, emoji: false });
	const asking = (more: object) => ({
		type: "actions",
		elements: [
			{
				...{ type: "button", action_id: "a", text: plainText("Erase"), value: "x" },
				confirm: {
					...{ title: plainText("Erase all?"), text: plainText("It can't be undone.") },
					...{ confirm: plainText("Erase it"), deny: plainText("Keep it"), style: "danger", ...more },
				},
			},
		],
	});
	const dated = (format: string) => ({
		type: "rich_text",
		elements: [
			{
				type: "rich_text_section",
				elements: [{ type: "date", timestamp: 1_705_078_053, format, fallback: "then" }],
			},
		],
	});
	const refreshing = (more: object) => {
		const sent = teams(element);
		const refresh = {
			action: { type: "Action.Execute", title: "Show", verb: "plan", data: {}, ...more },
			userIds: ["29:a"],
		};
		const attachments = sent.attachments.map((one) => ({ ...one, content: { ...one.content, refresh } }));
		return { ...sent, attachments };
	};

	test("what a button asks is drawn with it", async () => {
		const text = picture(await view({ blocks: [asking({})] }));
		for (const part of ["Pressing “Erase” asks", "Erase all?", "It can't be undone.", "Erase it", "Keep it"])
			expect(text).toContain(part);
	});
	test("one that Teams replaces for those who decide says so", async () => {
		expect(await view(refreshing({}), "teams:t1")).toContain("also has the buttons to decide");
		expect(await view(teams(element), "teams:t1")).not.toContain("buttons to decide");
	});
	test("the link to the console is drawn, and leads nowhere", async () => {
		const text = "[Open in the console](https://x.example/s/a#b)";
		const page = await view(teams({ ...element, text }), "teams:t1");
		expect(page).toContain('title="https://x.example/s/a#b">Open in the console</span>');
		expect(page).not.toContain('href="https://x.example');
	});
	test("what it has otherwise is drawn", async () => {
		expect(await view({ blocks: [block] })).toContain("Drawn from the record");
		expect(await view(teams(element), "teams:t1")).toContain("Drawn from the record");
	});
	test.each<[string, unknown, string]>([
		[
			"a block of another kind",
			{ blocks: [block, { type: "image", image_url: "https://x.example" }] },
			"slack:T01",
		],
		["a further key", { blocks: [{ ...block, text: { ...block.text, hidden: true } }] }, "slack:T01"],
		["attachments", { blocks: [block], attachments: [{}] }, "slack:T01"],
		["a question with a further key", { blocks: [asking({ hidden: true })] }, "slack:T01"],
		["a date with words of its own", { blocks: [dated("approved by Ada {date}")] }, "slack:T01"],
		["a refresh that isn't ours", refreshing({ title: "x", hidden: true }), "teams:t1"],
		["no blocks", { text: "Approve this?" }, "slack:T01"],
		["a link in Markdown", teams({ ...element, text: "[Approve](https://x.example/s/a)" }), "teams:t1"],
		["a look that isn't ours", teams({ ...element, isVisible: false }), "teams:t1"],
		["an image", teams({ type: "Image", url: "https://x.example" }), "teams:t1"],
		["another platform", { blocks: [block] }, "elsewhere:1"],
		["no JSON", "{", "slack:T01"],
	])("%s", async (_what, sent, workspace) => {
		const page = await view(sent, workspace);
		expect(page).toContain("can't draw");
		expect(page).not.toContain("Drawn from the record");
		expect(page).toContain("The card exactly as sent");
	});
});

test("a drawn card runs nothing, leads nowhere and hides no character", async () => {
	const page = await view({
		blocks: [
			{
				type: "rich_text",
				elements: [
					{
						type: "rich_text_section",
						elements: [
							{ type: "text", text: "<script>alert(1)</script>\u202e" },
							{ type: "link", url: "javascript:alert(1)", text: "here" },
							{ type: "user", user_id: "U0ADA" },
						],
					},
				],
			},
		],
	});
	expect(page).toContain("@Ada Lindqvist");
	expect(page).toContain("⟨U+202E⟩");
	expect(page).not.toMatch(/<script|href=/);
});
