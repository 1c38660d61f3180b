// Buttons on an Adaptive Card: each says which it is and carries one opaque id, nothing else.
import { z } from "zod";
import { answeredAs } from "../model/actions.ts";
import type { Button, Card } from "../model/card.ts";
import { limits } from "../model/limits.ts";
import type { TeamsElement } from "./text.ts";

/** What comes back: as the `verb` and `data` of an Action.Execute, and as the `data` of what opens a dialog. Inputs on the
 * card (a draft's endpoint) come along under their own ids. */
export const TeamsData = z.looseObject({ action: z.string(), id: z.string() });

const styles = { primary: "positive", danger: "destructive" } as const;

export const cardActions = ({ buttons, menu }: Pick<Card, "buttons" | "menu">): TeamsElement[] => [
	...buttons.slice(0, limits.teams.actions).map((button) => actionOf(button)),
	...menu.map((button) => ({ ...actionOf(button), mode: "secondary" })),
];

/** For a dialog (`task/fetch`), which only Action.Submit can ask for; or for an answer where it is (`adaptiveCard/action`). */
const actionOf = ({ action, id, label, tone }: Button): TeamsElement => {
	const common = { title: label, ...(tone && { style: styles[tone] }) };
	const data: z.infer<typeof TeamsData> = { action, id };
	return answeredAs[action] === "execute"
		? { type: "Action.Execute", verb: action, data, ...common }
		: { type: "Action.Submit", data: { msteams: { type: "task/fetch" }, ...data }, ...common };
};

/** Teams asks this by itself for each of these people; anyone may ask for it with [Refresh card]. */
export const refreshOf = (
	{ show, id }: Pick<NonNullable<Card["own"]>, "show" | "id">,
	userIds: string[],
) => ({
	action: {
		type: "Action.Execute",
		title: "Refresh",
		verb: show,
		data: { action: show, id },
	},
	userIds: userIds.slice(0, limits.teams.refreshUserIds),
});
