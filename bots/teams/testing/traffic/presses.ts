// Buttons: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
// for those that are answered in place (`adaptiveCard/action`), and task-modules-bots for those that open a dialog
// (`task/fetch`).
import { planCard } from "../../../../cards/kinds/plan.ts";
import { type ActionId, actions, answeredAs, choices, showActions } from "../../../../cards/model/actions.ts";
import { adaptiveCard } from "../../../../cards/teams/card.ts";
import { planView } from "../../../../cards/testing/views.ts";
import { endpoint, plan, session } from "../../../testing/backend.ts";
import { idOf, type Press, presses as samples } from "../../../testing/presses.ts";
import {
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

const onPlan = { by: person(ada), place, ref, plan };
const shown: Meant = ["show", onPlan];
const shownAfterPress: Meant = ["show", { ...onPlan, answers: "press" }];
const people = { ada, dana, tom };
const chosen = endpoint("CLIENT-ACCT-10").id;

/** What the person who pressed is answered with, and what the port and the connector are asked for besides. */
const answered = ({ on, sees }: Press): Pick<Arrival, "answer" | "means" | "calls"> =>
	({
		dialog: { answer: opens },
		"plan's dialog": { answer: on === "preview" ? opensWith("endpoints", chosen) : opens },
		words: { answer: opens },
		card: { answer: shows, means: [shownAfterPress] },
		done: { answer: says },
		"preview again": { answer: shows },
		"preview gone": { answer: says, calls: [`DELETE ${channel}/activities/${message}`] },
	})[sees];

/** Inputs on the card come along. */
const onButton = (action: ActionId, press: Press): Arrival => {
	const by = people[press.by];
	const inputs = press.on === "preview" ? { [choices.draftEndpoint]: chosen } : {};
	const { means = [], ...others } = answered(press);
	return {
		what: `the button ${action}`,
		activity: inChannel("invoke", by, root, pressed(action, idOf(action), answeredAs[action], inputs)),
		means: [met(by, "channel"), ...(press.means?.({ by: person(by), place, ref }) ?? []), ...means],
		...others,
	};
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

const adas = adaptiveCard(
	planCard(planView()),
	{ ids: new Map([[person(ada).identity, ada.id]]) },
	"entitled",
);

export const presses: Arrival[] = [
	...Object.values(actions).map((action) => onButton(action, samples[action])),
	...["manual", "automatic"].map(
		(trigger): Arrival => ({
			what: `a card's refresh, ${trigger}`,
			activity: inChannel("invoke", ada, root, executed({ action: showActions.plan, id: plan }, trigger)),
			means: [met(ada, "channel"), shown],
			answer: shows,
		}),
	),
	{
		what: "a card's refresh by someone who decides, which is recorded before it is answered",
		activity: inChannel("invoke", ada, root, executed({ action: showActions.plan, id: plan }, "automatic")),
		backend: { show: async () => ({ ok: true, view: planView(), decides: true }) },
		means: [met(ada, "channel"), shown, ["served", { ...onPlan, card: JSON.stringify(adas) }]],
		answer: { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: adas },
	},
	{
		what: "a session's card's refresh",
		activity: inChannel(
			"invoke",
			ada,
			root,
			executed({ action: showActions.session, id: session }, "automatic"),
		),
		means: [met(ada, "channel"), ["look", { by: person(ada), place, session }]],
		answer: shows,
	},
	{
		what: "Cancel on a card of an older version, which does not ask",
		activity: inChannel("invoke", ada, root, pressed(actions.cancel, plan, "execute")),
		means: [met(ada, "channel"), shown],
		answer: shows,
	},
	{
		what: "a button in someone's own chat",
		activity: inPersonal("invoke", ada, pressed(actions.approve, plan, "execute")),
		means: [
			met(ada, "personal"),
			["vote", { ...inOwn, verdict: "approve", reason: null }],
			["show", { ...inOwn, answers: "press" }],
		],
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
