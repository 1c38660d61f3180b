import { expect, test } from "vitest";
import { actions, showAction } from "./actions.ts";
import { card } from "./card.ts";
import { limits } from "./limits.ts";
import { planCard } from "./plan.ts";
import { renderTeams, type Viewer } from "./teams.ts";
import { complaints } from "./testing/library.ts";
import { messages, planView } from "./testing/views.ts";

const people = { ids: new Map([["teams:tenant-1:U0ADA", "29:ada"]]) };
const rendered = (name: string, viewer: Viewer = "everyone") => {
	const message = messages[name];
	if (!message) throw new Error(`no message ${name}`);
	return renderTeams(card(message), people, viewer);
};

test.each(Object.keys(messages))("%s: Microsoft's own library takes the card without a complaint", (name) => {
	for (const viewer of ["everyone", "decider"] as const) {
		const message = rendered(name, viewer);
		expect(JSON.stringify(message).length).toBeLessThan(2 * limits.teams.messageJson);
		for (const { content } of message.attachments ?? []) expect(complaints(content)).toEqual([]);
	}
});

test("only who decides is shown the buttons, and each of them is shown them by themselves", () => {
	const titles = (viewer: Viewer) =>
		rendered("plan, open", viewer).attachments?.[0]?.content.actions?.map(({ title }) => title);
	expect(titles("everyone")).toEqual(["Details"]);
	expect(titles("decider")).toEqual(["Approve", "Deny…", "Ask…", "Details"]);
	const { plan } = planView();
	expect(rendered("plan, open").attachments?.[0]?.content.refresh).toEqual({
		action: {
			type: "Action.Execute",
			title: "Refresh",
			verb: showAction,
			data: { action: showAction, id: plan },
		},
		userIds: ["29:ada"],
	});
	expect(rendered("plan, approved").attachments?.[0]?.content).not.toHaveProperty("refresh");
});

test("no more people than Teams allows are shown a card of their own", () => {
	const who = Array.from({ length: 70 }, (_, i) => ({
		identities: [`teams:tenant-1:u${i}`],
		name: `P ${i}`,
	}));
	const ids = new Map(who.map(({ identities: [identity = ""] }, i) => [identity, `29:${i}`]));
	const { attachments } = renderTeams(planCard(planView({ approvers: who })), { ids });
	expect(attachments?.[0]?.content.refresh?.userIds).toHaveLength(limits.teams.refreshUserIds);
});

test("a button carries its name and an opaque id, nothing else", () => {
	const { actions: shown = [] } = rendered("plan, open", "decider").attachments?.[0]?.content ?? {};
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

test("a notice is text that mentions whoever it is for", () => {
	expect(rendered("notice, approval-asked")).toEqual({
		type: "message",
		summary:
			"Ada Lindqvist: Tom asks you to approve a change on CLIENT-ACCT-01: turns off the old sign-in so Monday's update installs.",
		text: "<at>Ada Lindqvist</at>: Tom asks you to approve a change on CLIENT-ACCT-01: turns off the old sign-in so Monday's update installs.",
		textFormat: "xml",
		entities: [
			{ type: "mention", text: "<at>Ada Lindqvist</at>", mentioned: { id: "29:ada", name: "Ada Lindqvist" } },
		],
	});
});
