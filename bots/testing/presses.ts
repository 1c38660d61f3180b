// For tests: a press of each button, and what it has to mean to the port, on either platform.
import { type ActionId, actions } from "../../cards/model/actions.ts";
import type { Backend } from "../backend.ts";
import type { Doer } from "../handlers/reply.ts";
import { change, client, draft, form, plan, prompt, session } from "./backend.ts";

/** Where the button is: on the session's first message, on a plan's card, on a technician's private preview. */
type On = "root" | "card" | "preview";
/** What the person who pressed sees: a dialog to fill in, at once or once its choices were fetched; words for them alone; the
 * plan's new card; that it is done; the preview with another text; that it is gone. */
type Sees = "dialog" | "plan's dialog" | "words" | "card" | "done" | "preview again" | "preview gone";
/** A call of the port with what it is given. */
type Meant = [keyof Backend, unknown];
export type Press = { by: "ada" | "dana" | "tom"; on: On; means?: (doer: Doer) => Meant[]; sees: Sees };

const onSession = ({ by, place }: Doer) => ({ by, place, session });
const onPlan = ({ by, place, ref }: Doer) => ({ by, place, ref, plan });
const wantsForm =
	(from: object) =>
	({ by, place }: Doer): Meant[] => [["form", { by, place, from }]];
const link = (doer: Doer): Meant[] => [["signInLink", onSession(doer)]];
const ofDraft = wantsForm({ from: "draft", draft });

const [ofPlan = "", ofRun = ""] = prompt.split(".");
const onPrompt = ({ by, place, ref }: Doer) => ({ by, place, ref, plan: ofPlan, run: ofRun, prompt: 1 });
const clears =
	(verdict: "send" | "keep") =>
	(doer: Doer): Meant[] => [["clear", { ...onPrompt(doer), tries: 2, verdict }]];
const choice = (index: number): Press => ({
	by: "tom",
	on: "card",
	means: (doer) => [["answer", { ...onPrompt(doer), answer: { is: "choices", chosen: [index] } }]],
	sees: "done",
});
const chosen = {
	[actions.choose1]: choice(0),
	[actions.choose2]: choice(1),
	[actions.choose3]: choice(2),
	[actions.choose4]: choice(3),
	[actions.choose5]: choice(4),
};

export const presses: Record<ActionId, Press> = {
	[actions.newRequest]: {
		by: "dana",
		on: "root",
		means: ({ by, place }) => [["request", { by, place }]],
		sees: "dialog",
	},
	[actions.runCommand]: {
		by: "tom",
		on: "root",
		means: wantsForm({ from: "session", session }),
		sees: "plan's dialog",
	},
	[actions.transcript]: { by: "dana", on: "root", means: link, sees: "words" },
	[actions.review]: { by: "ada", on: "card", means: link, sees: "words" },
	[actions.details]: { by: "ada", on: "card", means: link, sees: "words" },
	[actions.fromNowOn]: { by: "ada", on: "card", means: link, sees: "words" },
	[actions.enterSecret]: { by: "tom", on: "card", means: link, sees: "words" },
	[actions.close]: {
		by: "dana",
		on: "root",
		means: (doer) => [["closing", onSession(doer)]],
		sees: "dialog",
	},
	[actions.reopen]: { by: "dana", on: "root", means: (doer) => [["reopen", onSession(doer)]], sees: "done" },
	[actions.handOver]: {
		by: "tom",
		on: "root",
		means: (doer) => [["takers", onSession(doer)]],
		sees: "dialog",
	},
	[actions.take]: { by: "tom", on: "root", means: (doer) => [["take", onSession(doer)]], sees: "done" },
	[actions.ticket]: { by: "tom", on: "root", means: (doer) => [["ticket", onSession(doer)]], sees: "dialog" },
	[actions.help]: { by: "dana", on: "root", sees: "words" },
	[actions.away]: {
		by: "ada",
		on: "root",
		means: ({ by, place }) => [["deputy", { by, place, client }]],
		sees: "dialog",
	},
	[actions.changeConfirm]: {
		by: "ada",
		on: "root",
		means: ({ by, place }) => [["answerChange", { by, place, client, change, answer: "confirm" }]],
		sees: "done",
	},
	[actions.changeRefuse]: {
		by: "ada",
		on: "root",
		means: ({ by, place }) => [["answerChange", { by, place, client, change, answer: "refuse" }]],
		sees: "done",
	},
	[actions.approve]: {
		by: "ada",
		on: "card",
		means: (doer) => [["vote", { ...onPlan(doer), verdict: "approve", reason: null }]],
		sees: "card",
	},
	[actions.deny]: { by: "ada", on: "card", sees: "dialog" },
	[actions.ask]: { by: "ada", on: "card", sees: "dialog" },
	[actions.cancel]: {
		by: "ada",
		on: "card",
		means: (doer) => [["askCancel", onPlan(doer)]],
		sees: "dialog",
	},
	[actions.proposeAgain]: {
		by: "tom",
		on: "card",
		means: wantsForm({ from: "plan", plan }),
		sees: "plan's dialog",
	},
	...chosen,
	[actions.promptAnswer]: {
		by: "tom",
		on: "card",
		means: (doer) => [["prompt", onPrompt(doer)]],
		sees: "dialog",
	},
	[actions.promptEnd]: {
		by: "tom",
		on: "card",
		means: (doer) => [["answer", { ...onPrompt(doer), answer: { is: "nothing" } }]],
		sees: "done",
	},
	[actions.promptSend]: { by: "ada", on: "card", means: clears("send"), sees: "done" },
	[actions.promptKeep]: { by: "ada", on: "card", means: clears("keep"), sees: "done" },
	[actions.draftPropose]: { by: "tom", on: "preview", means: ofDraft, sees: "plan's dialog" },
	[actions.draftEdit]: { by: "tom", on: "preview", means: ofDraft, sees: "plan's dialog" },
	[actions.draftPlain]: {
		by: "tom",
		on: "preview",
		means: (doer) => [
			...ofDraft(doer),
			[
				"draft",
				{ by: doer.by, place: doer.place, ref: doer.ref, command: "", once: `plain:${draft}`, of: draft },
			],
		],
		sees: "preview again",
	},
	[actions.draftDrop]: {
		by: "tom",
		on: "preview",
		means: (doer) => [...ofDraft(doer), ["dropDraft", { by: doer.by, draft, session: form().session }]],
		sees: "preview gone",
	},
};

const ids = { session, plan, prompt, draft, client, change: `${client}.${change}` };

/** What a button carries: its name says what of. */
export const idOf = (action: ActionId): string => {
	const [, id = ""] = Object.entries(ids).find(([what]) => action.startsWith(`${what}_`)) ?? [];
	return id;
};
