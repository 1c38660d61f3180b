import { expect, test, vi } from "vitest";
import { z } from "zod";
import { actions, choices, dialogs, linkAction } from "../../../cards/model/actions.ts";
import { emptyHome } from "../../../cards/testing/views.ts";
import { refusalText } from "../../../words/refusals.ts";
import { draft, endpoint, form, plan, session } from "../../testing/backend.ts";
import { card, place, pressing, ref, root, type View } from "../testing/presses.ts";
import { channel, eventOf, interaction, readable, setupOn, slackOfTests, team } from "../testing/slack.ts";
import { homeBlocks } from "./home.ts";

const slack = await slackOfTests();

const setup = setupOn(slack);
const { by, trigger, press, lastView } = pressing(slack);
const said = () =>
	slack.of("chat.postEphemeral").map(({ body, answer }) => ({
		text: readable(body.blocks),
		thread: body.thread_ts,
		user: body.user,
		ok: answer.ok,
	}));

test("Approve says who pressed which plan's button on which message, and nothing more", async () => {
	const { recorded, interact } = setup();
	expect((await interact(await press("ada", actions.approve, plan))).status).toBe(200);
	expect(recorded.intents).toEqual([
		["vote", { by: by("ada"), place: place, ref: ref, plan, verdict: "approve", reason: null }],
	]);
	expect(slack.calls.filter(({ method }) => method !== "views.generateTriggerId")).toEqual([]);
});

test("a person who may not approve learns privately, in the thread, who can", async () => {
	const refusal = {
		code: "not-an-approver" as const,
		client: "Acme Dental",
		approvers: ["Ada Lindqvist", "Sam Roy"],
		told: true,
	};
	const { interact } = setup({ vote: async () => ({ ok: false, refusal }) });
	await interact(await press("dana", actions.approve, plan));
	expect(said()).toEqual([
		{
			text: "Only Ada Lindqvist or Sam Roy can approve for Acme Dental. I've told them that you'd like this done.",
			thread: root,
			user: slack.user("dana"),
			ok: true,
		},
	]);
});

test("the first of several approvers gets private thanks", async () => {
	const { interact } = setup({ vote: async () => ({ ok: true, decided: false }) });
	await interact(await press("ada", actions.approve, plan));
	expect(said()[0]?.text).toContain("Someone else has to approve this too");
});

test("a button on the thread's first message is answered where it was pressed", async () => {
	const { recorded, interact } = setup();
	await interact(
		await press("dana", actions.transcript, session, {
			container: { type: "message", message_ts: root, channel_id: channel },
			message: { ts: root },
		}),
	);
	expect(recorded.of("signInLink")).toMatchObject([{ by: by("dana"), session, place: { thread: root } }]);
	expect(said()).toMatchObject([{ thread: undefined, user: slack.user("dana") }]);
});

test.each([actions.transcript, actions.review, actions.details])(
	"%s gives a personal link, privately and as a link element",
	async (action) => {
		const { interact } = setup();
		await interact(await press("ada", action, session));
		const [answer] = slack.of("chat.postEphemeral");
		expect(JSON.stringify(answer?.body.blocks)).toContain(
			'{"type":"link","url":"https://caisey.example/sign-in/abc","text":"Open it in your browser"}',
		);
		expect(said()[0]?.text).toContain("Only you can use this link, once, within 5 minutes");
		expect(slack.of("chat.postMessage")).toEqual([]);
	},
);

test.each([actions.review, actions.details])("%s of a plan's card leads to that plan", async (action) => {
	const { recorded, interact } = setup();
	await interact(await press("ada", action, `${session}.${plan}`));
	expect(recorded.of("signInLink")).toMatchObject([{ session }]);
	const blocks = () => JSON.stringify(slack.of("chat.postEphemeral").at(-1)?.body.blocks);
	expect(blocks()).toContain(`"url":"https://caisey.example/sign-in/abc#${plan}"`);
	await interact(await press("ada", action, `${session}.x" onclick`));
	expect(blocks()).toContain('"url":"https://caisey.example/sign-in/abc"');
});

test("a person without a role gets no link", async () => {
	const { interact } = setup({
		signInLink: async () => ({ ok: false, refusal: { code: "no-role", client: "Acme" } }),
	});
	await interact(await press("dana", actions.details, session));
	expect(said()[0]?.text).toBe(refusalText({ code: "no-role", client: "Acme" }));
});

test("the bot passes on Cancel and Close; refusals come back privately", async () => {
	const { recorded, interact } = setup({
		closing: async () => ({ ok: false, refusal: { code: "open-plan" } }),
	});
	await interact(await press("tom", actions.cancel, plan, { message: asking(true) }));
	await interact(
		await press("tom", "menu", "", {
			actions: [
				{ type: "overflow", action_id: "menu", selected_option: { value: `${actions.close} ${session}` } },
			],
		}),
	);
	expect(recorded.intents).toEqual([
		["cancel", { by: by("tom"), place: place, ref: ref, plan }],
		["closing", { by: by("tom"), place: place, session }],
	]);
	expect(said()[0]?.text).toBe(refusalText({ code: "open-plan" }));
});

const asking = (asks: boolean, value = plan) => ({
	ts: card,
	thread_ts: root,
	blocks: [
		{
			type: "actions",
			block_id: "b",
			elements: [
				{ type: "button", action_id: actions.transcript, value: session, confirm: {} },
				{ type: "button", action_id: actions.cancel, value, ...(asks && { confirm: {} }) },
			],
		},
	],
});

test.each([
	["of a card that was posted before Cancel… asked", asking(false)],
	["of another plan than the one on the card", asking(true, "pl_g0000000000000009")],
	["where Slack gives no message back", { ts: card, thread_ts: root }],
	[
		"of a message whose blocks are of a newer kind",
		{ ts: card, thread_ts: root, blocks: [{ type: "card" }] },
	],
])("Cancel %s asks in a dialog before anything is stopped", async (_, message) => {
	const { recorded, interact } = setup();
	await interact(await press("tom", actions.cancel, plan, { message }));
	expect(recorded.intents).toEqual([["askCancel", { by: by("tom"), place: place, ref: ref, plan }]]);
	expect(lastView().title.text).toBe("Cancel this change?");
});

test("Help in the menu explains", async () => {
	const { recorded, interact } = setup();
	await interact(
		await press("tom", "menu", "", {
			actions: [
				{ type: "overflow", action_id: "menu", selected_option: { value: `${actions.help} ${session}` } },
			],
		}),
	);
	expect(said()[0]?.text).toContain("Nothing runs before that");
	expect(recorded.intents).toEqual([]);
});

test.each(["plan_explode", "plan_approve2", "xplan_approve", "PLAN_APPROVE"])(
	"an unknown action does nothing, is recorded, and the person learns so: %s",
	async (action) => {
		const { recorded, interact } = setup();
		expect((await interact(await press("ada", action, plan))).status).toBe(200);
		expect(recorded.intents).toEqual([
			["attempt", { by: by("ada"), place: place, action, code: "unknown-action", detail: action }],
		]);
		expect(said()[0]?.text).toBe(refusalText({ code: "unknown-action" }));
	},
);

test("an unknown option of the menu is an unknown action", async () => {
	const { recorded, interact } = setup();
	await interact(
		await press("ada", "menu", "", {
			actions: [{ type: "overflow", action_id: "menu", selected_option: { value: "toString x" } }],
		}),
	);
	expect(recorded.of("attempt")).toMatchObject([{ action: "toString", code: "unknown-action" }]);
});

test("choosing in a select, or opening a link, does nothing yet", async () => {
	const { recorded, interact } = setup();
	for (const action of [choices.draftEndpoint, choices.endpoints, linkAction])
		expect((await interact(await press("tom", action, ""))).status).toBe(200);
	expect(recorded.intents).toEqual([]);
});

test("events without a handler, and unknown shapes, are answered anyway", async () => {
	const { recorded, event, interact, errors } = setup();
	expect(
		(
			await event(
				eventOf({ type: "reaction_added", user: "U1", item: { type: "message", channel, ts: "1" } }),
			)
		).status,
	).toBe(200);
	expect((await interact(interaction(slack.user("tom"), { type: "something_new" }))).status).toBe(200);
	expect(recorded.intents).toEqual([]);
	expect(errors).toEqual([]);
});

test.each([
	{ callback_id: "unknown" },
	{ callback_id: dialogs.deny, private_metadata: "not ours" },
	{ callback_id: dialogs.plan, private_metadata: JSON.stringify({ plan }) },
])("an unknown dialog does nothing, is recorded, and the person learns so: %o", async (sent) => {
	const { recorded, interact, errors } = setup();
	const view = { id: "V1", app_installed_team_id: team, blocks: [], ...sent };
	const answer = await interact(interaction(slack.user("ada"), { type: "view_submission", view }));
	expect(readable(JSON.parse(answer.text))).toContain(refusalText({ code: "unknown-action" }));
	expect(recorded.intents).toEqual([
		[
			"attempt",
			{
				by: by("ada"),
				place: { workspace: place.workspace, channel: "", thread: null },
				...{ action: "dialog", code: "unknown-action", detail: "no dialog of ours" },
			},
		],
	]);
	expect(errors).toEqual([]);
});

test("an unknown shortcut does nothing, is recorded, and the person learns so", async () => {
	const { recorded, interact } = setup();
	const about = { channel: { id: channel, name: "general" }, message: { ts: card, thread_ts: root } };
	const started = { type: "message_action", callback_id: "start_world", trigger_id: "1", ...about };
	await interact(interaction(slack.user("ada"), started));
	expect(recorded.of("attempt")).toEqual([
		{ by: by("ada"), place, action: "shortcut", code: "unknown-action", detail: "shortcut" },
	]);
	expect(said()[0]?.text).toBe(refusalText({ code: "unknown-action" }));
});

const submit = (name: string, view: View, values: object) =>
	interaction(slack.user(name), {
		type: "view_submission",
		trigger_id: "1",
		view: { ...view, app_installed_team_id: team, state: { values } },
	});

test("Deny… asks for a reason at once, and passes it on with the card's own message", async () => {
	const { recorded, interact } = setup();
	await interact(await press("ada", actions.deny, plan));
	const view = lastView();
	expect(view.callback_id).toBe(dialogs.deny);
	const empty = await interact(
		submit("ada", view, { question: { value: { type: "plain_text_input", value: "  " } } }),
	);
	expect(empty.json()).toMatchObject({ response_action: "errors", errors: { question: expect.any(String) } });
	expect(recorded.intents).toEqual([]);
	const sent = await interact(
		submit("ada", view, { question: { value: { type: "plain_text_input", value: "Not before Monday" } } }),
	);
	expect(sent.json()).toEqual({ response_action: "clear" });
	expect(recorded.intents).toEqual([
		["vote", { by: by("ada"), place: place, ref: ref, plan, verdict: "deny", reason: "Not before Monday" }],
	]);
});

test("Ask… passes on the question; the dialog shows a refusal", async () => {
	const { recorded, interact } = setup({
		ask: async () => ({ ok: false, refusal: { code: "session-closed" } }),
	});
	await interact(await press("ada", actions.ask, plan));
	const view = lastView();
	const sent = await interact(
		submit("ada", view, { question: { value: { type: "plain_text_input", value: "Why?" } } }),
	);
	expect(recorded.of("ask")).toEqual([
		{ by: by("ada"), place: place, ref: ref, plan, question: "Why?", once: view.id },
	]);
	expect(sent.json()).toMatchObject({ response_action: "update" });
	expect(readable(sent.json())).toContain(refusalText({ code: "session-closed" }));
});

test("if the Backend is slow to judge, Slack gets its answer before that, and the dialog shows the outcome later", async () => {
	const gate = Promise.withResolvers<void>();
	const { interact, post } = setup({
		ask: async () => {
			await gate.promise;
			return { ok: false, refusal: { code: "session-closed" } };
		},
	});
	await interact(await press("ada", actions.ask, plan));
	const view = lastView();
	const payload = JSON.stringify(
		submit("ada", view, { question: { value: { type: "plain_text_input", value: "Why?" } } }),
	);
	const sent = await post(new URLSearchParams({ payload }).toString(), "application/x-www-form-urlencoded");
	expect(readable(JSON.parse(sent.text))).toContain("One moment…");
	await slack.call("views.update", { view_id: view.id, view: JSON.parse(sent.text).view });
	gate.resolve();
	await sent.done();
	expect(lastView().id).toBe(view.id);
	expect(readable(lastView())).toContain(refusalText({ code: "session-closed" }));
});

const sentLate = async (ask: Promise<unknown>) => {
	const refusal = { code: "session-closed" } as const;
	const { interact, post } = setup({
		ask: async () => {
			await ask;
			return { ok: false, refusal };
		},
	});
	await interact(await press("ada", actions.ask, plan));
	const view = lastView();
	const values = { question: { value: { type: "plain_text_input", value: "Why?" } } };
	const payload = JSON.stringify(submit("ada", view, values));
	const sent = await post(new URLSearchParams({ payload }).toString(), "application/x-www-form-urlencoded");
	return { view, sent, outcome: refusalText(refusal) };
};

test("an outcome that comes to Slack before the answer to the dialog isn't covered by that answer", async () => {
	const gate = Promise.withResolvers<void>();
	const { view, sent, outcome } = await sentLate(gate.promise);
	gate.resolve();
	await expect.poll(() => slack.of("views.update").length).toBeGreaterThan(0);
	expect(slack.of("views.update").map(({ answer }) => answer.ok)).not.toContain(true);
	// Now Slack has read the answer.
	await slack.call("views.update", { view_id: view.id, view: JSON.parse(sent.text).view });
	await sent.done();
	expect(lastView().id).toBe(view.id);
	expect(readable(lastView())).toContain(outcome);
});

test("where Slack takes no name from an answer, the dialog shows the outcome all the same", async () => {
	const gate = Promise.withResolvers<void>();
	const { view, sent, outcome } = await sentLate(gate.promise);
	const { external_id: _, ...unnamed } = JSON.parse(sent.text).view;
	await slack.call("views.update", { view_id: view.id, view: unnamed });
	gate.resolve();
	await sent.done();
	expect(readable(lastView())).toContain(outcome);
});

test("a press that Slack opens no dialog for any more is told so, to be repeated", async () => {
	const { interact, errors } = setup();
	const late = await press("ada", actions.ask, plan);
	vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 200_000 });
	try {
		await interact(late);
	} finally {
		vi.useRealTimers();
	}
	expect(errors).toHaveLength(1);
	expect(said()).toMatchObject([{ text: refusalText({ code: "not-opened" }), ok: true }]);
});

test("[Not a command] drops the draft and removes the preview", async () => {
	const { recorded, interact } = setup();
	const url = slack.responseUrl();
	await interact(await press("tom", actions.draftDrop, draft, { response_url: url }));
	expect(recorded.of("form")).toEqual([{ by: by("tom"), place: place, from: { from: "draft", draft } }]);
	expect(recorded.of("dropDraft")).toEqual([{ by: by("tom"), draft, session }]);
	expect(slack.responses.map(({ body }) => body)).toEqual([
		{ replace_original: false, delete_original: true },
	]);
});

test("a person who may not drop another's command learns so, and the preview stays", async () => {
	const refusal = { code: "not-your-draft" } as const;
	const { interact } = setup({ dropDraft: async () => ({ ok: false, refusal }) });
	await interact(await press("tom", actions.draftDrop, draft, { response_url: slack.responseUrl() }));
	expect(slack.responses.map(({ body }) => body.delete_original)).not.toContain(true);
	expect([...said(), ...slack.responses].length).toBe(1);
});

test("a preview whose command is gone disappears without a word", async () => {
	const { recorded, interact } = setup({
		form: async () => ({ ok: false, refusal: { code: "not-found", what: "draft" } }),
	});
	const url = slack.responseUrl();
	await interact(await press("tom", actions.draftDrop, draft, { response_url: url }));
	expect(recorded.of("dropDraft")).toEqual([]);
	expect(slack.responses.map(({ body }) => body)).toEqual([
		{ replace_original: false, delete_original: true },
	]);
	expect(said()).toEqual([]);
});

test("the Home tab shows what waits for an approver, and a technician's endpoints and sessions", async () => {
	const home = {
		...emptyHome,
		clients: [{ name: "Acme Dental", roles: ["approver"] }],
		pending: [
			{
				plan,
				session,
				client: "Acme Dental",
				changes: "turns off <!channel>",
				endpoints: ["CLIENT-ACCT-01"],
				decideBy: Date.now(),
				url: "https://caisey.example/s/1",
			},
		],
		endpoints: [
			{
				...endpoint("CLIENT-ACCT-01", { online: false, lastSeen: 0, similarTo: ["CLIENT-ACCT-10"] }),
				client: "Acme Dental",
			},
		],
		sessions: [
			{
				session,
				client: "Acme Dental",
				request: "make it work",
				state: "running" as const,
				openedAt: Date.now(),
				ticket: null,
				takenBy: null,
				went: null,
				url: "https://caisey.example/s/2",
			},
		],
	};
	const { recorded, event } = setup({ home: async () => home });
	await event(eventOf({ type: "app_home_opened", user: slack.user("ada"), tab: "home", channel: "D1" }));
	expect(recorded.of("home")).toEqual([
		{ by: { identity: by("ada").identity, name: slack.user("ada") }, workspace: `slack:${team}` },
	]);
	const [published] = slack.of("views.publish");
	expect(published?.answer.ok).toBe(true);
	const text = readable(published?.body.view);
	for (const part of [
		"Waiting for your decision",
		"Review in the console",
		"turns off <!channel>",
		"Recent sessions",
		"running",
		"Endpoints",
		"⚠ not CLIENT-ACCT-10",
		"offline since 1970-01-01",
	])
		expect(text).toContain(part);
	expect(JSON.stringify(published?.body.view)).not.toContain("mrkdwn");
	// One press to the page, for who is signed in there.
	const { blocks } = z
		.object({ blocks: z.array(z.looseObject({ elements: z.array(z.unknown()).optional() })) })
		.parse(published?.body.view);
	const opens = { type: "button", action_id: "link", text: { text: "Open in the console" } };
	expect(
		blocks.flatMap(({ elements = [] }) => elements).filter((one) => JSON.stringify(one).includes("/s/")),
	).toMatchObject([
		{ ...opens, url: `https://caisey.example/s/1#${plan}` },
		{ ...opens, url: "https://caisey.example/s/2" },
	]);
	await event(eventOf({ type: "app_home_opened", user: slack.user("ada"), tab: "messages", channel: "D1" }));
	expect(recorded.of("home")).toHaveLength(1);
});

test("a full Home tab stays within Slack's limit, an empty one says what to do", () => {
	const line = {
		session,
		client: "x".repeat(100),
		request: "r".repeat(5_000),
		state: "running" as const,
		openedAt: 0,
		ticket: null,
		takenBy: null,
		went: "w".repeat(2_000),
		url: "x",
	};
	const full = homeBlocks({
		name: "x",
		listed: true,
		erasures: [],
		away: [],
		requests: [],
		queue: [],
		queued: { mine: 0, unclaimed: 0, approval: 0, running: 0 },
		clients: [{ name: "x", roles: [] }],
		pending: Array.from({ length: 50 }, () => ({
			plan,
			session,
			client: "c",
			changes: "c".repeat(1_000),
			endpoints: Array(10).fill("e"),
			decideBy: 0,
			url: "x",
		})),
		sessions: Array.from({ length: 50 }, () => line),
		endpoints: Array.from({ length: 200 }, () => ({ ...endpoint("A"), client: "c" })),
	});
	expect(full.length).toBeLessThanOrEqual(100);
	expect(readable(homeBlocks(emptyHome))).toContain("Ask your IT provider");
});

test("the Home tab of an unlisted workspace says so, and shows nothing else", () => {
	const pending = [{ plan, session, client: "c", changes: "x", endpoints: ["e"], decideBy: 0, url: "x" }];
	const clients = [{ name: "c", roles: ["approver"] }];
	const home = {
		name: "x",
		listed: false,
		erasures: [],
		away: [],
		requests: [],
		queue: [],
		queued: { mine: 0, unclaimed: 0, approval: 0, running: 0 },
		clients,
		pending,
		endpoints: [],
		sessions: [],
	};
	expect(readable(homeBlocks(home))).toBe(refusalText({ code: "not-bound" }));
});

test("on the Home tab, which has no conversation, a private answer is a dialog", async () => {
	const { interact } = setup();
	const body = interaction(slack.user("ada"), {
		type: "block_actions",
		trigger_id: await trigger("ada"),
		container: { type: "view", view_id: "V1" },
		view: { id: "V1", type: "home", app_installed_team_id: team },
		actions: [{ type: "button", action_id: actions.transcript, block_id: "b", value: session }],
	});
	await interact(body);
	expect(JSON.stringify(lastView().blocks)).toContain("https://caisey.example/sign-in/abc");
	expect(form().session).toBe(session);
});
