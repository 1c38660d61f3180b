// Slack's dialogs: opened a moment before they are filled in, wrong fields told beside what was sent.
import { dialogs } from "../../../cards/model/actions.ts";
import type { ClientView, Input } from "../../../local/slack/people/wire.ts";
import { deliver, planValues, submissionBody } from "../forged/requests.ts";
import { idValue, optionOf, type Person, textOf } from "../people/chat.ts";
import { isDone, isWaiting } from "../people/dialog.ts";
import type { World } from "../world.ts";
import type { Dialog, Fields, ForgedDialog } from "./port.ts";

/** What a press opens. */
export const openDialog = async (person: Person, press: () => Promise<void>): Promise<Dialog> => {
	const before = new Set((await person.state()).modals.map(({ id }) => id));
	await press();
	const view = await person.until("a dialog", ({ modals }) =>
		modals.find((one) => !before.has(one.id) && !isWaiting(one)),
	);
	return dialogOf(person, view);
};

const dialogOf = (
	person: Person,
	view: ClientView,
	errors: Record<string, string> = {},
	sent: Fields = {},
): Dialog => ({
	text: [textOf({ text: "", blocks: view.blocks }), ...Object.values(errors)].join(" "),
	whole: async () => dialogOf(person, await person.whole(view), errors, sent),
	filled: { ...initial(view), ...textsOf(sent) },
	send: async (fields) => {
		const all = { ...sent, ...fields };
		const hidden = Object.keys(all).some((field) => !elementOf(view, field));
		const whole = hidden ? await person.whole(view) : view;
		const inputs = Object.entries(all).map(
			([field, value]) => [field, inputOf(whole, field, value)] as const,
		);
		const reply = await person.submit(whole, Object.fromEntries(inputs));
		if (reply.trouble) throw new Error(reply.trouble);
		if (reply.errors) return dialogOf(person, whole, reply.errors, all);
		const now = await person.until("an answer to the dialog", ({ modals }) => {
			const still = modals.find(({ id }) => id === view.id);
			return still ? !isWaiting(still) && { still } : { still: null };
		});
		return now.still && !isDone(now.still) ? dialogOf(person, now.still) : null;
	},
});

type Element = { type: string; initial_value?: string; initial_option?: { value: string } };
type Block = { block_id?: string; element?: Element };

const elementOf = (view: ClientView, field: string): Element | undefined =>
	(view.blocks as Block[]).find(({ block_id }) => block_id === field)?.element;

const inputOf = (view: ClientView, field: string, value: string | string[]): Input => {
	const type = elementOf(view, field)?.type ?? "";
	if (Array.isArray(value)) return value.map((one) => chosen(view, field, one));
	return type.endsWith("_select") ? chosen(view, field, value) : value;
};

const chosen = (view: ClientView, field: string, text: string) =>
	idValue.test(text)
		? { text: { type: "plain_text" as const, text }, value: text }
		: optionOf(view, field, text);

const textsOf = (fields: Fields): Record<string, string> =>
	Object.fromEntries(Object.entries(fields).filter((one): one is [string, string] => !Array.isArray(one[1])));

const initial = (view: ClientView): Record<string, string> =>
	Object.fromEntries(
		(view.blocks as Block[]).flatMap(({ block_id, element }) =>
			block_id && element ? [[block_id, element.initial_value ?? element.initial_option?.value ?? ""]] : [],
		),
	);

/** A dialog that no one opened; its answer reads as Slack would show it. */
export const forgedDialog = async (
	world: World,
	by: string,
	team: string,
	{ at, dialog, about, fields }: ForgedDialog,
): Promise<string> => {
	const place = { workspace: `slack:${team}`, channel: at.conversation, thread: at.thread };
	const metadata =
		dialog === dialogs.plan && "session" in about
			? { ...about, place, from: { from: "session", ...about }, preview: null, kept: false }
			: dialog === dialogs.ticket
				? { ...about, place }
				: { ...about, place, message: at.id };
	const { endpoints = "", command = "", changes = "", question = "" } = fields;
	const values =
		dialog === dialogs.plan
			? planValues(endpoints, command, changes)
			: { question: { value: { value: question } } };
	const body = submissionBody({ by, callback: dialog, metadata, values, team });
	return (await deliver(world, body)).text();
};
