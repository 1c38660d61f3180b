// The dialog of a request: what someone needs, on which computer, how soon.
import { dialogs } from "../model/actions.ts";
import type { Form } from "../model/form.ts";
import { brief } from "../plain.ts";

/** What the dialog starts from: whose request it will be, and the computers that it may name. */
export type RequestStart = { client: string; computers: { name: string; description: string }[] };

export const requestFields = {
	what: "what",
	computer: "computer",
	urgency: "urgency",
	picture: "picture",
} as const;
/** Those that become words. */
export type RequestField = Exclude<keyof typeof requestFields, "picture">;

export const mostPictures = 3;

/** How soon, as people say it. */
const urgencies = {
	whenever: "When you get to it",
	today: "Today, please",
	stuck: "I can't work until it's done",
} as const;

export const requestForm = ({ client, computers }: RequestStart): Form => ({
	dialog: dialogs.request,
	title: "What do you need?",
	submit: "Ask",
	body: [
		{
			kind: "input",
			id: requestFields.what,
			label: "What do you need?",
			value: "",
			longest: 2_000,
			multiline: true,
			focus: true,
			hint: "In your own words. Please don't write passwords here.",
		},
		...(computers.length === 0
			? []
			: [
					{
						kind: "choice" as const,
						id: requestFields.computer,
						label: "Which computer?",
						options: computers.slice(0, 100).map(({ name, description }) => ({
							value: name,
							label: [brief(name), brief(description)].filter((part) => part !== "").join(" · "),
						})),
						chosen: null,
						optional: true,
						hint: "Leave it empty if you don't know.",
					},
				]),
		{
			kind: "choice",
			id: requestFields.urgency,
			label: "How urgent is it?",
			options: Object.entries(urgencies).map(([value, label]) => ({ value, label })),
			chosen: "whenever",
		},
		{
			kind: "files",
			id: requestFields.picture,
			label: "A picture",
			endings: ["png", "jpg", "jpeg", "gif", "webp", "heic"],
			most: mostPictures,
			optional: true,
			hint: `Up to ${mostPictures}, of at most 10 MB each. The record keeps them.`,
			instead: "A picture? Send it in the thread of your request: the record keeps it.",
		},
		{ kind: "text", line: [`Your request appears in the channel of ${brief(client, 80)}.`] },
	],
});

/** The request as it is asked: the person's words first. */
export const requestText = ({ what = "", computer = "", urgency = "" }: { [F in RequestField]?: string }) => {
	const soon = Object.entries(urgencies).find(([value]) => value === urgency && value !== "whenever")?.[1];
	const on = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(computer) ? `On ${computer}` : "";
	const about = [on, soon ?? ""].filter((part) => part !== "").join(" · ");
	return [what.trim(), about].filter((part) => part !== "").join("\n");
};

/** The error when nothing is asked. */
export const blankRequest = "Write in a few words what you need.";

/** The error of a file that is none. */
export const notPictures = "Only pictures fit here. Send other files in the thread of your request.";

/** What offers the dialog. */
export const askLabel = "Ask for something…";
