// A button that someone pressed: decoded here, done by handlers/, answered here.

import { planCard } from "../../../cards/kinds/plan.ts";
import { previewCard } from "../../../cards/kinds/preview.ts";
import { sessionCard } from "../../../cards/kinds/session.ts";
import { actions, answeredAs, choices, showActions } from "../../../cards/model/actions.ts";
import { TeamsData } from "../../../cards/teams/actions.ts";
import { adaptiveCard } from "../../../cards/teams/card.ts";
import { press as does, knownAction, unknown } from "../../handlers/presses.ts";
import type { Reply } from "../../handlers/reply.ts";
import {
	type InvokeAnswer,
	reading,
	readingRefusal,
	refusalLine,
	saying,
	showing,
	textIn,
} from "../answer.ts";
import { takeBack } from "../call/send.ts";
import type { Kit } from "../kit.ts";
import type { Turn } from "../read/activity.ts";
import { openDialog } from "./dialogs.ts";

/** How this kind of button has to be answered. */
type As = "dialog" | "execute";

/** Someone pressed a button, or Teams asks for who looks. */
export const press = async (kit: Kit, turn: Turn, given: unknown, as: As): Promise<InvokeAnswer> => {
	const read = TeamsData.safeParse(given);
	if (!read.success) return answers[as](kit, turn, await unknown(kit, turn, "a button without a name"));
	const { action: name, id, ...data } = read.data;
	// A card of an older version sends Cancel without asking: the person who pressed it gets the button that asks.
	if (as === "execute" && (name === showActions.plan || name === actions.cancel)) return show(kit, turn, id);
	if (as === "execute" && name === showActions.session) return showSession(kit, turn, id);
	const action = knownAction(name);
	if (action === null || answeredAs[action] !== as)
		return answers[as](kit, turn, await unknown(kit, turn, name));
	const endpoint = data[choices.draftEndpoint];
	const chosen = typeof endpoint === "string" && endpoint !== "" ? endpoint : null;
	return answers[as](kit, turn, await does(action, { hands: kit, doer: turn, id, chosen }));
};

const inDialog = async (_: Kit, turn: Turn, reply: Reply): Promise<InvokeAnswer> => {
	if (reply.kind === "form") return openDialog(turn, reply);
	if (reply.kind === "say") return reading(reply.card);
	if (reply.kind === "refuse") return readingRefusal(reply.refusal);
	throw new TypeError(`a dialog that shows nothing: ${reply.kind}`);
};

const inPlace = async (kit: Kit, turn: Turn, reply: Reply): Promise<InvokeAnswer> => {
	if (reply.kind === "changed") return show(kit, turn, reply.plan, { answers: "press" });
	if (reply.kind === "say") return saying(textIn(reply.card));
	if (reply.kind === "refuse") return saying(refusalLine(reply.refusal));
	if (reply.kind === "preview")
		return showing(adaptiveCard(previewCard(reply.draft, kit.inputText), { ids: new Map() }));
	if (reply.kind === "used") kit.afterwards(takeBack(kit.call, turn.serviceUrl, turn.ref));
	else if (reply.kind !== "done") throw new TypeError(`${reply.kind}, where nothing opens`);
	return saying("Done.");
};

const answers = { dialog: inDialog, execute: inPlace } satisfies Record<As, unknown>;

/** The plan as the person who looks may see it. */
const show = async (
	kit: Kit,
	{ by, place, ref, userId }: Turn,
	plan: string,
	as: { answers?: "press" } = {},
): Promise<InvokeAnswer> => {
	const found = await kit.backend.show({ by, place, ref, plan, ...as });
	if (!found.ok) return saying(refusalLine(found.refusal));
	const people = { ids: new Map([[by.identity, userId]]) };
	const card = adaptiveCard(planCard(found.view), people, found.decides ? "entitled" : "everyone");
	if (found.decides) await kit.backend.served({ by, place, ref, plan, card: JSON.stringify(card) });
	return showing(card);
};

/** A session's own card, with what the person who looks may press. */
const showSession = async (kit: Kit, { by, place, userId }: Turn, session: string): Promise<InvokeAnswer> => {
	const found = await kit.backend.look({ by, place, session });
	if (!found.ok) return saying(refusalLine(found.refusal));
	return showing(
		adaptiveCard(sessionCard(found.view), { ids: new Map([[by.identity, userId]]) }, "entitled"),
	);
};
