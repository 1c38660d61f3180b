// The dialog of an approver who will be away: who decides for them, and until when.
import type { Instant } from "../../protocol/ids.ts";
import { within } from "../../words/amounts.ts";
import { dialogs } from "../model/actions.ts";
import type { Form } from "../model/form.ts";
import { brief } from "../plain.ts";

/** What the dialog starts from: who could be named at this client, and who is. `escalateAfter`: the policy's, in seconds. */
export type AwayStart = {
	client: string;
	people: { person: string; name: string }[];
	deputy: string | null;
	until: Instant | null;
	escalateAfter: number | null;
};

export const awayFields = { deputy: "deputy", until: "until" } as const;

/** What is chosen instead of a person. */
export const noDeputy = "nobody";

export const awayForm = ({ client, people, deputy, until, escalateAfter }: AwayStart): Form => ({
	dialog: dialogs.away,
	title: "While you're away",
	submit: "Save",
	body: [
		{
			kind: "text",
			line: [`Your deputy decides on plans of ${brief(client, 80)} while you are away, never on their own.`],
		},
		{
			kind: "choice",
			id: awayFields.deputy,
			label: "Who decides for you?",
			options: [
				{ value: noDeputy, label: "Nobody" },
				...people.slice(0, 99).map(({ person, name }) => ({ value: person, label: brief(name) })),
			],
			chosen: deputy ?? noDeputy,
			hint: "Everyone at your company can see whom you name.",
		},
		{
			kind: "instant",
			id: awayFields.until,
			label: "Away until",
			at: until,
			optional: true,
			hint:
				escalateAfter === null
					? "Leave it empty if you're here: then your deputy decides nothing yet."
					: `Leave it empty if you're here: then your deputy decides only what nobody decides within ${within(escalateAfter)}.`,
		},
	],
});

/** What offers the dialog. */
export const awayLabel = "While you're away…";
