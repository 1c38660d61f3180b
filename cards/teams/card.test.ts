import { expect, test } from "vitest";
import { z } from "zod";
import type { SessionView } from "../../protocol/read/view.ts";
import { card } from "../kinds/message.ts";
import { planCard } from "../kinds/plan.ts";
import { sessionCard } from "../kinds/session.ts";
import { actions, showActions } from "../model/actions.ts";
import { limits } from "../model/limits.ts";
import { hostileMessages } from "../testing/hostile.ts";
import { largestPlan, manyRuns } from "../testing/large.ts";
import { complaints } from "../testing/library.ts";
import { messages } from "../testing/messages.ts";
import { readTeams } from "../testing/read.ts";
import { random } from "../testing/texts.ts";
import { planView, sessionView } from "../testing/views.ts";
import { adaptiveCard, renderTeams, type TeamsMessage, type Viewer } from "./card.ts";

const people = { ids: new Map([["teams:tenant-1:U0ADA", "29:ada"]]) };
const rendered = (name: string, viewer: Viewer = "everyone") => {
	const message = messages[name];
	if (!message) throw new Error(`no message ${name}`);
	return renderTeams(card(message), people, viewer);
};

test.each(Object.keys(messages))("%s: Microsoft's own library takes the card without a complaint", (name) => {
	for (const viewer of ["everyone", "entitled"] as const) {
		const message = rendered(name, viewer);
		expect(JSON.stringify(message).length).toBeLessThan(2 * limits.teams.messageJson);
		for (const { content } of message.attachments ?? []) expect(complaints(content)).toEqual([]);
	}
});

test("only approvers see the buttons, each on a card of their own", () => {
	const titles = (viewer: Viewer) =>
		rendered("plan, open", viewer).attachments?.[0]?.content.actions?.map(({ title }) => title);
	expect(titles("everyone")).toBeUndefined();
	expect(titles("entitled")).toEqual(["Approve", "Deny…", "Ask…"]);
	const { plan } = planView();
	expect(rendered("plan, open").attachments?.[0]?.content.refresh).toEqual({
		action: {
			type: "Action.Execute",
			title: "Refresh",
			verb: showActions.plan,
			data: { action: showActions.plan, id: plan },
		},
		userIds: ["29:ada"],
	});
	expect(rendered("plan, approved").attachments?.[0]?.content).not.toHaveProperty("refresh");
});

test("of a session's card, each person is shown what they may press, and no button takes another's place", () => {
	const view = (some: Partial<SessionView>) =>
		sessionView({ served: [{ name: "Ada", identities: ["teams:tenant-1:U0ADA"] }], ...some });
	const titles = (some: Partial<SessionView>, viewer: Viewer) =>
		adaptiveCard(sessionCard(view(some)), people, viewer).actions?.map(({ title }) => title);
	const desk = { thread: "desk", takenBy: null } as const;
	expect(titles(desk, "everyone")).toEqual(["Full transcript", "Help"]);
	expect(titles(desk, "entitled")).toEqual([
		...["Full transcript", "Take it", "Run a command…", "Ticket…", "Close…", "Help"],
	]);
	const asker = { offers: { propose: false, serve: false, close: true } };
	expect(titles({ ...desk, ...asker }, "entitled")).toEqual(["Full transcript", "Close…", "Help"]);
	expect(titles({ state: "closed", ...asker }, "entitled")).toEqual(["Full transcript", "Reopen", "Help"]);
	expect(titles({ state: "closed" }, "everyone")).toEqual(["Full transcript", "Help"]);
	const { session } = view({});
	expect(adaptiveCard(sessionCard(view({})), people).refresh).toEqual({
		action: {
			...{ type: "Action.Execute", title: "Refresh", verb: showActions.session },
			data: { action: showActions.session, id: session },
		},
		userIds: ["29:ada"],
	});
	expect(adaptiveCard(sessionCard(view({ served: [] })), people)).not.toHaveProperty("refresh");
});

test("no more people than Teams allows get a card of their own", () => {
	const who = Array.from({ length: 70 }, (_, i) => ({
		identities: [`teams:tenant-1:u${i}`],
		name: `P ${i}`,
	}));
	const ids = new Map(who.map(({ identities: [identity = ""] }, i) => [identity, `29:${i}`]));
	const { attachments } = renderTeams(planCard(planView({ approvers: who })), { ids });
	expect(attachments?.[0]?.content.refresh?.userIds).toHaveLength(limits.teams.refreshUserIds);
});

test("a button carries its name and an opaque id, nothing else", () => {
	const { actions: shown = [] } = rendered("plan, open", "entitled").attachments?.[0]?.content ?? {};
	expect(shown.find(({ title }) => title === "Approve")).toEqual({
		type: "Action.Execute",
		title: "Approve",
		style: "positive",
		verb: actions.approve,
		data: { action: actions.approve, id: planView().plan },
	});
	expect(shown.find(({ title }) => title === "Deny…")).toEqual({
		type: "Action.Submit",
		title: "Deny…",
		style: "destructive",
		data: { msteams: { type: "task/fetch" }, action: actions.deny, id: planView().plan },
	});
});

test("a notice is text that mentions the people it is for", () => {
	expect(rendered("notice, approval-asked")).toEqual({
		type: "message",
		summary:
			"Ada Lindqvist: Tom asks you to approve a change on CLIENT-ACCT-01: “turns off the old sign-in so Monday's update installs.”",
		text: "<at>Ada Lindqvist</at>: Tom asks you to approve a change on CLIENT-ACCT-01: “turns off the old sign-in so Monday's update installs.”",
		textFormat: "xml",
		entities: [
			{ type: "mention", text: "<at>Ada Lindqvist</at>", mentioned: { id: "29:ada", name: "Ada Lindqvist" } },
		],
	});
});

const commandsOn = (message: TeamsMessage) => readTeams(message).codes.map(({ text }) => text);

test("the largest plan that chat may approve appears whole", () => {
	const plan = largestPlan();
	const message = renderTeams(planCard(plan), people, "entitled");
	expect(readTeams(message).buttons[0]).toBe(actions.approve);
	expect(commandsOn(message)).toEqual(plan.steps.map(({ command }) => command));
	expect(JSON.stringify(message.attachments?.[0]?.content).length).toBeLessThanOrEqual(
		limits.teams.messageJson,
	);
});

test("one character more than can be shown whole, and it goes to the console", () => {
	const on = (length: number) =>
		readTeams(
			renderTeams(
				planCard(planView({ steps: [{ phase: "command", command: "x".repeat(length) }] })),
				people,
				"entitled",
			),
		);
	expect(on(3_000).buttons[0]).toBe(actions.approve);
	expect(on(3_001).buttons[0]).toBe(actions.review);
	expect(on(3_001).sentences.join("\n")).toContain("3,001 characters");
});

test("only chat shortens a 64 KB command, with exact counts", () => {
	const command = `${"Write-Output 'é'\n".repeat(4_000)}end`;
	const plan = planView({ steps: [{ phase: "command", command }], chatApproval: false });
	const { codes } = readTeams(renderTeams(planCard(plan), people, "entitled"));
	const [{ text = "", label = "" } = {}] = codes;
	const bytes = (of: string) => new TextEncoder().encode(of).length.toLocaleString("en-US");
	expect(text.length).toBeGreaterThan(1_000);
	expect(command.startsWith(text)).toBe(true);
	expect(label).toContain(
		`shown: first ${bytes(text)} of ${bytes(command)} bytes; all of it is in the full transcript`,
	);
});

test.each(["running", "finished", "cancelled"] as const)(
	"210 runs with full output fit while %s, and the card says what it leaves out",
	(state) => {
		const message = renderTeams(planCard(manyRuns(state)), people, "entitled");
		expect(JSON.stringify(message.attachments?.[0]?.content).length).toBeLessThanOrEqual(
			limits.teams.messageJson,
		);
		expect(readTeams(message).sentences.join("\n")).toMatch(
			/and \d+ more; all of it is in the full transcript/,
		);
	},
);

const Element = z.looseObject({ type: z.string(), text: z.string().optional() });
const elements = (value: unknown): z.infer<typeof Element>[] => {
	if (Array.isArray(value)) return value.flatMap(elements);
	if (typeof value !== "object" || value === null) return [];
	const read = Element.safeParse(value);
	return [...(read.success ? [read.data] : []), ...Object.values(value).flatMap(elements)];
};
const ourTime = /\{\{DATE\([\dTZ:-]+, SHORT\)\}\} at \{\{TIME\([\dTZ:-]+\)\}\}/g;

/** It holds ids and nothing that anyone wrote. */
const ourLink = /^\[Open in the console\]\(https:\/\/[a-z.]+\/s\/[\w#]+\)$/;

test("1,000 hostile texts in every place stay inert, within the limits, and the same each time", () => {
	const next = random(8);
	for (let i = 0; i < 250; i++)
		for (const message of hostileMessages(next)) {
			const once = renderTeams(card(message), people, "entitled");
			expect(renderTeams(card(structuredClone(message)), people, "entitled")).toEqual(once);
			const json = JSON.stringify(once);
			expect(json).not.toMatch(/\\u[dD][89a-fA-F]|[\u202a-\u202e\u200b\ufeff\u2066-\u2069]/);
			for (const { mentioned } of once.entities ?? []) expect(mentioned.id).toBe("29:ada");
			expect(once.text?.replaceAll(/<\/?(?:at|b|code)>|<br\/>/g, "") ?? "").not.toMatch(/[<>]/);
			for (const { content } of once.attachments ?? []) {
				expect(JSON.stringify(content).length).toBeLessThanOrEqual(limits.teams.messageJson);
				expect(complaints(content)).toEqual([]);
				for (const { type, text = "" } of elements(content)) {
					expect(type).not.toBe("Action.OpenUrl");
					if (type === "TextRun") expect(text).not.toMatch(/\{\{|\n/);
					if (type === "TextBlock")
						expect(text.replaceAll(ourTime, "").replace(ourLink, "").replaceAll("**", "")).not.toMatch(
							/[*_[\]<>`~#\\|{}\n]/,
						);
				}
			}
		}
});
