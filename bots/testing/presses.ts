// For tests: a press of each button, and what it has to mean to the port, on either platform.
import { type ActionId, actions } from "../../cards/model/actions.ts";
import type { Backend } from "../backend.ts";
import type { Doer } from "../handlers/reply.ts";
import { draft, form, plan, session } from "./backend.ts";

/** Where the button is: on the session's first message, on a plan's card, on a technician's private preview. */
type On = "root" | "card" | "preview";
/** What the person who pressed sees: a dialog to fill in, at once or once its choices were fetched; words for them alone; the
 * plan's new card; that it is done; that the preview is gone. */
type Sees = "dialog" | "plan's dialog" | "words" | "card" | "done" | "preview gone";
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

export const presses: Record<ActionId, Press> = {
	[actions.runCommand]: {
		by: "tom",
		on: "root",
		means: wantsForm({ from: "session", session }),
		sees: "plan's dialog",
	},
	[actions.transcript]: { by: "dana", on: "root", means: link, sees: "words" },
	[actions.review]: { by: "ada", on: "card", means: link, sees: "words" },
	[actions.details]: { by: "ada", on: "card", means: link, sees: "words" },
	[actions.close]: { by: "dana", on: "root", means: (doer) => [["close", onSession(doer)]], sees: "done" },
	[actions.take]: { by: "tom", on: "root", means: (doer) => [["take", onSession(doer)]], sees: "done" },
	[actions.ticket]: { by: "tom", on: "root", means: (doer) => [["ticket", onSession(doer)]], sees: "dialog" },
	[actions.help]: { by: "dana", on: "root", sees: "words" },
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
	[actions.draftPropose]: { by: "tom", on: "preview", means: ofDraft, sees: "plan's dialog" },
	[actions.draftEdit]: { by: "tom", on: "preview", means: ofDraft, sees: "plan's dialog" },
	[actions.draftDrop]: {
		by: "tom",
		on: "preview",
		means: (doer) => [...ofDraft(doer), ["dropDraft", { by: doer.by, draft, session: form().session }]],
		sees: "preview gone",
	},
};

const ids = { session, plan, draft };

/** What a button carries: its name says what of. */
export const idOf = (action: ActionId): string => {
	const [, id = ""] = Object.entries(ids).find(([what]) => action.startsWith(`${what}_`)) ?? [];
	return id;
};
