// Someone in Teams.

import { askLabel } from "../../../cards/kinds/request-form.ts";
import { actions, answeredAs, dialogs } from "../../../cards/model/actions.ts";
import { readTeams } from "../../../cards/testing/read.ts";
import { signInAt } from "../people/console.ts";
import { type Post, shown } from "../teams/connector.ts";
import {
	type Answered,
	buttonsOf,
	cardOf,
	idOf,
	names,
	tenant as ours,
	TeamsPerson,
	userOf,
} from "../teams/person.ts";
import type { TeamsWorld } from "../teams/world.ts";
import type { Forged, Member, Message, Place, Seen } from "./port.ts";
import { answerText, dialogOf, forgedDialog } from "./teams-dialog.ts";
import { asCode, asHtml, plainXml } from "./teams-html.ts";

/** What people said, by its id: Teams hands it to the bot once more where someone starts a session on it. */
export type Said = Map<string, { handle: string; html: string; at: string }>;
type Options = {
	world: TeamsWorld;
	/** Where the connector finds the Worker. */
	url: string;
	said: Said;
	place(): Place;
	handle: string;
	tenant?: string;
};

export const teamsMember = ({ world, url, said, place, handle, tenant = ours }: Options): Member => {
	const { connector } = world;
	const person = new TeamsPerson(connector, url, handle, tenant);
	/** The answers to presses, for this person alone. */
	const answers: string[] = [];
	const noted = (answer: Answered): Answered => {
		answers.push(answerText(answer));
		return answer;
	};
	const until = <T>(what: string, look: () => T | undefined | null | false) => connector.until(what, look);
	const newest = (what: string, holds: (post: Post) => boolean) =>
		until(what, () => connector.posts.findLast(holds)).then(refOf);
	const say = async (where: Place, html: string): Promise<Message> => {
		const activity = await person.say(idIn(where), html);
		const id = `${activity.id}`;
		said.set(id, { handle, html, at: `${activity.timestamp}` });
		return { ...where, thread: where.thread ?? id, id };
	};
	const post = (message: Message) => until("the message", () => nowIn(connector.posts, message));
	const press = async (message: Message, label: string): Promise<Answered> => {
		const at = await post(message);
		const button = await buttonFor(world, person, at, label);
		return noted(await pressed(person, at, button));
	};
	return {
		identity: `teams:${tenant}:${idOf(handle)}`,
		ask: async (request, where = place()) =>
			void (await say(where, `<p>@Caisey&nbsp;${asHtml([request])}</p>`)),
		// A message opens no dialog: it is answered with the button that does.
		askInDialog: async (where = place()) => {
			const before = new Set(connector.posts);
			await say(where, "<p>@Caisey&nbsp;</p>");
			const offered = await newest(
				"what offers the dialog",
				(one) => !before.has(one) && textOf(one).includes(askLabel),
			);
			return dialogOf(person, await post(offered), await press(offered, askLabel), noted);
		},
		say: (where, ...typed) => say(where, `<p>${asHtml(typed)}</p>`),
		code: (where, text) => say(where, asCode(text)),
		script: (where, text) => say(where, asCode(text)),
		edit: async (message, text) => {
			const eventType = "editMessage";
			const edited = person.message(idIn(message), `<p>${asHtml([text])}</p>`, {
				id: message.id,
				type: "messageUpdate",
				channelData: { tenant: { id: tenant }, eventType },
			});
			await person.deliver(edited);
		},
		remove: async (message) =>
			void (await person.deliver(person.activity("messageDelete", idIn(message), { id: message.id }))),
		start: async (message) => {
			const activity = person.activity("invoke", idIn(message), started(message, said));
			const { answer } = await person.deliver({ ...activity, name: "composeExtension/fetchTask" });
			if (answer) noted(answer);
		},
		press: async (message, label) => void (await press(message, label)),
		cancel: async (message) => {
			const answer = await press(message, "Cancel…");
			const dialog = dialogOf(person, await post(message), answer, noted);
			// A person who may not reads so at the press already.
			const asks = buttonsOf(cardOf(answer)).length > 0;
			return { asks: dialog.text, confirm: async () => void (asks && (await dialog.send({}))) };
		},
		open: async (message, label) => dialogOf(person, await post(message), await press(message, label), noted),
		forge: async (forged) => void noted(await forge(person, forged)),
		forgeDialog: async (dialog) => answerText(await forgedDialog(person, wire(dialog.at), dialog)),
		told: async (doing, ...texts) => {
			const [from, before] = [answers.length, new Set(connector.posts)];
			await doing();
			return until(`a private answer to ${handle} with ${texts.join(" and ")}`, () =>
				[
					...answers.slice(from),
					...connector.posts
						.filter((one) => one.conversation === `a:${userOf(handle)}` && !before.has(one))
						.map(textOf),
				].find((text) => holdsAll(text, texts)),
			);
		},
		// Under what was said, for all to see: Teams has no message in a thread that one person alone sees.
		preview: async (doing, ...texts) => {
			const before = new Set(connector.posts);
			await doing();
			const all = ["Nothing is proposed yet", ...texts];
			return newest(
				`a preview with ${texts.join(" and ")}`,
				(one) => !before.has(one) && holdsAll(textOf(one), all),
			);
		},
		session: (request) =>
			newest(`a session about ${request}`, (one) => holdsAll(textOf(one), ["Caisey session", request])),
		find: (thread, ...texts) =>
			newest(
				`a message in the thread with ${texts.join(" and ")}`,
				(one) => one.conversation === idIn(thread) && holdsAll(textOf(one), texts),
			),
		direct: (...texts) =>
			newest(
				`a card in their own chat with ${texts.join(" and ")}`,
				(one) => one.conversation === `a:${userOf(handle)}` && holdsAll(textOf(one), texts),
			),
		until: async (message, ...texts) => {
			const now = await until(`the message with ${texts.join(" and ")}`, () => {
				const found = nowIn(connector.posts, message);
				return found && holdsAll(textOf(found), texts) && found;
			});
			return see(person, now);
		},
		gone: async (message) =>
			void (await until("the message gone", () => !nowIn(connector.posts, message) && "gone")),
		see: async (message) => see(person, await post(message)),
		all: async (...texts) => connector.posts.filter((one) => holdsAll(textOf(one), texts)).map(refOf),
		notices: async (thread) =>
			connector.posts
				.filter((one) => one.conversation === idIn(thread))
				.map(textOf)
				.filter((text) => text.startsWith("@")),
		read: async (session) => {
			const answer = await press(session, "Full transcript");
			const link = JSON.stringify(answer).match(/"url":"([^"]+)"/)?.[1];
			if (!link) throw new Error(`no link: ${answerText(answer)}`);
			return signInAt(world, link);
		},
	};
};

const idIn = ({ conversation, thread }: Place): string =>
	thread === null ? conversation : `${conversation};messageid=${thread}`;
const refOf = ({ id, conversation }: Post): Message => {
	const [channel = "", thread = null] = conversation.split(";messageid=");
	return { conversation: channel, thread, id };
};
const wire = (message: Message) => ({ id: message.id, conversation: idIn(message) });
const nowIn = (posts: Post[], { conversation, id }: Message): Post | undefined =>
	posts.find((one) => one.id === id && one.conversation.split(";")[0] === conversation);

const holdsAll = (text: string, texts: (string | RegExp)[]): boolean =>
	texts.every((one) => (typeof one === "string" ? text.includes(one) : one.test(text)));

/** Talk is text in which people are mentioned; all else is a card. */
const textOf = ({ activity }: Post): string =>
	activity.attachments ? shown(activity) : plainXml(activity.text ?? "");

/** What Teams shows this person: their own card, where the posted one asks for it. */
const see = async (person: TeamsPerson, at: Post): Promise<Seen> => {
	const content = await person.own(at);
	const message = content ? { ...at.activity, attachments: [{ content }] } : at.activity;
	return {
		text: content ? shown(content) : textOf(at),
		buttons: buttonsOf(content).map(({ title }) => title),
		codes: readTeams(message as never).codes,
	};
};

/** The button as this person is shown it; or else as an approver or a technician is. */
const buttonFor = async ({ teams }: TeamsWorld, person: TeamsPerson, at: Post, label: string) => {
	const card = at.activity.attachments?.[0]?.content;
	const labelled = (content: unknown) => buttonsOf(content).find(({ title }) => title === label);
	const as = async (one: TeamsPerson) =>
		card?.refresh ? labelled((await one.refreshed(at)).value) : undefined;
	const found = labelled(card) ?? (await as(person)) ?? (await as(teams("ada"))) ?? (await as(teams("tom")));
	if (!found) throw new Error(`no button ${label} in ${shown(at.activity)}`);
	return found;
};

type Button = ReturnType<typeof buttonsOf>[number];
const pressed = (person: TeamsPerson, at: Pick<Post, "id" | "conversation">, button: Button) =>
	button.type === "Action.Execute"
		? person.execute(at, button)
		: person.invoke("task/fetch", at, { data: button.data });

const forge = (person: TeamsPerson, { at, action, id }: Forged): Promise<Answered> => {
	if (action === actions.cancel)
		return forgedDialog(person, wire(at), { at, dialog: dialogs.cancel, about: { plan: id }, fields: {} });
	const dialog = answeredAs[action as keyof typeof answeredAs] === "dialog";
	const type = dialog ? "Action.Submit" : "Action.Execute";
	return pressed(person, wire(at), { type, title: "", data: { action, id } });
};

const started = ({ id }: Message, all: Said) => {
	const { handle, html, at } = all.get(id) ?? { handle: "", html: "", at: "" };
	const user = { id: idOf(handle), displayName: names[handle] };
	return {
		value: {
			commandId: "start_session",
			commandContext: "message",
			messagePayload: {
				id,
				createdDateTime: at,
				from: { user },
				body: { contentType: "html", content: html },
			},
		},
	};
};
