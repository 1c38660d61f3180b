// Dialogs that are sent: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
// (`task/submit`). What was filled in comes under the inputs' own names, beside what the dialog remembered.
import { dialogs as ids, turns } from "../../../../cards/model/actions.ts";
import { askedChoice, promptView } from "../../../../cards/testing/views.ts";
import { client, form, plan, prompt, session, snippet, taker } from "../../../testing/backend.ts";
import { spoolerDraft } from "../../../testing/draft.ts";
import {
	type Account,
	type Arrival,
	ada,
	closes,
	inChannel,
	type Meant,
	message,
	met,
	opens,
	person,
	place,
	ref,
	root,
	tom,
} from "./acme.ts";

export const sent = (by: Account, data: object, replyToId = message) =>
	inChannel("invoke", by, root, {
		id: "f:8c5a2b1e-1f3d-4c6a-9a57-d2f0a1b2c3d4",
		name: "task/submit",
		...(replyToId && { replyToId }),
		value: { commandId: null, data, context: { theme: "default" }, tabContext: null },
	});
const own = "3f2b8a4e-dialog";
const about = { plan, message, once: own };
const onPlan = { by: person(ada), place, ref, plan };
const [first] = form().endpoints;
export const filled = {
	session,
	from: { from: "session", session },
	once: own,
	dialog: ids.plan,
	endpoints: first?.id,
	"endpoints.search": "",
	shell: "powershell",
	command: "Restart-Service Spooler",
	before: "Get-Service Spooler",
	after: "",
	runAs: "agent",
	runAsName: "",
	cwd: "",
	changes: "restarts the print spooler",
	notices: "",
	undo: "",
	stepTimeLimit: "600",
	failedCheck: "stop",
	decideWithin: "86400",
	runWithin: "3600",
	"notBefore.date": "2100-01-01",
	"notBefore.time": "01:00",
};
export const onSnippet = { session, from: filled.from, once: own };
export const asksSnippets: Meant = ["snippets", { by: person(tom), place, session }];
const long = [{ phase: "command" as const, command: `echo ${"x".repeat(5_000)}` }];
export const asked = (some: object): Meant => [
	"form",
	{ by: person(tom), place, from: filled.from, chosen: [first?.id], ...some },
];

/** One o'clock in Berlin is its earliest time. */
const proposes = (some: object): Meant => [
	"propose",
	{
		by: person(tom),
		place,
		session,
		once: `${person(tom).identity}:${own}`,
		from: filled.from,
		draft: { ...spoolerDraft(first?.id), ...some },
	},
];

const [ofPlan = "", ofRun = ""] = prompt.split(".");
const onPrompt = { by: person(tom), place, ref, plan: ofPlan, run: ofRun, prompt: 1 };
const answered = { message, once: own, prompt, dialog: ids.prompt };

export const dialogs: Arrival[] = [
	{
		what: `the dialog ${ids.plan}`,
		activity: sent(tom, filled),
		means: [met(tom, "channel"), asked({ sent: true }), proposes({})],
		answer: closes,
	},
	{
		what: "the plan's dialog of a command that its input can't hold",
		activity: sent(tom, { ...filled, kept: true, command: undefined, before: undefined, after: undefined }),
		means: [met(tom, "channel"), asked({ sent: true }), proposes({ steps: long })],
		answer: closes,
		backend: { form: async () => ({ ok: true, form: form({ draft: { steps: [...long] } }) }) },
	},
	{
		what: "a search in the plan's dialog",
		activity: sent(tom, { ...filled, search: "endpoints", "endpoints.search": "far" }),
		means: [met(tom, "channel"), asked({}), ["searchEndpoints", { by: person(tom), session, query: "far" }]],
		answer: opens,
	},
	{
		what: "the button for a snippet in the plan's dialog",
		activity: sent(tom, { ...filled, turn: turns.snippets }),
		means: [met(tom, "channel"), asksSnippets],
		answer: opens,
	},
	{
		what: `the dialog ${ids.snippet}`,
		activity: sent(tom, { ...onSnippet, dialog: ids.snippet, question: snippet.id }),
		means: [met(tom, "channel"), asksSnippets],
		answer: opens,
	},
	{
		what: `the dialog ${ids.blanks}`,
		activity: sent(tom, {
			...{ ...onSnippet, dialog: ids.blanks, snippet: snippet.id },
			blank_service: "Spooler",
		}),
		means: [met(tom, "channel"), asksSnippets, ["form", { by: person(tom), place, from: filled.from }]],
		answer: opens,
	},
	{
		what: `the dialog ${ids.blanks} with what can't be put in`,
		activity: sent(tom, {
			...{ ...onSnippet, dialog: ids.blanks, snippet: snippet.id },
			blank_service: "$(id)",
		}),
		means: [met(tom, "channel"), asksSnippets, asksSnippets],
		answer: opens,
	},
	{
		what: `the dialog ${ids.deny}`,
		activity: sent(ada, { ...about, dialog: ids.deny, question: "Please wait until lunch." }),
		means: [
			met(ada, "channel"),
			["vote", { ...onPlan, verdict: "deny", reason: "Please wait until lunch." }],
		],
		answer: closes,
	},
	{
		what: `the dialog ${ids.ask}`,
		activity: sent(ada, { ...about, dialog: ids.ask, question: "Who will notice?" }),
		means: [
			met(ada, "channel"),
			["ask", { ...onPlan, question: "Who will notice?", once: `${person(ada).identity}:${own}` }],
		],
		answer: closes,
	},
	{
		what: `the dialog ${ids.cancel}`,
		activity: sent(ada, { ...about, dialog: ids.cancel }),
		means: [met(ada, "channel"), ["cancel", onPlan]],
		answer: closes,
	},
	...[ids.ask, ids.cancel].map((dialog): Arrival => {
		const activity = sent(ada, { ...about, dialog, question: "Who will notice?" }, "");
		const once = `${person(ada).identity}:${own}`;
		return {
			what: `the dialog ${dialog} from a client that leaves out which message it came from`,
			activity,
			means: [
				met(ada, "channel"),
				dialog === ids.ask ? ["ask", { ...onPlan, question: "Who will notice?", once }] : ["cancel", onPlan],
			],
			answer: closes,
		};
	}),
	{
		what: "a question that was left empty",
		activity: sent(ada, { ...about, dialog: ids.ask, question: "" }),
		means: [met(ada, "channel")],
		answer: opens,
	},
	{
		what: `the dialog ${ids.ticket}`,
		activity: sent(tom, { session, dialog: ids.ticket, question: "INC-7" }),
		means: [met(tom, "channel"), ["setTicket", { by: person(tom), place, session, ticket: "INC-7" }]],
		answer: closes,
	},
	{
		what: `the dialog ${ids.request}`,
		activity: sent(tom, {
			...{ at: { workspace: place.workspace, channel: place.channel }, once: own, dialog: ids.request },
			...{ what: "The printer is jammed", computer: "", urgency: "whenever" },
		}),
		means: [
			met(tom, "channel"),
			["request", { by: person(tom), place: { ...place, thread: null } }],
			[
				"open",
				{
					by: person(tom),
					place: { ...place, thread: null },
					request: "The printer is jammed",
					source: "command",
					once: `${person(tom).identity}:${own}`,
					original: null,
					whom: null,
				},
			],
		],
		answer: closes,
	},
	{
		what: `the dialog ${ids.close}`,
		activity: sent(tom, { session, dialog: ids.close, question: "New toner." }),
		means: [met(tom, "channel"), ["close", { by: person(tom), place, session, did: "New toner." }]],
		answer: closes,
	},
	{
		what: `the dialog ${ids.handOver}`,
		activity: sent(tom, { session, dialog: ids.handOver, question: taker }),
		means: [
			met(tom, "channel"),
			["takers", { by: person(tom), place, session }],
			["handOver", { by: person(tom), place, session, to: taker }],
		],
		answer: closes,
	},
	{
		what: `the dialog ${ids.away}`,
		activity: sent(ada, { client, dialog: ids.away, deputy: taker, "until.date": "", "until.time": "" }),
		means: [
			met(ada, "channel"),
			["deputy", { by: person(ada), place, client }],
			["nameDeputy", { by: person(ada), place, client, deputy: taker, until: null }],
		],
		answer: closes,
	},
	{
		what: `the dialog ${ids.prompt}, with a line of text`,
		activity: sent(tom, { ...answered, answer: "Front desk" }),
		means: [
			met(tom, "channel"),
			["prompt", onPrompt],
			["answer", { ...onPrompt, answer: { is: "text", text: "Front desk" } }],
		],
		answer: closes,
	},
	{
		what: `the dialog ${ids.prompt}, with several choices`,
		activity: sent(tom, { ...answered, answer: "0,2" }),
		means: [
			met(tom, "channel"),
			["prompt", onPrompt],
			["answer", { ...onPrompt, answer: { is: "choices", chosen: [0, 2] } }],
		],
		answer: closes,
		backend: {
			prompt: async () => ({ ok: true, view: promptView({ asked: { ...askedChoice, several: true } }) }),
		},
	},
	{
		what: "an optional input that was left empty and does not come",
		activity: sent(tom, { session, dialog: ids.ticket }),
		means: [met(tom, "channel"), ["setTicket", { by: person(tom), place, session, ticket: "" }]],
		answer: closes,
	},
	{
		what: "a dialog of no known name",
		activity: sent(ada, { ...about, dialog: "an_older_dialog" }),
		means: [
			met(ada, "channel"),
			[
				"attempt",
				{
					by: person(ada),
					place,
					action: "dialog",
					code: "unknown-action",
					detail: "no dialog of ours",
				},
			],
		],
		answer: opens,
	},
];
