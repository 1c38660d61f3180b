import { expect, test } from "vitest";
import { z } from "zod";
import { fields } from "../../../cards/kinds/plan-fields.ts";
import { planForm } from "../../../cards/kinds/plan-form.ts";
import { snippetForm } from "../../../cards/kinds/snippet-forms.ts";
import {
	type ActionId,
	actions,
	choices,
	dialogs,
	type TurnId,
	turns,
} from "../../../cards/model/actions.ts";
import { limits } from "../../../cards/model/limits.ts";
import type { PlanDraft } from "../../../protocol/plan/plan.ts";
import type { Refusal } from "../../../protocol/refusal.ts";
import { refusalText } from "../../../words/refusals.ts";
import type { Backend, ProposalForm } from "../../backend.ts";
import { draft, endpoint, form, plan, session, snippet } from "../../testing/backend.ts";
import { formView } from "../dialogs/views.ts";
import { Block, Blocks, place, pressing, View } from "../testing/presses.ts";
import { interaction, readable, setupOn, slackOfTests, team } from "../testing/slack.ts";

const slack = await slackOfTests();

const setup = setupOn(slack);
const { by, press, trigger, lastView } = pressing(slack);
const element = (view: { blocks: unknown[] }, field: string) =>
	Blocks.parse(view.blocks).find(({ block_id }) => block_id === field)?.element;

const submit = (name: string, view: View, values: object) =>
	interaction(slack.user(name), {
		type: "view_submission",
		trigger_id: "1",
		view: { ...view, app_installed_team_id: team, state: { values } },
	});

const planView = (given: ProposalForm, metadata: object) =>
	formView(planForm(given, { inputText: limits.slack.inputText, begin: "/caisey", whole: true }), metadata);

const text = (value: string | null) => ({ value: { type: "plain_text_input", value } });
const chosen = (value: string) => ({
	value: { type: "static_select", selected_option: { text: { type: "plain_text", text: value }, value } },
});
const [first, second] = form().endpoints.map(({ id }) => id);
const on = (...ids: (string | undefined)[]) => ({
	[choices.endpoints]: {
		type: "multi_static_select",
		selected_options: ids.map((value) => ({ text: { type: "plain_text", text: "x" }, value })),
	},
});
const filled = (some: object = {}) => ({
	endpoints: on(first),
	command: text('Set-ItemProperty "HKLM:\\a" -Name b -Value 0 | Out-Null\n  & { $x -lt 1 }'),
	before: text("Get-Item a\n\n  Get-Item b \n"),
	after: text(null),
	shell: chosen("powershell"),
	runAs: chosen("agent"),
	runAsName: text(null),
	cwd: text(null),
	changes: text("turns it off"),
	notices: text(null),
	undo: text("turn it on"),
	stepTimeLimit: chosen("600"),
	failedCheck: chosen("stop"),
	decideWithin: chosen("86400"),
	runWithin: chosen("3600"),
	notBefore: { value: { type: "datetimepicker", selected_date_time: null } },
	...some,
});
const expected: PlanDraft = {
	endpoints: [first ?? ""],
	shell: "powershell",
	runAs: { kind: "agent" },
	cwd: null,
	steps: [
		{ phase: "before", command: "Get-Item a" },
		{ phase: "before", command: "  Get-Item b " },
		{
			phase: "command",
			command: 'Set-ItemProperty "HKLM:\\a" -Name b -Value 0 | Out-Null\n  & { $x -lt 1 }',
		},
	],
	stepTimeLimit: 600,
	failedCheck: "stop",
	input: ["choices"],
	decideWithin: 86_400,
	runWithin: 3_600,
	notBefore: null,
	words: { changes: "turns it off", notices: "", undo: "turn it on" },
};
const open = async (
	answers: Partial<Backend> = {},
	action: ActionId = actions.runCommand,
	id = session,
	some: object = {},
) => {
	const bot = await opened(answers, action, id, some);
	const { recorded } = bot;
	if (!hasMore(bot.view)) return bot;
	recorded.intents.length = 0;
	await bot.interact(await turn(turns.more, bot.view, stateOf(bot.view)));
	recorded.intents.splice(0, recorded.intents.length, ...bot.intents);
	return { ...bot, view: lastView() };
};
const opened = async (
	answers: Partial<Backend> = {},
	action: ActionId = actions.runCommand,
	id = session,
	some: object = {},
) => {
	const bot = setup(answers);
	await bot.interact(await press("tom", action, id, some));
	return { ...bot, view: lastView(), intents: [...bot.recorded.intents] };
};
const hasMore = (view: View) => JSON.stringify(view.blocks).includes(turns.more);
const turn = async (which: TurnId, view: View, values: object) =>
	interaction(slack.user("tom"), {
		type: "block_actions",
		trigger_id: await trigger("tom", view.id),
		container: { type: "view", view_id: view.id },
		view: { ...view, app_installed_team_id: team, state: { values } },
		actions: [{ type: "button", action_id: which, block_id: "b", value: which, action_ts: "1" }],
	});
/** As the dialog was filled in when it opened. */
const stateOf = (view: View) =>
	Object.fromEntries(
		view.blocks.flatMap(({ block_id, element }) =>
			element && block_id
				? [
						[
							block_id,
							{
								[element.action_id]: {
									type: element.type,
									value: element.initial_value,
									selected_option: element.initial_option,
									...(element.initial_options !== undefined && { selected_options: element.initial_options }),
									...(element.type === "datetimepicker" && {
										selected_date_time: element.initial_date_time ?? null,
									}),
								},
							},
						],
					]
				: [],
		),
	);

const withForm = (some: Partial<ProposalForm>): Partial<Backend> => ({
	form: async () => ({ ok: true, form: form(some) }),
});

test("the dialog opens at once and is filled in when the form is there", async () => {
	const gate = Promise.withResolvers<void>();
	const { interact } = setup({
		form: async () => {
			await gate.promise;
			return { ok: true, form: form() };
		},
	});
	const pressed = interact(await press("tom", actions.runCommand, session));
	await expect.poll(() => slack.of("views.open").length).toBe(1);
	expect(readable(lastView())).toContain("One moment…");
	gate.resolve();
	await pressed;
	expect(slack.of("views.update")).toHaveLength(1);
	expect(lastView().callback_id).toBe(dialogs.plan);
	expect(element(lastView(), "command")).toMatchObject({
		type: "plain_text_input",
		multiline: true,
		max_length: 3_000,
	});
});

test("everything chosen and typed becomes the proposal, character for character", async () => {
	const { recorded, interact, view } = await open();
	const sent = await interact(submit("tom", view, filled()));
	expect(sent.json()).toEqual({ response_action: "clear" });
	expect(recorded.of("propose")).toEqual([
		{
			by: by("tom"),
			place: place,
			session,
			once: view.id,
			from: { from: "session", session },
			draft: expected,
		},
	]);
});

test("another user, a directory, a later time and several endpoints", async () => {
	const { recorded, interact, view } = await open();
	const at = Math.floor(Date.now() / 1000) + 3_600;
	const values = filled({
		endpoints: on(first, second),
		runAs: chosen("user"),
		runAsName: text(" dana "),
		cwd: text("C:\\Program Files\\x"),
		after: text("a\nb"),
		failedCheck: chosen("continue"),
		notBefore: { value: { type: "datetimepicker", selected_date_time: at } },
	});
	await interact(submit("tom", view, values));
	expect(recorded.of("propose")).toMatchObject([
		{
			draft: {
				endpoints: [first, second],
				runAs: { kind: "user", name: "dana" },
				cwd: "C:\\Program Files\\x",
				failedCheck: "continue",
				notBefore: at * 1000,
			},
		},
	]);
});

test.each([
	["", { kind: "logged-on" }],
	[" dana ", { kind: "logged-on", name: "dana" }],
])("the logged-on user, named %j", async (name, runAs) => {
	const { recorded, interact, view } = await open();
	await interact(submit("tom", view, filled({ runAs: chosen("logged-on"), runAsName: text(name) })));
	expect(recorded.of("propose")).toMatchObject([{ draft: { runAs } }]);
});

const person = {
	person: chosen("ask"),
	personText: text("IT will restart Outlook.\n"),
	personWait: chosen("300"),
	personOtherwise: chosen("stop"),
};

test("the person at the machine, with the words for them", async () => {
	const { recorded, interact, view } = await open();
	await interact(submit("tom", view, filled({ ...person, runWithin: chosen("14400") })));
	const words = { text: "IT will restart Outlook.", wait: 300, otherwise: "stop" };
	expect(recorded.of("propose")).toMatchObject([
		{ draft: { person: { ...words, choices: ["now", "in-an-hour"] } } },
	]);
});

test.each([
	["no endpoint", { endpoints: on() }, "endpoints"],
	["eleven endpoints", { endpoints: on(...Array(11).fill(first)) }, "endpoints"],
	["an invalid endpoint", { endpoints: on("x") }, "endpoints"],
	["no command", { command: text(null) }, "command"],
	["a blank command", { command: text(" \n ") }, "command"],
	["eleven checks", { before: text(Array(11).fill("x").join("\n")) }, "before"],
	["eleven checks after", { after: text(Array(11).fill("x").join("\n")) }, "after"],
	["another user without a name", { runAs: chosen("user") }, "runAsName"],
	["a user's name with blanks in a row", { runAs: chosen("user"), runAsName: text("a  b") }, "runAsName"],
	["no words for the person", { ...person, personText: text(" ") }, "personText"],
	["an hour to wait, but none to run in", { ...person, runWithin: chosen("3600") }, "runWithin"],
	["no word on what changes", { changes: text("  ") }, "changes"],
	[
		"a time that has passed",
		{ notBefore: { value: { type: "datetimepicker", selected_date_time: 1_000_000_000 } } },
		"notBefore",
	],
	["an invalid shell", { shell: chosen("fish") }, "shell"],
	["an invalid span", { stepTimeLimit: chosen("0") }, "stepTimeLimit"],
	["a long word", { notices: text("x".repeat(1_001)) }, "notices"],
])("%s: the field says what to do, and nothing is proposed", async (_, wrong, field) => {
	const { recorded, interact, view } = await open();
	const sent = await interact(submit("tom", view, filled(wrong)));
	expect(sent.json()).toEqual({
		response_action: "errors",
		errors: { [field]: expect.stringMatching(/\.$/) },
	});
	expect(recorded.of("propose")).toEqual([]);
});

const refusals: [Refusal, string | null][] = [
	[{ code: "command-too-long", bytes: 70_000, limit: 65_536 }, "form"],
	[{ code: "shell-missing", shell: "pwsh", endpoint: "A" }, "shell"],
	[{ code: "quarantined", endpoint: "A" }, "endpoints"],
	[{ code: "looks-secret", what: "a private key", in: "proposal" }, null],
	[{ code: "no-approver", client: "Acme" }, null],
];
test.each(refusals)(
	"a refused proposal says so where it belongs, and nothing typed is lost: %j",
	async (refusal, field) => {
		const { interact, view } = await open({ propose: async () => ({ ok: false, refusal }) });
		const sent = await interact(submit("tom", view, filled({ undo: text("typed by hand") })));
		if (field)
			return expect(sent.json()).toEqual({
				response_action: "errors",
				errors: { [field]: refusalText(refusal) },
			});
		const again = z
			.object({ response_action: z.literal("update"), view: View.omit({ id: true }) })
			.parse(sent.json()).view;
		expect(readable(again.blocks[0])).toContain(refusalText(refusal));
		expect(again.private_metadata).toBe(view.private_metadata);
		expect(element(again, "undo")).toMatchObject({ initial_value: "typed by hand" });
		expect(element(again, "shell")).toMatchObject({ initial_option: { value: "powershell" } });
		expect(element(again, "endpoints")).toMatchObject({ initial_options: [{ value: first }] });
		expect(again.blocks.filter(({ block_id }) => block_id === "refusal")).toHaveLength(1);
	},
);

test("the dialog tells a person who may not propose", async () => {
	const { view } = await open({
		form: async () => ({ ok: false, refusal: { code: "not-a-technician", client: "Acme" } }),
	});
	expect(readable(view)).toContain(refusalText({ code: "not-a-technician", client: "Acme" }));
	expect(view.callback_id).toBe("");
});

test("the dialog reports a broken form, with an id", async () => {
	const { view, errors } = await open({
		form: async () => {
			throw new Error("a bug");
		},
	});
	expect(errors).toHaveLength(1);
	expect(readable(view)).toContain("this code: error-1");
});

test("from a preview: the chosen endpoint and the command are filled in, and the preview goes once it is proposed", async () => {
	const url = slack.responseUrl();
	const state = {
		values: { b: { [choices.draftEndpoint]: { type: "static_select", selected_option: { value: second } } } },
	};
	const steps = [{ phase: "command" as const, command: "$a | % { <b> }" }];
	const { recorded, interact, view } = await open(
		withForm({ draft: { steps } }),
		actions.draftPropose,
		draft,
		{ response_url: url, state },
	);
	expect(recorded.of("form")).toEqual([{ by: by("tom"), place: place, from: { from: "draft", draft } }]);
	expect(element(view, "command")).toMatchObject({ initial_value: "$a | % { <b> }" });
	expect(element(view, "endpoints")).toMatchObject({ initial_options: [{ value: second }] });
	expect(slack.responses).toEqual([]);
	await interact(submit("tom", view, filled()));
	expect(slack.responses.map(({ body }) => body)).toEqual([
		{ replace_original: false, delete_original: true },
	]);
});

test("the dialog chooses no endpoint by itself, unless there is only one", async () => {
	const metadata = {
		session,
		place: place,
		from: { from: "session" as const, session },
		preview: null,
		kept: false,
	};
	expect(element(planView(form(), metadata), "endpoints")).not.toHaveProperty("initial_options");
	const alone = planView(form({ endpoints: [endpoint("ONLY-01")] }), metadata);
	expect(element(alone, "endpoints")).toHaveProperty("initial_options");
	const { view } = await open(withForm({ endpoints: [] }), actions.runCommand, session);
	expect(readable(view)).toContain("No endpoint is enrolled for Acme Dental yet");
});

const alone = withForm({
	endpoints: [endpoint("ONLY-01", { shells: ["powershell"] })],
	draft: { shell: "powershell" },
	last: ["shell"],
});

test("what is as usual is behind “More…”, and the dialog says what it is; sent like this, that is proposed", async () => {
	const { recorded, interact, view } = await opened(alone);
	expect(view.blocks.flatMap(({ element, block_id }) => (element ? [block_id] : []))).toEqual([
		"changes",
		"command",
		"undo",
		"notices",
	]);
	expect(readable(view)).toContain(
		"As usual: on ONLY-01, the only endpoint, online · no checks · in powershell, as last time · as the agent's account (reported as “NT AUTHORITY\\SYSTEM”, with full administrator rights) · in its home folder · at most 10 min a step · may ask: choices only · decide within 24 h · then run within 1 h",
	);
	const { command, changes, undo, notices } = filled();
	await interact(submit("tom", view, { command, changes, undo, notices }));
	expect(recorded.of("propose")).toMatchObject([
		{ draft: { ...expected, endpoints: [endpoint("ONLY-01").id], steps: [expected.steps[2]] } },
	]);
});

test("the only endpoint is in view, with what is the matter, where its disk is full", async () => {
	const full = endpoint("ONLY-01", { shells: ["powershell"], disk: "full" });
	const { view } = await opened(
		withForm({ endpoints: [full], draft: { shell: "powershell" }, last: ["shell"] }),
	);
	expect(element(view, "endpoints")).toBeDefined();
	expect(JSON.stringify(view)).toContain("⚠ its disk is full: nothing new starts there · online");
});

test("“More…” keeps what is typed, and shows all of it", async () => {
	const { interact, view } = await opened(alone);
	const { command, changes } = filled();
	await interact(await turn(turns.more, view, { command, changes }));
	const whole = lastView();
	expect(whole.id).toBe(view.id);
	expect(hasMore(whole)).toBe(false);
	expect(element(whole, "command")).toMatchObject({ initial_value: expected.steps[2]?.command });
	expect(element(whole, "changes")).toMatchObject({ initial_value: "turns it off" });
	expect(element(whole, "shell")).toMatchObject({ initial_option: { value: "powershell" } });
	expect(element(whole, "endpoints")).toMatchObject({ initial_options: [{ value: endpoint("ONLY-01").id }] });
	expect(element(whole, "decideWithin")).toMatchObject({ initial_option: { value: "86400" } });
});

test("with several endpoints the choice is in view, and says that it is last time's", async () => {
	const [one] = form().endpoints;
	const { view } = await opened(withForm({ draft: { endpoints: [one?.id ?? ""] }, last: ["endpoints"] }));
	expect(element(view, "endpoints")).toMatchObject({ initial_options: [{ value: one?.id }] });
	expect(readable(view)).toContain("Filled in as last time: check that it's right.");
	expect(readable((await opened()).view)).not.toContain("as last time");
});

test("an error of a field that is out of view is told at the first one that isn't", async () => {
	const { interact, view } = await opened(alone);
	const { command, changes, undo } = filled();
	const broken = { ...view, private_metadata: view.private_metadata.replace('"600"', '"0"') };
	const sent = await interact(submit("tom", broken, { command, changes, undo }));
	expect(sent.json()).toEqual({
		response_action: "errors",
		errors: { changes: expect.stringContaining("Time limit of each step") },
	});
});

test("a snippet is chosen on top of the dialog, its blanks are filled in, and the dialog has the text that comes of it", async () => {
	const { recorded, interact, view } = await opened();
	await interact(await turn(turns.snippets, view, {}));
	const choosing = lastView();
	expect(choosing.callback_id).toBe(dialogs.snippet);
	expect(slack.of("views.push")).toHaveLength(1);
	const sent = async (given: View, values: object) => {
		const answer = (await interact(submit("tom", given, values))).json();
		return z.object({ response_action: z.literal("update"), view: View.omit({ id: true }) }).parse(answer)
			.view;
	};
	const blanks = { ...(await sent(choosing, { question: chosen(snippet.id) })), id: choosing.id };
	expect(blanks.callback_id).toBe(dialogs.blanks);
	expect(readable(blanks)).toContain("Restart-Service -Name {{blank:service}}");
	const wrong = await interact(submit("tom", blanks, { blank_service: text("x'; calc; '") }));
	expect(wrong.json()).toEqual({
		response_action: "errors",
		errors: { blank_service: expect.stringContaining("“'” can't be put in.") },
	});
	const plan = { ...(await sent(blanks, { blank_service: text("Print Spooler") })), id: choosing.id };
	expect(plan.callback_id).toBe(dialogs.plan);
	expect(element(plan, "command")).toMatchObject({ initial_value: "Restart-Service -Name 'Print Spooler'" });
	expect(element(plan, "before")).toMatchObject({ initial_value: "Get-Service 'Print Spooler'" });
	expect(element(plan, "changes")).toMatchObject({ initial_value: "Restarts Print Spooler" });
	expect(recorded.of("propose")).toEqual([]);
	const { undo, notices } = filled();
	const state = { ...stateOf(plan), endpoints: on(first), undo, notices };
	expect((await interact(submit("tom", plan, state))).json()).toEqual({ response_action: "clear" });
	expect(recorded.of("propose")).toMatchObject([
		{
			from: { from: "session", session },
			draft: {
				shell: "powershell",
				steps: [
					{ phase: "before", command: "Get-Service 'Print Spooler'" },
					{ phase: "command", command: "Restart-Service -Name 'Print Spooler'" },
				],
				words: { changes: "Restarts Print Spooler" },
			},
		},
	]);
});

test("a snippet that is gone by now says so; without any, the dialog says where they are made", async () => {
	const { interact, view } = await opened({ snippets: async () => ({ ok: true, snippets: [] }) });
	await interact(await turn(turns.snippets, view, {}));
	expect(readable(lastView())).toContain(
		"There are no snippets yet. Make one in the console, under Snippets",
	);
	const metadata = { session, place, from: { from: "session", session } };
	const stale = { ...formView(snippetForm([snippet]), metadata), id: view.id };
	const sent = await interact(submit("tom", View.parse(stale), { question: chosen(snippet.id) }));
	expect(readable(sent.json())).toContain(refusalText({ code: "not-found", what: "snippet" }));
});

test("Edit… puts the cursor into the command", async () => {
	const { view } = await opened(
		withForm({ draft: { steps: [{ phase: "command", command: "x" }] } }),
		actions.draftEdit,
		draft,
	);
	expect(element(view, "command")).toMatchObject({ focus_on_load: true });
});

test("Propose again… is filled in with all of the earlier plan", async () => {
	const again: PlanDraft = {
		...expected,
		endpoints: [second ?? ""],
		cwd: "/tmp",
		decideWithin: 7_777,
		notBefore: 1_900_000_000_000,
		runAs: { kind: "user", name: "dana" },
	};
	const { recorded, view } = await open(withForm({ draft: again }), actions.proposeAgain, plan);
	expect(recorded.of("form")).toMatchObject([{ from: { from: "plan", plan } }]);
	expect(element(view, "endpoints")).toMatchObject({ initial_options: [{ value: second }] });
	expect(element(view, "before")).toMatchObject({ initial_value: "Get-Item a\n  Get-Item b " });
	expect(element(view, "cwd")).toMatchObject({ initial_value: "/tmp" });
	expect(element(view, "runAs")).toMatchObject({ initial_option: { value: "user" } });
	expect(element(view, "runAsName")).toMatchObject({ initial_value: "dana" });
	expect(element(view, "decideWithin")).toMatchObject({ initial_option: { value: "7777" } });
	expect(element(view, "notBefore")).toMatchObject({ initial_date_time: 1_900_000_000 });
	expect(element(view, "changes")).toMatchObject({ initial_value: "turns it off" });
});

test.each([
	["3,001 characters", "x".repeat(3_001)],
	["a carriage return", "echo a\r\necho b\r\n"],
	["an escape character", "echo \u001b[2J"],
])("a command with %s is shown, kept, and proposed unchanged", async (_, command) => {
	const steps = [{ phase: "command" as const, command }];
	const { recorded, interact, view } = await open(
		withForm({ draft: { steps } }),
		actions.draftPropose,
		draft,
	);
	expect(element(view, "command")).toBeUndefined();
	expect(readable(view)).toContain("taken as it is");
	const { command: _command, ...values } = filled({ before: text(null) });
	await interact(submit("tom", view, values));
	expect(recorded.of("propose")).toMatchObject([{ draft: { steps } }]);
});

test("the dialog keeps checks that don't fit on a line with the command", async () => {
	const steps = [
		{ phase: "before" as const, command: "if a\nthen b" },
		{ phase: "command" as const, command: "c" },
		{ phase: "after" as const, command: "d" },
	];
	const { recorded, interact, view } = await open(withForm({ draft: { steps } }), actions.proposeAgain, plan);
	for (const field of ["before", "command", "after"]) expect(element(view, field)).toBeUndefined();
	const { command: _, before: _before, after: _after, ...values } = filled();
	await interact(submit("tom", view, values));
	expect(recorded.of("propose")).toMatchObject([{ draft: { steps } }]);
});

test("3,000 characters can be edited", async () => {
	const command = "x".repeat(3_000);
	const { view } = await open(
		withForm({ draft: { steps: [{ phase: "command", command }] } }),
		actions.draftPropose,
		draft,
	);
	expect(element(view, "command")).toMatchObject({ initial_value: command });
});

test("beyond a hundred endpoints people search as they type", async () => {
	const { recorded, interact, view } = await open(withForm({ more: true }));
	expect(element(view, "endpoints")).toMatchObject({
		type: "multi_external_select",
		min_query_length: 0,
		max_selected_items: 10,
	});
	const asked = await interact(
		interaction(slack.user("tom"), {
			type: "block_suggestion",
			action_id: choices.endpoints,
			block_id: "endpoints",
			value: "far",
			view,
		}),
	);
	expect(asked.json()).toMatchObject({
		options: [
			{ text: { type: "plain_text", text: "FAR-AWAY-01 · front desk" }, value: endpoint("FAR-AWAY-01").id },
		],
	});
	expect(recorded.of("searchEndpoints")).toEqual([{ by: by("tom"), session, query: "far" }]);
});

test("an endpoint's option says who is logged on, whether it is online, and which others look like it", async () => {
	const { view } = await open(
		withForm({
			endpoints: [
				endpoint("A-01", { similarTo: ["A-10"], online: false, lastSeen: Date.UTC(2024, 0, 12, 14, 2) }),
			],
		}),
	);
	expect(JSON.stringify(element(view, "endpoints"))).toContain(
		"⚠ not A-10 · offline since 2024-01-12 14:02 UTC · reports “Dana” logged on",
	);
});

test("the largest dialog stays within Slack's limits", () => {
	const long = (n: number) => `"<\u202e&>${"x".repeat(n)}`;
	const endpoints = Array.from({ length: 100 }, (_, i) =>
		endpoint(`N${i}`, {
			description: long(300),
			os: long(300),
			loggedOn: Array(50).fill(long(200)),
			similarTo: Array(20).fill(long(60)),
			agentUser: long(250),
		}),
	);
	const draft: PlanDraft = {
		...expected,
		endpoints: endpoints.slice(0, 10).map(({ id }) => id),
		steps: [
			...Array.from({ length: 10 }, () => ({ phase: "before" as const, command: long(5_000) })),
			{ phase: "command", command: long(60_000) },
		],
		cwd: long(4_000),
		words: { changes: long(990), notices: long(990), undo: long(990) },
	};
	const metadata = {
		session,
		place: place,
		from: { from: "draft" as const, draft: "d" },
		preview: "https://hooks.slack.com/actions/T0123/456/abcdef",
		kept: false,
	};
	const view = planView(form({ client: long(100), endpoints, draft }), metadata);
	const most = limits.slack;
	expect(view.blocks.length).toBeLessThanOrEqual(most.viewBlocks);
	expect(view.title.text.length).toBeLessThanOrEqual(most.modalTitle);
	expect((view.private_metadata ?? "").length).toBeLessThanOrEqual(most.privateMetadata);
	expect(JSON.stringify(view).length).toBeLessThanOrEqual(most.viewJson);
	expect(JSON.stringify(view).includes("mrkdwn")).toBe(false);
	for (const block of z.array(Block).parse(view.blocks)) {
		const { options = [], initial_value = "" } = z
			.looseObject({
				options: z
					.array(
						z.looseObject({
							text: z.looseObject({ text: z.string() }),
							description: z.looseObject({ text: z.string() }).optional(),
						}),
					)
					.optional(),
				initial_value: z.string().optional(),
			})
			.parse(block.element ?? {});
		expect(options.length).toBeLessThanOrEqual(most.selectOptions);
		expect(initial_value.length).toBeLessThanOrEqual(most.inputText);
		for (const option of options) {
			expect(option.text.text.length).toBeLessThanOrEqual(most.optionText);
			expect(option.description?.text.length ?? 0).toBeLessThanOrEqual(most.optionText);
		}
	}
	expect(Object.keys(fields)).toContain("endpoints");
});

test("while the endpoints are checked the dialog says so; a step that can't be parsed brings back all that was typed", async () => {
	const refusal: Refusal = {
		...{ code: "does-not-parse", endpoint: "CLIENT-ACCT-01", phase: "command", step: 1 },
		...{ line: 2, column: 7, message: "Missing closing '}'" },
	};
	const gate = Promise.withResolvers<void>();
	const { view, post } = await open({
		propose: async () => {
			await gate.promise;
			return { ok: false, refusal };
		},
	});
	const payload = JSON.stringify(submit("tom", view, filled({ command: text("if ($x) {\nGet-Item") })));
	const sent = await post(new URLSearchParams({ payload }).toString(), "application/x-www-form-urlencoded");
	expect(readable(JSON.parse(sent.text))).toContain("Checking on x…");
	gate.resolve();
	await sent.done();
	expect(lastView().id).toBe(view.id);
	expect(readable(lastView())).toContain(refusalText(refusal));
	expect(refusalText(refusal)).toContain(
		"The command can't be read by the shell, line 2, column 7. CLIENT-ACCT-01 says “Missing closing '}'”.",
	);
	expect(element(lastView(), "command")).toMatchObject({ initial_value: "if ($x) {\nGet-Item" });
});
