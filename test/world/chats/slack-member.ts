// Someone in the local Slack.
import { readSlack } from "../../../cards/testing/read.ts";
import type { ClientMessage, State } from "../../../local/slack/people/wire.ts";
import { acme, directMessage, type Team } from "../../../local/slack/team.ts";
import { deliver, pressBody } from "../forged/requests.ts";
import { chooseFrom } from "../people/acts.ts";
import { confirmOf, hasButton, labelsOf, Person, textOf } from "../people/chat.ts";
import { signIn } from "../people/console.ts";
import type { World } from "../world.ts";
import type { Member, Message, Place, Seen, Typed } from "./port.ts";
import { forgedDialog, openDialog } from "./slack-dialog.ts";

export const slackMember = (world: World, team: Team, handle: string, place: () => Place): Member => {
	const person = new Person(world.slack, handle, team.id);
	const me = team.people.find((one) => one.handle === handle);
	if (!me) throw new Error(`no one is called ${handle}`);
	const say = (where: Place, text: string, files: Parameters<Person["say"]>[3] = []) =>
		newest(person, where, () => person.say(where.conversation, text, where.thread, files));
	const press = async (message: Message, label: string) => {
		const at = await whole(person, message);
		await (hasButton(at, label) ? person.press(at, label) : chooseFrom(person, at, label));
	};
	const find = (what: string, holds: (message: ClientMessage) => boolean) =>
		person.until(what, ({ messages }) => messages.findLast(holds)).then(refOf);
	return {
		identity: `slack:${team.id}:${me.id}`,
		ask: async (request, where = place()) => {
			const { trouble } = await person.say(where.conversation, `/caisey ${request}`);
			if (trouble) throw new Error(trouble);
		},
		askInDialog: (where = place()) =>
			openDialog(person, async () => void (await person.say(where.conversation, "/caisey"))),
		say: (where, ...typed) => say(where, typed.map(asTyped).join("")),
		code: (where, text) => say(where, `\`\`\`\n${text}\n\`\`\``),
		script: (where, text) =>
			say(where, "", [{ name: "script.sh", base64: Buffer.from(text).toString("base64") }]),
		edit: async (message, text) => void (await person.edit(await whole(person, message), text)),
		remove: async (message) => void (await person.delete(await whole(person, message))),
		start: async (message) => void (await person.shortcut(await whole(person, message))),
		press,
		// Slack's client asks by itself, and sends nothing before the yes.
		cancel: async (message) => {
			const asks = confirmOf(await whole(person, message), "Cancel…");
			return { asks, confirm: () => press(message, "Cancel…") };
		},
		open: (message, label) => openDialog(person, () => press(message, label)),
		forge: async ({ at, action, id }) => {
			const where = { channel: at.conversation, thread: at.thread, message: at.id, team: team.id };
			await deliver(world, pressBody({ by: me.id, action, value: id, ...where }));
		},
		forgeDialog: (dialog) => forgedDialog(world, me.id, team.id, dialog),
		told: (doing, ...texts) => told(person, doing, texts),
		preview: async (doing, ...texts) => {
			const before = new Set((await person.state()).messages.map(({ ts }) => ts));
			await doing();
			const all = ["Nothing is proposed yet", ...texts];
			return find(
				`a preview with ${texts.join(" and ")}`,
				(one) => one.onlyYou && !before.has(one.ts) && holdsAll(textOf(one), all),
			);
		},
		session: (request) =>
			find(`a session about ${request}`, (one) => holdsAll(textOf(one), ["Caisey session", request])),
		find: (thread, ...texts) =>
			find(
				`a message in the thread with ${texts.join(" and ")}`,
				(one) => isIn(thread, one) && holdsAll(textOf(one), texts),
			),
		direct: (...texts) =>
			find(
				`a card in their own chat with ${texts.join(" and ")}`,
				(one) => one.channel === directMessage(me) && holdsAll(textOf(one), texts),
			),
		until: (message, ...texts) =>
			person.until(`the message with ${texts.join(" and ")}`, (state) => {
				const now = nowIn(state, message);
				return now && holdsAll(textOf(now), texts) && seen(now);
			}),
		gone: async (message) =>
			void (await person.until("the message gone", (state) => !nowIn(state, message) && "gone")),
		see: async (message) => seen(await whole(person, message)),
		all: async (...texts) =>
			(await person.state()).messages.filter((one) => holdsAll(textOf(one), texts)).map(refOf),
		notices: async (thread) =>
			(await person.state()).messages
				.filter((one) => isIn(thread, one) && !one.onlyYou)
				.map((one) => textOf(one).replaceAll(/ (?=[,:] )|(?<=[,:] ) /g, ""))
				.filter((text) => text.startsWith("@")),
		read: async (session) => signIn(world, person, await whole(person, session)),
	};
};

const asTyped = (typed: Typed): string => {
	if (typeof typed === "string") return typed;
	if ("bold" in typed) return `*${typed.bold}*`;
	return "link" in typed ? typed.link : `@${typed.mention}`;
};

const refOf = ({ channel, thread, ts }: ClientMessage): Message => ({
	conversation: channel,
	thread: thread ?? ts,
	id: ts,
});
const isIn = ({ conversation, thread }: Place, message: ClientMessage): boolean =>
	message.channel === conversation && (message.thread ?? message.ts) === thread;

const nowIn = ({ messages }: State, { conversation, id }: Message): ClientMessage | undefined =>
	messages.find(({ channel, ts }) => channel === conversation && ts === id);
const whole = (person: Person, message: Message): Promise<ClientMessage> =>
	person.until("the message", (state) => nowIn(state, message));

const holdsAll = (text: string, texts: (string | RegExp)[]): boolean =>
	texts.every((one) => (typeof one === "string" ? text.includes(one) : one.test(text)));

const seen = (message: ClientMessage): Seen => ({
	text: textOf(message),
	buttons: labelsOf(message),
	codes: readSlack({ text: message.text, blocks: message.blocks as never }, names).codes,
});
const names = Object.fromEntries(acme.people.map(({ id, name }) => [id, name]));

/** Private answers to what this person does. */
const newest = async (person: Person, where: Place, doing: () => Promise<unknown>): Promise<Message> => {
	const before = new Set((await person.state()).messages.map(({ ts }) => ts));
	await doing();
	return person
		.until("what was just said", ({ me, messages }) =>
			messages.find(
				(one) =>
					!before.has(one.ts) && one.user === me && (where.thread === null || one.thread === where.thread),
			),
		)
		.then(refOf);
};

/** Private answers appear in the conversation, to one person alone, or in a dialog. */
const told = async (person: Person, doing: () => Promise<unknown>, texts: (string | RegExp)[]) => {
	const { messages, modals } = await person.state();
	const before = new Set([...messages.map(({ ts }) => ts), ...modals.map((one) => JSON.stringify(one))]);
	await doing();
	return person.until(`a private answer with ${texts.join(" and ")}`, (state) =>
		[
			...state.messages.filter(({ ts, onlyYou }) => onlyYou && !before.has(ts)).map(textOf),
			...state.modals
				.filter((one) => !before.has(JSON.stringify(one)))
				.map(({ blocks }) => textOf({ text: "", blocks })),
		].find((text) => holdsAll(text, texts)),
	);
};
