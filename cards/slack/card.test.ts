import { expect, test } from "vitest";
import type { ChatMessage, RunView } from "../../protocol/read/view.ts";
import { card } from "../kinds/message.ts";
import { planCard } from "../kinds/plan.ts";
import { actions } from "../model/actions.ts";
import { type Card, sentences } from "../model/card.ts";
import { limits } from "../model/limits.ts";
import { hostileMessages } from "../testing/hostile.ts";
import { largestPlan, manyRuns } from "../testing/large.ts";
import { random } from "../testing/texts.ts";
import { at, dana, notice, planView, runView, sessionView } from "../testing/views.ts";
import { renderSlack, type SlackMessage } from "./card.ts";

const workspace = "slack:T01";
const render = (card: Card) => within(renderSlack(card, workspace));
const most = limits.slack;

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };
const walk = (value: Json, visit: (node: { [key: string]: Json }) => void): void => {
	if (Array.isArray(value)) for (const each of value) walk(each, visit);
	else if (value !== null && typeof value === "object") {
		visit(value);
		for (const each of Object.values(value)) walk(each, visit);
	}
};
const nodes = (message: SlackMessage): { [key: string]: Json }[] => {
	const found: { [key: string]: Json }[] = [];
	walk(JSON.parse(JSON.stringify(message.blocks)), (node) => found.push(node));
	return found;
};
const codes = (message: SlackMessage): string[] =>
	nodes(message).flatMap((node) =>
		node.type === "rich_text_preformatted" ? [JSON.parse(JSON.stringify(node.elements))[0].text] : [],
	);
const texts = (message: SlackMessage): string =>
	nodes(message)
		.flatMap((node) => (typeof node.text === "string" ? [node.text] : []))
		.join("");
const buttonsOf = (message: SlackMessage) =>
	nodes(message).flatMap((node) =>
		node.type === "button" ? [{ id: node.action_id, value: node.value }] : [],
	);

/** Fails where Slack would refuse the message, or where something in it is not inert. */
const within = (message: SlackMessage): SlackMessage => {
	expect(message.blocks.length).toBeLessThanOrEqual(most.blocks);
	expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(most.blocksJson);
	expect(message.text.length).toBeGreaterThan(0);
	expect(message.text.length).toBeLessThan(40_000);
	for (const node of nodes(message)) {
		expect(node.type).not.toBe("mrkdwn");
		expect(node.type).not.toBe("broadcast");
		if (node.type === "header") expect(textIn(node).length).toBeLessThanOrEqual(most.header);
		if (node.type === "plain_text") expect(node.emoji).toBe(false);
		if (node.type === "text") expect(node.text).not.toBe("");
		if (node.type === "button") {
			expect(textIn(node).length).toBeLessThanOrEqual(most.buttonText);
			expect(Object.values(actions)).toContain(node.action_id);
			expect(node.value).toMatch(/^[a-z]{1,2}_[gef][0-9a-z]{16}(?:\.pl_[gef][0-9a-z]{16})?$/);
			expect(node).not.toHaveProperty("url");
		}
		if (node.type === "actions")
			expect(Array.isArray(node.elements) && node.elements.length).toBeLessThanOrEqual(25);
	}
	expect(message.text.replace(/<@U0(?:ADA|TOM|DANA)>/g, "")).not.toMatch(/[<>]/);
	expect(JSON.stringify(message)).toBe(JSON.stringify(message).toWellFormed());
	expect(JSON.stringify(message)).not.toMatch(/\\u[dD][89a-fA-F]|[\u202a-\u202e\u200b\ufeff\u2066-\u2069]/);
	return message;
};
const textIn = (node: { [key: string]: Json }): string => JSON.parse(JSON.stringify(node.text)).text;

test("the session's message says who asked for what, its state, and what people can do", () => {
	const message = render(card({ type: "session", view: sessionView() }));
	expect(message.text).toContain("Caisey session 7A3F · Acme Dental: waiting for a technician");
	expect(nodes(message)).toContainEqual({ type: "user", user_id: "U0DANA" });
	expect(texts(message)).toContain("IT says just run this registry tweak");
	expect(buttonsOf(message).map(({ id }) => id)).toEqual([actions.runCommand, actions.transcript]);
	expect(nodes(message).filter((node) => node.type === "overflow")).toHaveLength(1);
});

test("a closed session offers its transcript, and to reopen it", () => {
	const message = render(card({ type: "session", view: sessionView({ state: "closed" }) }));
	expect(buttonsOf(message).map(({ id }) => id)).toEqual([actions.reopen, actions.transcript]);
	expect(JSON.stringify(message)).not.toContain(actions.close);
});

test("a person without an identity in that workspace appears in bold, without a mention", () => {
	const stranger = { identities: ["slack:T99:U0DANA", "teams:t:u"], name: "Dana Reyes" };
	const message = render(card({ type: "session", view: sessionView({ requester: stranger }) }));
	expect(JSON.stringify(message)).not.toContain("user_id");
	expect(nodes(message)).toContainEqual({ type: "text", text: "Dana Reyes", style: { bold: true } });
});

test("times appear in the reader's zone, or else in UTC", () => {
	const dates = nodes(render(planCard(planView()))).filter((node) => node.type === "date");
	expect(dates).toContainEqual(
		expect.objectContaining({ timestamp: (at + 86_400_000) / 1000, fallback: "2024-01-13 16:41 UTC" }),
	);
});

test("every step of an open plan appears on the card, character for character", () => {
	const plan = planView();
	const message = render(planCard(plan));
	expect(codes(message)).toEqual(plan.steps.map(({ command }) => command));
	expect(buttonsOf(message)).toEqual([
		{ id: actions.approve, value: plan.plan },
		{ id: actions.deny, value: plan.plan },
		{ id: actions.ask, value: plan.plan },
		{ id: actions.details, value: `${plan.session}.${plan.plan}` },
	]);
});

test("the largest plan that chat may approve appears whole", () => {
	const plan = largestPlan();
	const message = render(planCard(plan));
	expect(buttonsOf(message)[0]?.id).toBe(actions.approve);
	expect(codes(message)).toEqual(plan.steps.map(({ command }) => command));
});

test("one character more than can be shown whole, and it goes to the console", () => {
	const of = (length: number) =>
		planCard(planView({ steps: [{ phase: "command", command: "x".repeat(length) }] }));
	expect(of(3_000).buttons[0]?.action).toBe(actions.approve);
	expect(of(3_001).buttons[0]?.action).toBe(actions.review);
	expect(texts(render(of(3_001)))).toContain("3,001 characters");
	const lines = (n: number) =>
		planCard(planView({ steps: [{ phase: "command", command: Array(n).fill("x").join("\n") }] }));
	expect(lines(60).buttons[0]?.action).toBe(actions.approve);
	expect(lines(61).buttons[0]?.action).toBe(actions.review);
});

test("the card names a look-alike character in a step and sends the plan to the console", () => {
	const command = "Set-ItemProperty -Name LegаcyMode\u202e";
	const message = render(planCard(planView({ steps: [{ phase: "command", command }] })));
	expect(texts(message)).toContain("⚠ step 1: ⟨U+0430 Cyrillic a⟩ within a Latin word, line 1");
	expect(codes(message)).toEqual([
		"Set-ItemProperty -Name Leg⟨U+0430 Cyrillic a⟩cyMode⟨U+202E right-to-left override⟩",
	]);
	expect(buttonsOf(message).map(({ id }) => id)).not.toContain(actions.approve);
	expect(buttonsOf(message)[0]?.id).toBe(actions.review);
});

test("Approve needs the Session's word and the text's own", () => {
	expect(planCard(planView({ chatApproval: false })).buttons[0]?.action).toBe(actions.review);
	expect(planCard(planView({ oddities: [{ step: 0, what: "x" }] })).buttons[0]?.action).toBe(actions.review);
	expect(planCard(planView({ cwd: "C:\\\u200btemp" })).buttons[0]?.action).toBe(actions.review);
	expect(planCard(planView({ runAs: { kind: "user", name: "аdmin" } })).buttons[0]?.action).toBe(
		actions.review,
	);
});

test.each([
	[
		"# Restarts the print spooler, waits for\nrm -rf /srv",
		"1│ # Restarts the print spooler, waits for\n2│ rm -rf /srv",
	],
	[`${"a\n".repeat(9)}\n  b`, ` 1│ a\n 2│ a\n 3│ a\n 4│ a\n 5│ a\n 6│ a\n 7│ a\n 8│ a\n 9│ a\n10│\n11│   b`],
	["one\r\ntwo\nthree", "1│ one⟨carriage return⟩\n2│ two\n3│ three"],
	["one\r\ntwo", "1│ one\n2│ two"],
])(
	"each of several lines has its number, so that a line which goes on below isn't two: %j",
	(command, drawn) => {
		const message = render(planCard(planView({ steps: [{ phase: "command", command }] })));
		expect(codes(message)).toEqual([drawn]);
		expect(texts(message)).toContain(" · lines numbered here only");
		expect(buttonsOf(message)[0]?.id).toBe(actions.approve);
	},
);

test("a single line has no number, and the card spells out what looks like one", () => {
	const message = render(planCard(planView({ steps: [{ phase: "command", command: "echo a 2│ rm" }] })));
	expect(codes(message)).toEqual(["echo a 2⟨U+2502 box drawings light vertical⟩ rm"]);
	expect(texts(message)).not.toContain("numbered");
});

test("where approvers sign with passkeys, the card leads to the console in place of [Approve]", () => {
	expect(planCard(planView({ approval: "passkey" })).buttons[0]).toMatchObject({
		action: actions.review,
		label: "Approve with your passkey",
		forSome: true,
	});
});

test("only chat shortens a 64 KB command, with exact counts", () => {
	const command = `${"Write-Output 'é'\n".repeat(4_000)}end`;
	const message = render(planCard(planView({ steps: [{ phase: "command", command }], chatApproval: false })));
	const shown = codes(message)[0]?.replaceAll(/^ *\d+│ ?/gm, "") ?? "";
	const bytes = new TextEncoder().encode(shown).length.toLocaleString("en-US");
	const all = new TextEncoder().encode(command).length.toLocaleString("en-US");
	expect(command.startsWith(shown)).toBe(true);
	expect(texts(message)).toContain(
		`shown: first ${bytes} of ${all} bytes; all of it is in the full transcript`,
	);
});

test("a finished plan says how it went, with exact counts, and before and after side by side", () => {
	const message = render(
		planCard(
			planView({
				state: "finished",
				votes: [{ name: "Ada Lindqvist", surface: "teams", verdict: "approve", at, reason: null }],
				runs: [
					runView({ phase: "before", stdout: 13, lines: 1, excerpt: "LegacyMode 1\n" }),
					runView({ stdout: 847, lines: 31_204, excerpt: Array(60).fill("line").join("\n"), whole: false }),
					runView({ phase: "after", stdout: 13, lines: 1, excerpt: "LegacyMode 0\n" }),
				],
			}),
		),
	);
	const all = texts(message);
	expect(message.text).toMatch(/^Done on CLIENT-ACCT-01/);
	expect(all).toContain("Before LegacyMode 1 → After LegacyMode 0");
	expect(all).toContain("1.4 s · exit 0 · stdout 847 bytes · stderr 0 bytes");
	expect(all).toContain("shown: first 20 of 31,204 lines · 847 bytes in all");
	expect(all.match(/LegacyMode 1/g)).toHaveLength(1);
	expect(all).toContain("Approved by Ada Lindqvist in Teams, ");
	expect(all).toContain("5f0e…91aa");
	expect(buttonsOf(message).map(({ id }) => id)).toEqual([actions.transcript, actions.proposeAgain]);
});

test("if policy keeps output out of chat, the card has only counts", () => {
	const message = render(
		planCard(
			planView({ state: "finished", outputInChat: "counts", runs: [runView({ stdout: 847, whole: false })] }),
		),
	);
	expect(texts(message)).toContain("stdout 847 bytes · stderr 0 bytes · output is kept out of chat");
});

test("output in chat has no colours, and names other control characters", () => {
	const excerpt = "\x1b[31;1mWrite-Error: \x1b[31;1mboo\x1b[0m\n\x1b[2Jgone\x07\n";
	const message = render(planCard(planView({ state: "finished", runs: [runView({ excerpt })] })));
	expect(codes(message).at(-1)).toBe("Write-Error: boo\n⟨U+001B escape⟩[2Jgone⟨U+0007 bell⟩");
});

test("output that was decoded or drawn says so, and never counts more bytes than there are", () => {
	const reading = { as: ["UTF-16LE"], overdrawn: true };
	const shownAs = (some: Partial<RunView>) =>
		texts(render(planCard(planView({ state: "finished", runs: [runView(some)] }))));
	const whole = { excerpt: "Successfully installed\n", stdout: 1_524, lines: 2, reading };
	expect(shownAs(whole)).toContain(
		"Output, read as UTF-16LE, and shown as a terminal leaves it · shown: all",
	);
	const cut = { ...whole, excerpt: "\0".repeat(900), whole: false, lines: null };
	expect(shownAs({ ...cut, reading: { as: [], overdrawn: false } })).toContain(
		"Output · shown: the first of it · 1,524 bytes in all",
	);
});

test("what failed shows its last lines, since they say why", () => {
	const lines = [...Array.from({ length: 40 }, (_, i) => `step ${i}`), "failed with exit code: 1603"];
	const failed = runView({
		end: { outcome: "exited", code: 1 },
		part: "last",
		excerpt: `${lines.join("\n")}\n`,
		stdout: 900,
		lines: 900,
		whole: false,
	});
	const message = render(planCard(planView({ state: "finished", runs: [failed] })));
	expect(codes(message).at(-1)).toBe(lines.slice(-20).join("\n"));
	expect(texts(message)).toContain("Last lines · shown: last 20 of 900 lines · 900 bytes in all");
});

test("the card of a running plan shows the last lines and a way to cancel", () => {
	const run = runView({
		state: "running",
		end: null,
		durationMs: 12_000,
		stdout: 3_100_000,
		lines: 9_000,
		whole: false,
		excerpt: "1\n2\n3\n4\n5\n6\n7\n",
	});
	const message = render(planCard(planView({ state: "running", runs: [run] })));
	expect(texts(message)).toContain("Run · 12 s · 3.1 MB so far");
	expect(codes(message).at(-1)).toBe("3\n4\n5\n6\n7");
	expect(buttonsOf(message).map(({ id }) => id)).toEqual([actions.transcript, actions.cancel]);
});

test("210 runs with full output fit, and the card says what it leaves out", () => {
	for (const state of ["running", "finished", "cancelled"] as const) {
		const message = render(planCard(manyRuns(state)));
		expect(texts(message)).toMatch(/and \d+ more; all of it is in the full transcript/);
	}
});

test("50 facts and the longest of everything fit", () => {
	const facts = Array.from({ length: 50 }, (_, i) => ({
		label: `"label\\${"l".repeat(100)}${i}`,
		line: ["é\n".repeat(1_000)],
	}));
	const many: Card = {
		...sentences(["x".repeat(50_000)], [{ mention: dana }]),
		title: "T".repeat(1_000),
		state: "s".repeat(100),
		buttons: Array.from({ length: 40 }, () => ({
			action: actions.help,
			id: "s_g0123456789ab7a3f",
			label: "L".repeat(300),
		})),
		menu: Array.from({ length: 9 }, () => ({
			action: actions.help,
			id: "s_g0123456789ab7a3f",
			label: "L".repeat(300),
		})),
	};
	many.sections.push({ kind: "facts", facts });
	render(many);
});

test("the card cuts essential parts only at the very last, and then offers no approval", () => {
	const huge = planCard(planView());
	huge.sections.push({ kind: "code", label: "Run", text: "x".repeat(60_000), keep: true });
	const message = render(huge);
	expect(buttonsOf(message).map(({ id }) => id)).toEqual([
		actions.review,
		actions.deny,
		actions.ask,
		actions.details,
	]);
});

const turns: ChatMessage[] = (
	[
		"approval-asked",
		"approval-wanted-by",
		"question",
		"approved",
		"denied",
		"expired",
		"cancelled",
		"reminder",
		"finished",
		"undelivered",
		"refused-by-agent",
		"stray-grant",
		"disk",
		"closed",
	] as const
).map((turn) => ({
	type: "notice",
	view: notice({
		turn,
		text: "why",
		outcomes:
			turn === "finished" ? [{ endpoint: "CLIENT-ACCT-01", outcome: "done", why: "", doubted: [] }] : [],
	}),
}));

test.each(turns)("a notice can be understood from the notification alone: %#", (message) => {
	const { text, blocks } = render(card(message));
	expect(text).toMatch(/^<@U0ADA>: \S.{20,}/);
	expect(blocks.filter(({ type }) => type !== "actions")).toHaveLength(1);
});

test("the notices read as people speak", () => {
	expect(render(card({ type: "notice", view: notice() })).text).toBe(
		"<@U0ADA>: Tom asks you to approve a change on CLIENT-ACCT-01: “turns off the old sign-in so Monday's update installs.”",
	);
	const done = notice({
		turn: "finished",
		to: [dana],
		text: "LegacyMode 1 → 0",
		outcomes: [{ endpoint: "CLIENT-ACCT-01", outcome: "done", why: "", doubted: [] }],
	});
	expect(render(card({ type: "notice", view: done })).text).toBe(
		"<@U0DANA>: Done on CLIENT-ACCT-01: CLIENT-ACCT-01 printed “LegacyMode 1 → 0”.",
	);
});

test("the signed head appears in full, so that people can compare it", () => {
	const view = {
		session: "s_g0123456789ab7a3f",
		whole: true,
		count: 31_204,
		link: "ab".repeat(32),
		keyId: "k1",
		at,
		url: "https://x",
	};
	expect(texts(render(card({ type: "head", view })))).toContain("ab".repeat(32));
});

/** The link to the console, which holds ids and nothing that anyone wrote. */
const isOurs = ({ text, url }: Record<string, unknown>): boolean =>
	text === "Open in the console" && /^https:\/\/[a-z.]+\/s\/[\w#]+$/.test(String(url));

test("2,000 hostile texts in every place stay inert, within the limits, and the same each time", () => {
	const next = random(7);
	for (let i = 0; i < 500; i++) {
		for (const message of hostileMessages(next)) {
			const once = render(card(message));
			const all = nodes(once);
			expect(all.filter((node) => node.type === "link" && !isOurs(node))).toEqual([]);
			expect(
				all.every(
					(node) =>
						node.type !== "user" ||
						node.user_id === "U0ADA" ||
						node.user_id === "U0TOM" ||
						node.user_id === "U0DANA",
				),
			).toBe(true);
			expect(JSON.stringify(render(card(structuredClone(message))))).toBe(JSON.stringify(once));
		}
	}
});
