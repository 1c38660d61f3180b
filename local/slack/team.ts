// The people and channels of a local Slack workspace: fixed ids, so that a set-up file can name them.

export type Person = { id: string; handle: string; name: string; title: string };
export type Channel = { id: string; name: string; topic: string };
export type Team = {
	/** `T…`, as in Slack. */
	id: string;
	name: string;
	/** The installed app: its id, its bot's id, and the bot's user id. */
	app: { id: string; bot: string; user: string; name: string };
	people: Person[];
	channels: Channel[];
};

/** The app as every local workspace has it installed. */
export const caisey = { id: "A0CAISEY", bot: "B0CAISEY", user: "U0CAISEY", name: "Caisey" };

/** The workspace that `npm start` shows. */
export const acme: Team = {
	id: "T0LOCAL1",
	name: "Acme Dental",
	app: caisey,
	people: [
		{ id: "U0DANA", handle: "dana", name: "Dana Reyes", title: "Office manager" },
		{ id: "U0TOM", handle: "tom", name: "Tom Okafor", title: "Technician" },
		{ id: "U0ADA", handle: "ada", name: "Ada Lindqvist", title: "Client's admin" },
		{ id: "U0SAM", handle: "sam", name: "Sam Roy", title: "Second approver" },
		{ id: "U0EVE", handle: "eve", name: "Eve Stone", title: "No role" },
	],
	channels: [
		{ id: "C0ACME", name: "acme-dental", topic: "Ask for a change: /caisey and what you need" },
		{ id: "C0GENERAL", name: "general", topic: "Everything else" },
		{
			id: "C0BRIGHT",
			name: "brightside-desk",
			topic: "Brightside IT's own channel: clients' requests come here",
		},
	],
};

/** The conversation between a person and the app has a fixed id too. */
export const directMessage = (person: Person): string => `D${person.id.slice(1)}`;
