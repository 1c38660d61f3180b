// Help promises what is there: each of its lines is tied to the buttons, commands and events that do what it says.
import { describe, expect, test } from "vitest";
import { wantsHelp } from "../bots/handlers/asking.ts";
import { exact as exactInSlack } from "../bots/slack/read/exact.ts";
import { exact as exactInTeams } from "../bots/teams/read/exact.ts";
import { messageOf } from "../bots/teams/testing/message.ts";
import { commandIn } from "../bots/typed.ts";
import { planCard } from "../cards/kinds/plan.ts";
import { linkCard } from "../cards/kinds/private-answers.ts";
import { sessionCard } from "../cards/kinds/session.ts";
import { actions } from "../cards/model/actions.ts";
import type { Button, Card } from "../cards/model/card.ts";
import { textOf } from "../cards/plain.ts";
import { planView, sessionView } from "../cards/testing/views.ts";
import { Deployment, type TeamsDeployment } from "../manifest/deployment.ts";
import { slackManifest } from "../manifest/slack.ts";
import { teamsManifest } from "../manifest/teams.ts";
import { type Begin, command, help } from "../words/begin.ts";
import { openLabel } from "../words/console.ts";

const url = "https://caisey.example";
const parsed = Deployment.parse({
	...{ name: "Caisey", url },
	teams: {
		...{ appId: "0a0a0a0a-0000-4000-8000-00000000b070", version: "1.0.0", company: "Brightside IT" },
		...{ website: url, privacy: url, terms: url, readChannelMessages: false },
	},
});
const inSlack = slackManifest({ name: "Caisey", url });
const inTeams = teamsManifest(parsed as TeamsDeployment);

const buttonsOf = ({ buttons, menu }: Card): Button[] => [...buttons, ...menu];
const labelled = (card: Card, action: Button["action"]): string[] =>
	buttonsOf(card)
		.filter((one) => one.action === action)
		.map(({ label }) => label);
const textsOf = ({ sections }: Card): string =>
	sections.map((section) => (section.kind === "text" ? section.line.map(textOf).join("") : "")).join("\n");

const open = sessionCard(sessionView());
const closed = sessionCard(sessionView({ state: "closed" }));

const typed = (text: string) => ({
	[command]: exactInSlack({ text }),
	"@Caisey": exactInTeams(messageOf(`<p>${text}</p>`)),
});
const block = {
	[command]: exactInSlack({
		text: "",
		blocks: [
			{
				type: "rich_text",
				elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: "id" }] }],
			},
		],
	}),
	"@Caisey": exactInTeams(messageOf("<pre>id</pre>")),
};

/** What a line names in quotes, after a slash or an at sign, or as what one presses. */
const named = (line: string): string[] =>
	[...line.matchAll(/“([^”]+)”|(\/caisey|@Caisey)|press (Approve), (Deny…) or (Ask…)/g)].flatMap(
		([, ...words]) => words.filter((word) => word !== undefined),
	);

/** By how a line begins. Each returns what it showed of what the line names. */
const shows: [begins: string, show: (begin: Begin) => string[]][] = [
	["Caisey runs a command on one of your computers only after", () => []],
	[
		"To ask for something: ",
		(begin) => {
			const { slash_commands, shortcuts } = inSlack.features;
			const [shortcut] = inTeams.composeExtensions.flatMap(({ commands }) => commands);
			expect(shortcut?.context).toEqual(["message"]);
			expect(shortcuts[0]?.type).toBe("message");
			expect(shortcuts[0]?.name).toBe(shortcut?.title);
			// The command opens the dialog by itself; the answer to a mention has the button.
			expect(wantsHelp("")).toBe(true);
			expect(slash_commands[0]?.command).toBe(command);
			expect(inSlack.settings.event_subscriptions.bot_events).toContain("app_mention");
			return [begin, begin, shortcut?.title ?? ""];
		},
	],
	["Not solved? Press ", () => labelled(closed, actions.reopen)],
	[
		"Technicians, in a session's thread: ",
		(begin) => {
			expect(typed("$ id")[begin]).toEqual({ kind: "command", command: "id" });
			expect(block[begin]).toEqual({ kind: "command", command: "id" });
			const file = { name: "fix.sh", type: "text/plain", bytes: new TextEncoder().encode("id\n") };
			expect(commandIn({ kind: "none" }, [file])).toMatchObject({ kind: "command", command: "id\n" });
			// Teams gives a bot no files of a channel.
			expect(help(begin).join("\n").includes("an attached script")).toBe(begin === command);
			return ["$ ", ...labelled(open, actions.runCommand)];
		},
	],
	[
		"Admins: press ",
		() => {
			const card = planCard(planView());
			return [actions.approve, actions.deny, actions.ask].flatMap((one) => labelled(card, one));
		},
	],
	[
		"“Full transcript” gives you a personal link",
		() => {
			const link = linkCard("transcript", { url: `${url}/sign-in/x`, minutes: 5, head: null });
			expect(textsOf(link)).toContain("Only you can use this link, once");
			for (const card of [open, closed, planCard(planView()), planCard(planView({ state: "finished" }))])
				expect(textsOf(card)).toContain(openLabel);
			return [...labelled(open, actions.transcript), openLabel];
		},
	],
	[
		"What's waiting for you, your requests and how they went: ",
		(begin) => {
			expect(inSlack.features.app_home.home_tab_enabled).toBe(true);
			expect(inSlack.settings.event_subscriptions.bot_events).toContain("app_home_opened");
			const [own] = inTeams.bots[0]?.commandLists.filter(({ scopes }) => scopes.includes("personal")) ?? [];
			expect(own?.commands.map(({ title }) => title)).toContain("home");
			expect(help(begin).at(-1)).toContain(begin === command ? "Home tab" : "the word home");
			return [];
		},
	],
];

describe.each([command, "@Caisey"] as const)("the help of %s", (begin) => {
	test("has no line but these", () => {
		const lines = help(begin);
		expect(lines.map((line) => shows.findIndex(([begins]) => line.startsWith(begins)))).toEqual(
			shows.map((_, i) => i),
		);
	});
	test.each(shows)("“%s…” names what is there", (begins, show) => {
		const line = help(begin).find((one) => one.startsWith(begins)) ?? "";
		expect(show(begin)).toEqual(named(line));
	});
});
