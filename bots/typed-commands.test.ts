// What is typed into a code block, all the way: as the platform's client sends it, read by the bot, in the plan's bytes as
// the agent reads them, and on both cards.
import fc from "fast-check";
import { expect, test } from "vitest";
import { canApproveInChat } from "../cards/kinds/chat-approval.ts";
import { planCard } from "../cards/kinds/plan.ts";
import { keepsText } from "../cards/kinds/plan-texts.ts";
import { actions } from "../cards/model/actions.ts";
import { limits } from "../cards/model/limits.ts";
import { renderSlack } from "../cards/slack/card.ts";
import { renderTeams } from "../cards/teams/card.ts";
import { anyCommand } from "../cards/testing/commands.ts";
import { type Read, readSlack, readTeams } from "../cards/testing/read.ts";
import { ids, planView } from "../cards/testing/views.ts";
import { drawn, unmarked } from "../domain/testing/unmarked.ts";
import { base64, fromBase64 } from "../protocol/bytes.ts";
import { type Plan, type PlanDraft, planBytes, readPlan, type Step } from "../protocol/plan/plan.ts";
import { refusalText } from "../words/refusals.ts";
import { readPlan as readForm } from "./proposal.ts";
import { exact as exactInSlack } from "./slack/read/exact.ts";
import type { Activity } from "./teams/read/activity.ts";
import { exact as exactInTeams } from "./teams/read/exact.ts";
import { escaped as escapedHtml, messageOf } from "./teams/testing/message.ts";
import { commandIn, type Exact } from "./typed.ts";

// Slack's client makes links of addresses, in code, too.
const slackCode = (typed: string): object => ({
	type: "rich_text_preformatted",
	elements: typed
		.split(/(https?:\/\/[^\s<>"]+)/)
		.map((part, i) => (i % 2 === 1 ? { type: "link", url: part } : { type: "text", text: part }))
		.filter((element) => element.text !== ""),
});
const sentFromSlack = (typed: string): unknown => ({
	text: "as Slack prettified it &lt;",
	blocks: [{ type: "rich_text", elements: [slackCode(typed)] }],
});

const escaped = (text: string): string => escapedHtml(text).replaceAll("\u00a0", "&nbsp;");
// With addresses made links of.
const teamsBlock = (typed: string): string =>
	`<pre><code>${escaped(typed).replaceAll(/https?:\/\/[^\s<>&"]+/g, '<a href="$&">$&</a>')}</code></pre>`;
// HTML drops a break straight after `<pre>`, so to have one there you write two.
const teamsPre = (typed: string): string =>
	`<pre>${typed.startsWith("\n") ? "\n" : ""}${escaped(typed)}</pre>`;
// Breaks as elements, and blanks that HTML would fold as no-break spaces.
const teamsSnippet = (typed: string): string => {
	const lines = typed.split("\n").map((line) => escaped(line).replaceAll(/ (?= )|^ | $/g, "&nbsp;"));
	return `<codeblock class="Bash"><code>${lines.join("<br>")}</code></codeblock><p>&nbsp;</p>`;
};
/** Everything arrives as JSON. */
const received = <T>(sent: unknown): T => JSON.parse(JSON.stringify(sent)) as T;

const platforms: {
	name: string;
	/** What of a text can be typed there. */
	typed: (text: string) => string;
	read: (typed: string) => Exact[];
	/** Whether the bot has to refuse it, since the platform's client may have changed it. */
	changed: (typed: string) => boolean;
	inputText: number;
}[] = [
	{
		name: "Slack",
		typed: (text) => text,
		read: (typed) => [exactInSlack(received(sentFromSlack(typed)))],
		changed: () => false,
		inputText: limits.slack.inputText,
	},
	{
		name: "Teams",
		// Two things look the same in what Teams sends, as docs/teams.md says, so no test types them:
		// CR LF, since its lines end in only one way, and a no-break space beside a blank or at a line's end, where Teams writes
		// one itself. A no-break space anywhere else, a CR without LF and a NUL are typed as they come.
		typed: (text) =>
			text
				.replaceAll(/\r+\n/g, "\n")
				.replaceAll(/(?<=^|[ \t\r\n\u00a0])\u00a0|\u00a0(?=[ \t\r\n\u00a0]|$)/g, " "),
		read: (typed) =>
			[teamsBlock, teamsPre, teamsSnippet].map((html) =>
				exactInTeams(received<Activity>(messageOf(html(typed), "as Teams prettified it"))),
			),
		changed: (typed) => typed.includes("\u00a0"),
		inputText: limits.teams.inputText,
	},
];

const cards: ((of: ReturnType<typeof planCard>) => Read)[] = [
	(of) => readSlack(renderSlack(of, "slack:T01"), {}),
	(of) => readTeams(renderTeams(of, { ids }, "entitled")),
];

const now = Date.UTC(2024, 0, 12, 16, 41);
const endpoint = "e_g0123456789abcdef";

/** By the dialog: in its input, or kept beside it where an input would change it. */
const proposed = (command: string, inputText: number): ReturnType<typeof readForm> => {
	const steps: Step[] = [{ phase: "command", command }];
	const kept = keepsText({ steps }, inputText) ? steps : null;
	const values = {
		...(kept === null && { command }),
		shell: "bash",
		runAs: "agent",
		stepTimeLimit: "600",
		failedCheck: "stop",
		decideWithin: "86400",
		runWithin: "3600",
		changes: "turns off the old sign-in",
	};
	return readForm({ endpoints: [endpoint], notBefore: null, values }, kept, now);
};

/** The plan as the agent reads it: from the bytes made of it once. */
const planned = ({ endpoints, decideWithin, ...choices }: PlanDraft): Plan => {
	const bytes = planBytes({
		v: 1,
		id: "pl_g0123456789abcdef",
		client: "c_g0123456789abcdef",
		session: "s_g0123456789abcdef",
		proposedBy: "p_g0123456789abcdef",
		proposedAt: now,
		decideBy: now + decideWithin * 1_000,
		endpoints: endpoints.map((id) => ({ id, name: "CLIENT-ACCT-01", key: "21fe".repeat(16) })),
		...choices,
		secrets: [],
		preflight: null,
	});
	return readPlan(fromBase64(base64(bytes)));
};

/** Shown character for character on both cards, with [Approve], or with the reason why not. Returns which of the two. */
const onCards = (steps: Step[], text: string): "approvable" | "reviewed" => {
	const view = planView({ steps, shell: "bash" });
	const { ok, reasons } = canApproveInChat(view);
	const card = planCard(view);
	for (const onCard of cards) {
		const { codes, sentences, buttons } = onCard(card);
		expect(buttons.includes(actions.approve)).toBe(ok);
		if (ok)
			expect(codes.map((code) => unmarked(code.text))).toEqual(codes.map((code) => drawn(text, code.text)));
		else {
			expect(buttons).toContain(actions.review);
			expect(sentences).toContain(`⚠ ${reasons[0]}`);
		}
	}
	return ok ? "approvable" : "reviewed";
};

type Came = "refused" | "unplanned" | ReturnType<typeof onCards>;

/** How far it comes. `shown`: onCards, perhaps remembered. */
const comes = (
	text: string,
	{ read, changed, inputText }: (typeof platforms)[number],
	shown: typeof onCards,
): Came => {
	for (const exact of read(text)) {
		const found = commandIn(exact, []);
		if (changed(text)) {
			if (found.kind !== "refused") throw new Error(`${found.kind}: not refused`);
			expect(refusalText(found.refusal)).toContain("no-break spaces");
		} else expect(found).toEqual({ kind: "command", command: text });
	}
	if (changed(text)) return "refused";
	const form = proposed(text, inputText);
	if (!form.ok) {
		expect(text).toContain("\0");
		expect(form.errors.command).toContain("NUL");
		return "unplanned";
	}
	const { steps } = planned(form.draft);
	expect(steps).toEqual([{ phase: "command", command: text }]);
	return shown(steps, text);
};

test("10,000 commands, typed into a code block in Slack and in Teams, are in the plan character for character, and on the cards or refused there with the reason", () => {
	const all = platforms.map((platform) => ({
		platform,
		count: { refused: 0, unplanned: 0, approvable: 0, reviewed: 0 },
	}));
	fc.assert(
		fc.property(anyCommand, (command) => {
			// The same steps give the same cards, wherever they were typed.
			const known = new Map<string, ReturnType<typeof onCards>>();
			const shown: typeof onCards = (steps, text) => {
				const found = known.get(text) ?? onCards(steps, text);
				known.set(text, found);
				return found;
			};
			for (const { platform, count } of all) count[comes(platform.typed(command), platform, shown)]++;
		}),
		{ numRuns: 10_000, seed: 4 },
	);
	for (const { platform, count } of all) {
		const { name, changed } = platform;
		expect(count.approvable, name).toBeGreaterThan(2_000);
		expect(count.reviewed, name).toBeGreaterThan(2_000);
		expect(count.unplanned, name).toBeGreaterThan(0);
		expect(count.refused > 0, name).toBe(changed("a\u00a0b"));
	}
});
