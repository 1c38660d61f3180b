// Buttons: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
// for those that are answered in place (`adaptiveCard/action`), and task-modules-bots for those that open a dialog
// (`task/fetch`).
import { type ActionId, actions, choices, showAction } from "../../../../cards/model/actions.ts";
import { kindOf } from "../../../../cards/teams/actions.ts";
import { planView } from "../../../../cards/testing/views.ts";
import { draft, endpoint, form, plan, session } from "../../../testing/backend.ts";
import {
	type Account,
	type Arrival,
	ada,
	channel,
	dana,
	inChannel,
	inPersonal,
	type Meant,
	message,
	met,
	opens,
	opensWith,
	person,
	personal,
	place,
	ref,
	root,
	says,
	shows,
	tom,
	workspace,
} from "./acme.ts";

const invoke = "f:8c5a2b1e-1f3d-4c6a-9a57-d2f0a1b2c3d4";
const executed = (data: object, trigger: string) => ({
	id: invoke,
	name: "adaptiveCard/action",
	replyToId: message,
	value: {
		action: { type: "Action.Execute", id: "press", title: "Press", verb: "press", data },
		trigger,
		state: null,
		authentication: null,
	},
});
/** `msteams` comes back as the card had it. */
const fetched = (data: object) => ({
	id: invoke,
	name: "task/fetch",
	replyToId: message,
	value: { data: { msteams: { type: "task/fetch" }, ...data }, context: { theme: "dark" }, tabContext: null },
});
const pressed = (action: string, id: string, kind: "dialog" | "execute", inputs: object = {}) =>
	kind === "execute" ? executed({ action, id, ...inputs }, "manual") : fetched({ action, id, ...inputs });

const onSession = (who: Account) => ({ by: person(who), place, session });
const onPlan = { by: person(ada), place, ref, plan };
const shown: Meant = ["show", onPlan];
const wantsForm = (from: object): Meant => ["form", { by: person(tom), place, from }];
const endpoints = { [choices.draftEndpoint]: endpoint("CLIENT-ACCT-10").id };

type Pressing = Omit<Arrival, "what" | "activity"> & { by: Account; id: string; inputs?: object };
/** A press on Cancel… gets a question first. */
const running: Arrival["backend"] = {
	askCancel: async () => ({ ok: true, view: planView({ state: "running" }) }),
};
const expected: Record<ActionId, Pressing> = {
	[actions.runCommand]: {
		by: tom,
		id: session,
		means: [wantsForm({ from: "session", session })],
		answer: opens,
	},
	[actions.transcript]: { by: dana, id: session, means: [["signInLink", onSession(dana)]], answer: opens },
	[actions.review]: { by: ada, id: session, means: [["signInLink", onSession(ada)]], answer: opens },
	[actions.details]: { by: ada, id: session, means: [["signInLink", onSession(ada)]], answer: opens },
	[actions.close]: { by: dana, id: session, means: [["close", onSession(dana)]], answer: says },
	[actions.take]: { by: tom, id: session, means: [["take", onSession(tom)]], answer: says },
	[actions.ticket]: { by: tom, id: session, means: [["ticket", onSession(tom)]], answer: opens },
	[actions.help]: { by: dana, id: session, answer: opens },
	[actions.approve]: {
		by: ada,
		id: plan,
		means: [["vote", { ...onPlan, verdict: "approve", reason: null }], shown],
		answer: shows,
	},
	[actions.deny]: { by: ada, id: plan, answer: opens },
	[actions.ask]: { by: ada, id: plan, answer: opens },
	[actions.cancel]: { by: ada, id: plan, means: [["askCancel", onPlan]], answer: opens, backend: running },
	[actions.proposeAgain]: { by: tom, id: plan, means: [wantsForm({ from: "plan", plan })], answer: opens },
	[actions.draftPropose]: {
		by: tom,
		id: draft,
		inputs: endpoints,
		means: [wantsForm({ from: "draft", draft })],
		answer: opensWith("endpoints", endpoint("CLIENT-ACCT-10").id),
	},
	[actions.draftEdit]: {
		by: tom,
		id: draft,
		inputs: endpoints,
		means: [wantsForm({ from: "draft", draft })],
		answer: opensWith("endpoints", endpoint("CLIENT-ACCT-10").id),
	},
	[actions.draftDrop]: {
		by: tom,
		id: draft,
		means: [
			wantsForm({ from: "draft", draft }),
			["dropDraft", { by: person(tom), draft, session: form().session }],
		],
		answer: says,
		calls: [`DELETE ${channel}/activities/${message}`],
	},
};
const unknown = (action: string): Meant => [
	"attempt",
	{ by: person(ada), place, action, code: "unknown-action", detail: action },
];
const inOwn = {
	by: person(ada),
	place: { workspace, channel: personal, thread: null },
	ref: { workspace, channel: personal, message },
	plan,
};

export const presses: Arrival[] = [
	...Object.values(actions).map((action): Arrival => {
		const { by, id, means = [], inputs = {}, ...others } = expected[action];
		return {
			what: `the button ${action}`,
			activity: inChannel("invoke", by, root, pressed(action, id, kindOf[action], inputs)),
			means: [met(by, "channel"), ...means],
			...others,
		};
	}),
	...["manual", "automatic"].map(
		(trigger): Arrival => ({
			what: `a card's refresh, ${trigger}`,
			activity: inChannel("invoke", ada, root, executed({ action: showAction, id: plan }, trigger)),
			means: [met(ada, "channel"), shown],
			answer: shows,
		}),
	),
	{
		what: "Cancel on a card of an older version, which does not ask",
		activity: inChannel("invoke", ada, root, pressed(actions.cancel, plan, "execute")),
		means: [met(ada, "channel"), shown],
		answer: shows,
	},
	{
		what: "a button in someone's own chat",
		activity: inPersonal("invoke", ada, pressed(actions.approve, plan, "execute")),
		means: [met(ada, "personal"), ["vote", { ...inOwn, verdict: "approve", reason: null }], ["show", inOwn]],
		answer: shows,
	},
	{
		what: "a button of no known name",
		activity: inChannel("invoke", ada, root, pressed("plan_old", plan, "execute")),
		means: [met(ada, "channel"), unknown("plan_old")],
		answer: says,
	},
	{
		what: "a button of no known name that wants a dialog",
		activity: inChannel("invoke", ada, root, pressed("plan_old", plan, "dialog")),
		means: [met(ada, "channel"), unknown("plan_old")],
		answer: opens,
	},
	{
		what: "a button by someone without an object id",
		activity: inChannel(
			"invoke",
			{ id: "29:1guest", name: "Guest" },
			root,
			pressed(actions.approve, plan, "execute"),
		),
		answer: says,
	},
];
