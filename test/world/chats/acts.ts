// What people do step by step on any platform, and what the product calls it.

import type { Reader } from "../people/console.ts";
import { entries } from "../record.ts";
import type { Fields, Message, Office } from "./port.ts";

let count = 0;

/** Someone asks for something in a conversation of the client; resolves with the session's own message. */
export const ask = async (
	{ person }: Office,
	request = `please change something (${++count})`,
	by = "dana",
): Promise<Message> => {
	await person(by).ask(request);
	return person(by).session(request);
};

/** A technician fills in the dialog behind [Run a command…]; resolves with the plan's card in the thread. */
export const propose = async (
	{ person }: Office,
	session: Message,
	proposal: Fields,
	by = "tom",
): Promise<Message> => {
	const changes = `${proposal.changes ?? `change ${++count}`}`;
	const dialog = await person(by).open(session, "Run a command…");
	const again = await dialog.send({ ...plain, ...proposal, changes });
	if (again) throw new Error(`not proposed: ${again.text}`);
	return planCard({ person }, session, changes, by);
};

/** Where there is nothing to choose. */
export const plain = { endpoints: ["CLIENT-ACCT-01"], shell: "sh" };

export const planCard = (
	{ person }: Pick<Office, "person">,
	session: Message,
	changes: string,
	by = "tom",
): Promise<Message> => person(by).find(session, changes, "plan ");

/** Closes a session, and says what was done. */
export const close = async (
	{ person }: Pick<Office, "person">,
	session: Message,
	did = "",
	by = "dana",
): Promise<void> => {
	const again = await (await person(by).open(session, "Close…")).send({ question: did });
	if (again) throw new Error(`not closed: ${again.text}`);
};

/** Denies with this reason, or asks this, as an approver. */
export const question = async (
	{ person }: Office,
	card: Message,
	label: "Deny…" | "Ask…",
	text: string,
	by = "ada",
): Promise<void> => {
	const dialog = await person(by).open(card, label);
	const again = await dialog.send({ question: text });
	if (again) throw new Error(`not taken: ${again.text}`);
};

type Plan = { id: string; text: string; digest: string };

/** The record's plans of a session, oldest first. */
export const plans = async (reader: Reader): Promise<Plan[]> =>
	(await reader.json<{ plans: Plan[] }>("transcript.json")).plans;

/** The id of the newest plan. */
export const newestPlan = async (reader: Reader): Promise<string> => {
	const { plan = "" } = (await entries(reader, "plan.proposed")).at(-1) ?? {};
	return plan;
};
