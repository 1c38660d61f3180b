// Between the Playground and the bot: what Teams' own client does and the Playground does not. It shows a card to its user as
// they alone may see it (`refresh`), and a dialog (`task/fetch`) as a message under the button that opened it.
import { z } from "zod";
import { type Listening, listen } from "../slack/http.ts";
import { channel, groupChat, idOf, tenant, user } from "./tenant.ts";
import { Activity, Card, cardIn, forPlayground, Message, messageOf, openedBy, Shown, Task } from "./wire.ts";

type Ends = {
	/** Where the bot takes activities. */
	bot: string;
	/** The Playground's connector. */
	connector: string;
};

const Sent = z.looseObject({ id: z.string(), activityId: z.string().optional() });
type At = { conversation: string; message: string };

/** Activities go to `/bot`; everything else is a call of the connector. */
export const startRelay = async (port: number, ends: () => Ends): Promise<Listening> => {
	const relay = relayTo(ends, `http://127.0.0.1:${port}`);
	return listen(port, async (request) => {
		const { pathname } = new URL(request.url);
		if (request.method === "HEAD") return new Response();
		const body = request.body === null ? "" : await request.text();
		if (pathname !== "/bot") return relay.toConnector(request.method, pathname, body);
		return relay.toBot(Activity.parse(JSON.parse(body)));
	});
};

const relayTo = (ends: () => Ends, serviceUrl: string) => {
	/** Dialogs that are open, by the message that shows them: the message with the button that opened it. */
	const dialogs = new Map<string, string | undefined>();
	/** Of each card, the newest edit: an older one's view comes too late. */
	const edits = new Map<string, number>();
	const told = new Set<string>();

	const post = (activity: object): Promise<Response> => send("POST", ends().bot, JSON.stringify(activity));
	/** Null where the bot gave no answer. */
	const invoke = async (activity: object, name: string, value: object): Promise<unknown> => {
		const response = await post({ ...activity, type: "invoke", name, value });
		return response.ok ? response.json() : null;
	};
	const toPlayground = (method: string, path: string, body: string): Promise<Response> =>
		send(method, `${ends().connector}${path}`, forPlayground(body));

	/** `open`: the message that shows it already. */
	const dialog = async (activity: Activity, data: unknown, open: string | null): Promise<Response> => {
		const name = open === null ? "task/fetch" : "task/submit";
		const answer = await invoke(activity, name, { data });
		if (answer === null) return unavailable();
		const { task } = Task.parse(answer);
		const shown =
			task.type === "message" ? sentence(task.value) : titled(task.value.title, task.value.card.content);
		const path = activitiesOf(activity.conversation.id);
		const [method, at] = open === null ? ["POST", path] : ["PUT", `${path}/${open}`];
		const sent = await toPlayground(method, at, JSON.stringify(messageOf(shown)));
		if (!sent.ok) return unavailable();
		const { id } = Sent.parse(await sent.json());
		if (task.type === "continue") dialogs.set(id, activity.replyToId);
		else dialogs.delete(id);
		return new Response();
	};

	const ownView = async ({ conversation, message }: At, card: Card, edit: number): Promise<void> => {
		const action = { ...card.refresh?.action };
		const activity = { ...looking(conversation, serviceUrl), replyToId: message };
		const value = { action, trigger: "automatic" };
		const shown = Shown.safeParse(await invoke(activity, "adaptiveCard/action", value));
		if (!shown.success || edits.get(message) !== edit) return;
		const [at = ""] = conversation.split(";messageid=");
		const view = JSON.stringify(messageOf(shown.data.value));
		await toPlayground("PUT", `${activitiesOf(at)}/${message}`, view);
	};
	const show = (at: At, card: Card): void => {
		const edit = (edits.get(at.message) ?? 0) + 1;
		edits.set(at.message, edit);
		if (card.refresh?.userIds.includes(idOf(user.handle)))
			void ownView(at, card, edit).catch((error) => console.error("local Teams:", error));
	};

	return {
		toBot: async (activity: Activity): Promise<Response> => {
			const { type, conversation, value, replyToId } = activity;
			const opened = type === "message" ? openedBy(value) : null;
			if (opened) return dialog(activity, opened, null);
			if (type === "message" && replyToId !== undefined && dialogs.has(replyToId))
				return dialog({ ...activity, replyToId: dialogs.get(replyToId) }, value, replyToId);
			// The Playground adds the bot again whenever its page is opened.
			const once = `${type} ${conversation.id}`;
			if (/Update$/.test(type) && told.has(once)) return new Response();
			if (/Update$/.test(type)) told.add(once);
			return answered(await post(activity));
		},
		toConnector: async (method: string, path: string, body: string): Promise<Response> => {
			const response = await toPlayground(method, path, body);
			const text = await response.text();
			const at = response.ok ? standsAt(path, text) : null;
			const card = at && cardSent(body);
			if (at && card) show(at, card);
			return new Response(text, { status: response.status, headers: { "content-type": "application/json" } });
		},
	};
};

/** 503 from an end that isn't there yet, or no longer: both start and stop beside the relay. */
const send = (method: string, url: string, body: string): Promise<Response> =>
	fetch(url, {
		method,
		headers: { "content-type": "application/json" },
		...(method !== "GET" && method !== "DELETE" && { body }),
	}).catch(unavailable);

const unavailable = (): Response => new Response("", { status: 503 });

const activitiesOf = (conversation: string): string =>
	`/v3/conversations/${encodeURIComponent(conversation)}/activities`;

const answered = async (response: Response): Promise<Response> => {
	const [text, type] = [await response.text(), response.headers.get("content-type") ?? "text/plain"];
	const body = /json/.test(type) ? forPlayground(text) : text;
	return new Response(body, { status: response.status, headers: { "content-type": type } });
};

/** Null if the call was not about a message. */
const standsAt = (path: string, answer: string): At | null => {
	const [, named, edited] = /^\/v3\/conversations(?:\/([^/]+)\/activities(?:\/([^/]+))?)?$/.exec(path) ?? [];
	const sent = Sent.safeParse(answer === "" ? null : JSON.parse(answer)).data;
	if (!sent) return null;
	const message = edited ?? sent.activityId ?? sent.id;
	return { conversation: decodeURIComponent(named ?? sent.id), message };
};

/** The card that was posted, or with which a thread was begun. */
const cardSent = (body: string): Card | null => {
	const given = z
		.looseObject({ activity: Message.optional() })
		.safeParse(body === "" ? null : JSON.parse(body)).data;
	return given ? cardIn(given.activity ?? Message.parse(given)) : null;
};

/** The Playground's user, who looks at something there. */
const looking = (conversation: string, serviceUrl: string) => {
	const type = conversation.startsWith(channel)
		? "channel"
		: conversation === groupChat
			? "groupChat"
			: "personal";
	return {
		channelId: "msteams",
		serviceUrl,
		timestamp: new Date().toISOString(),
		from: { id: idOf(user.handle), name: user.name, aadObjectId: idOf(user.handle) },
		conversation: {
			id: conversation,
			conversationType: type,
			tenantId: tenant,
		},
		channelData: { tenant: { id: tenant } },
	};
};

const text = (words: string, more: object = {}) => ({ type: "TextBlock", text: words, wrap: true, ...more });
const sentence = (words: string): Card =>
	Card.parse({ type: "AdaptiveCard", version: "1.5", body: [text(words)] });
const titled = (title: string, card: Card): Card => {
	const body = z.array(z.unknown()).parse(card.body);
	return { ...card, body: [text(title, { weight: "Bolder", size: "Medium" }), ...body] };
};
