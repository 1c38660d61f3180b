import { expect, test } from "vitest";
import { Policy } from "../../protocol/people.ts";
import { snippetsAtMost } from "../../protocol/read/snippet.ts";
import type { EndpointChoice } from "../kinds/endpoints.ts";
import { planForm } from "../kinds/plan-form.ts";
import { previewCard } from "../kinds/preview.ts";
import { helpCard, linkCard, welcomeCard } from "../kinds/private-answers.ts";
import type { ProposalForm } from "../kinds/proposal-form.ts";
import { askForm, denyForm, questionField } from "../kinds/questions.ts";
import { snippetForm } from "../kinds/snippet-forms.ts";
import { turns } from "../model/actions.ts";
import { refilled } from "../model/form.ts";
import { limits } from "../model/limits.ts";
import { complaints } from "../testing/library.ts";
import { at, ids } from "../testing/views.ts";
import { type AdaptiveCard, adaptiveCard, renderTeams } from "./card.ts";
import { carriedIn, filledInTeams, teamsDialog, teamsReading } from "./form.ts";

const zone = "Europe/Berlin";
const remembered = { session: "s_g0123456789ab7a3f" };
const { inputText } = limits.teams;

const choice = (n: number): EndpointChoice => ({
	id: `e_g00000000000000${n + 10}`,
	name: `CLIENT-ACCT-${n}`,
	description: n === 1 ? "[click](https://evil.example)" : "front desk",
	os: "Windows 11",
	loggedOn: ["Dana"],
	agentUser: "NT AUTHORITY\\SYSTEM",
	online: true,
	lastSeen: null,
	quarantined: false,
	held: null,
	disk: "room",
	shells: ["powershell", "cmd"],
	similarTo: [],
});
const proposal = (some: Partial<ProposalForm> = {}): ProposalForm => ({
	session: "s_g0123456789ab7a3f",
	client: "Acme Dental",
	endpoints: [choice(1), choice(2)],
	more: false,
	policy: Policy.parse({}),
	draft: {},
	...some,
});
const dialog = (form: ProposalForm, some: object = {}) =>
	teamsDialog(planForm(form, { inputText, begin: "@Caisey", whole: true }), { remembered, zone, ...some });
const atEndpoints = ({ body }: AdaptiveCard) => body.findIndex(({ id }) => id === "endpoints");
const inputs = (body: object[]) =>
	body.flatMap((one) => ("id" in one && typeof one.id === "string" ? [one.id] : []));

test("the plan's dialog says beforehand that sending it checks the steps, as an open dialog of Teams can't change", () => {
	for (const some of [{}, { banner: "No." }])
		expect(JSON.stringify(dialog(proposal(), some).card.body.at(-1))).toContain(
			"Once you press Propose, Caisey checks the steps on the machines, without running them. This takes up to 4 seconds.",
		);
	const deny = JSON.stringify(teamsDialog(denyForm, { remembered, zone }));
	expect(deny).not.toContain("checks the steps");
});

test("the plan's dialog asks for what Slack's asks for, in the same order", () => {
	const { title, card } = dialog(proposal());
	expect(title).toBe("Propose a command");
	expect(complaints(card)).toEqual([]);
	expect(inputs(card.body)).toEqual([
		...["changes", "command", "undo", "notices", "endpoints", "form", "arguments", "before", "after"],
		...["shell", "runAs", "runAsName", "cwd"],
		...[
			"success",
			"restart",
			"person",
			"personText",
			"personWait",
			"personOtherwise",
			"stepTimeLimit",
			"input",
			"failedCheck",
			"decideWithin",
			"runWithin",
		],
		...["notBefore.date", "notBefore.time"],
	]);
	expect(card.actions).toEqual([
		{
			type: "Action.Submit",
			title: "Propose",
			style: "positive",
			data: { ...remembered, dialog: "plan_dialog" },
		},
	]);
});

test("what is as usual is in the dialog and sent with it, out of view until someone presses “More…”", () => {
	const form = planForm(proposal(), { inputText, begin: "@Caisey", snippets: true });
	const { card } = teamsDialog(form, { remembered, zone });
	expect(complaints(card)).toEqual([]);
	expect(inputs(card.body)).toEqual([
		...["changes", "command", "undo", "notices", "endpoints", "shell", "usual", "more"],
	]);
	const [usual, more] = ["usual", "more"].map((id) => card.body.find((one) => one.id === id));
	expect(JSON.stringify(usual)).toContain("no checks · as the agent's account");
	expect(more).toMatchObject({ type: "Container", isVisible: false });
	expect(JSON.stringify(card.body)).toContain(
		'{"type":"Action.ToggleVisibility","title":"More…","targetElements":["more","usual"]}',
	);
	expect(JSON.stringify(card.body)).toContain(
		JSON.stringify({
			...{ type: "Action.Submit", title: "Use a snippet…" },
			data: { ...remembered, dialog: "plan_dialog", turn: "plan_snippets" },
		}),
	);
	const wrong = teamsDialog(form, { remembered, zone, errors: { stepTimeLimit: "Choose another." } });
	expect(wrong.card.body.find(({ id }) => id === "more")).toMatchObject({ isVisible: true });
});

test("the plan's dialog says how to hand over a longer command: Teams gives a bot no attached files", () => {
	const long = { phase: "command" as const, command: "x".repeat(inputText + 1) };
	const [empty, kept] = [proposal(), proposal({ draft: { steps: [long] } })].map((form) =>
		JSON.stringify(dialog(form).card.body),
	);
	expect(empty).toContain("longer than 3,000 characters, post it as a code block in the thread.");
	expect(kept).toContain("To change the command, post it as a code block in the thread again, changed.");
	expect(`${empty}${kept}`).not.toMatch(/attach/i);
});

test("input comes back as people typed it, and stays when the dialog appears again", () => {
	const form = planForm(proposal(), { inputText, begin: "@Caisey", whole: true });
	const typed = {
		...{ endpoints: `${choice(1).id},${choice(2).id}`, command: "echo  “x”\n\t<b>", shell: "cmd" },
		...{ "notBefore.date": "2024-01-12", "notBefore.time": "17:41", cwd: "C:\\" },
	};
	const filled = filledInTeams(form, typed, zone);
	expect(filled).toMatchObject({
		endpoints: [choice(1).id, choice(2).id],
		command: typed.command,
		shell: "cmd",
		cwd: "C:\\",
		undo: "",
		notBefore: at,
	});
	const { card } = teamsDialog(refilled(form, filled), {
		remembered,
		zone,
		banner: "Something else is wrong.",
		errors: { changes: "Say in a few plain words what changes." },
	});
	expect(complaints(card)).toEqual([]);
	const values = Object.fromEntries(card.body.flatMap(({ id, value }) => (value ? [[id, value]] : [])));
	expect(values).toMatchObject(typed);
	const said = JSON.stringify(card.body);
	expect(said).toContain("Something else is wrong.");
	expect(said.indexOf("Say in a few plain words")).toBeGreaterThan(said.indexOf('"id":"changes"'));
	expect(said.indexOf("Say in a few plain words")).toBeLessThan(said.indexOf('"id":"command"'));
});

test("of many endpoints the dialog lists some, the chosen ones first, and finds the others by name", () => {
	const endpoints = Array.from({ length: 100 }, (_, n) => choice(n));
	const chosen = choice(70).id;
	const { card } = dialog(proposal({ endpoints, more: true, draft: { endpoints: [chosen] } }));
	const [list, search, find] = card.body.slice(atEndpoints(card));
	expect(list).toMatchObject({ value: chosen });
	expect(list?.choices).toHaveLength(limits.teams.choices);
	expect(JSON.stringify(list)).toContain("CLIENT-ACCT-70");
	expect(search).toMatchObject({ id: "endpoints.search" });
	expect(JSON.stringify(find)).toContain('"search":"endpoints"');
	expect(inputs(dialog(proposal()).card.body)).not.toContain("endpoints.search");
});

test("no one's words become a link in a list of choices", () => {
	const listed = JSON.stringify(dialog(proposal()).card.body);
	expect(listed).toContain("(click)(https://evil.example)");
	expect(listed).not.toContain("](");
});

test("a dialog shows a command that its inputs would change as it is, and keeps it", () => {
	const steps = [{ phase: "command" as const, command: "a\r\nb" }];
	const { card } = dialog(proposal({ draft: { steps } }));
	expect(inputs(card.body)).not.toContain("command");
	expect(JSON.stringify(card.body)).toContain("taken as it is");
});

test("the largest dialog stays within bounds", () => {
	const endpoints = Array.from({ length: 100 }, (_, n) => ({ ...choice(n), description: "ü".repeat(200) }));
	const draft = {
		words: { changes: "w".repeat(1_000), notices: "w".repeat(1_000), undo: "w".repeat(1_000) },
	};
	const long = { phase: "command" as const, command: "\\".repeat(3_000) };
	for (const command of [long, { ...long, command: '"'.repeat(60_000) }]) {
		const { card } = dialog(proposal({ endpoints, draft: { ...draft, steps: [command] } }));
		expect(complaints(card)).toEqual([]);
		expect(JSON.stringify(card).length).toBeLessThan(limits.teams.dialogJson);
	}
});

test("what was typed in another dialog is there once, comes back as it was, and the dialog stays within bounds", () => {
	const texts = ["command", "before", "after"].map((name) => [name, "\\".repeat(3_000)]);
	const words = ["changes", "notices", "undo", "cwd"].map((name) => [name, '"\n'.repeat(500)]);
	const full = Object.fromEntries([...texts, ...words]);
	const snippets = Array.from({ length: snippetsAtMost.all }, (_, n) => ({
		...{ id: choice(n).id, title: `${n} `.padEnd(80, "ü"), client: null, shell: "sh" as const },
		...{ before: [], command: "true", after: [], words: { changes: "", notices: "", undo: "" } },
	}));
	const way = { kind: "turns" as const, turns: [{ turn: turns.back, label: "Back" }] };
	const form = snippetForm(snippets);
	const { card } = teamsDialog({ ...form, body: [...form.body, way] }, { remembered, zone, carried: full });
	expect(complaints(card)).toEqual([]);
	const text = JSON.stringify(card);
	expect(text.split('"carried.command"')).toHaveLength(2);
	expect(text.length).toBeLessThan(limits.teams.dialogJson);
	const sent = Object.fromEntries(
		card.body.flatMap(({ id, value }) => (typeof id === "string" ? [[id, value ?? ""]] : [])),
	);
	expect(carriedIn(sent)).toEqual(full);
});

test.each([denyForm, askForm])("$title asks one question", (form) => {
	const { card } = teamsDialog(form, { remembered: { plan: "p" }, zone });
	expect(complaints(card)).toEqual([]);
	expect(inputs(card.body)).toEqual([questionField]);
	expect(filledInTeams(form, { [questionField]: "why\nnot" }, zone)).toEqual({ [questionField]: "why\nnot" });
});

test("help, the welcome and a refusal speak of @Caisey, never of a slash command", () => {
	for (const card of [
		helpCard("@Caisey"),
		welcomeCard("@Caisey", "Acme Dental"),
		welcomeCard("@Caisey", null),
	]) {
		const { text, attachments } = renderTeams(card, { ids });
		expect(attachments).toBeUndefined();
		expect(text).not.toContain("/caisey");
	}
	expect(renderTeams(welcomeCard("@Caisey", "Acme Dental"), { ids }).text).toContain(
		"To ask for something: @Caisey and your request",
	);
});

test("a personal link is a button that opens the browser", () => {
	const link = linkCard("transcript", { url: "https://caisey.example/go/x", minutes: 5, head: null });
	expect(adaptiveCard(link, { ids }).actions).toEqual([
		{ type: "Action.OpenUrl", title: "Open it in your browser", url: "https://caisey.example/go/x" },
	]);
	const { title, card } = teamsReading("Caisey", link);
	expect(title).toBe("Caisey");
	expect(card.actions).toHaveLength(1);
	expect(complaints(card)).toEqual([]);
});

test("a draft's preview offers the endpoints beside its buttons", () => {
	const draft = { draft: "d_g0123456789abcdef", command: "echo  x", endpoints: [choice(1), choice(2)] };
	const card = adaptiveCard(previewCard(draft, inputText), { ids });
	expect(complaints(card)).toEqual([]);
	expect(inputs(card.body)).toEqual(["draft_endpoint"]);
	expect(card.actions?.map(({ title }) => title)).toEqual(["Propose…", "Edit…", "Not a command"]);
});
