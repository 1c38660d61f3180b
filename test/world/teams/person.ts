// People in Teams, as tests speak for them: what they say, press and fill in, as their client and the connector send it.
import { z } from "zod";
import { app, type Connector, type Post, shown } from "./connector.ts";
import type { Claims } from "./identity.ts";

export const tenant = "7e4a47e4-0000-4000-8000-000000000001";
export const channel = "19:acme@thread.tacv2";
/** Further channels of Acme's. */
export const channelNo = (n: number): string => `19:acme-${n}@thread.tacv2`;
export const channels = 60;
export const idOf = (handle: string): string => `aad-${handle}`;
export const userOf = (handle: string): string => `29:${handle}`;

export const names: Record<string, string> = {
	dana: "Dana Reyes",
	tom: "Tom Okafor",
	ada: "Ada Lindqvist",
	sam: "Sam Roy",
	eve: "Eve Stone",
	mal: "Mal Content",
};

const Refreshed = z.looseObject({ refresh: z.looseObject({ userIds: z.array(z.string()) }).optional() });
type Button = { type: string; title: string; data: Record<string, unknown>; verb?: string };
const Buttons = z.array(
	z.looseObject({ type: z.string(), title: z.string(), data: z.record(z.string(), z.unknown()).default({}) }),
);
/** What an invoke was answered with. */
export const Answered = z.looseObject({
	statusCode: z.number().optional(),
	value: z.unknown().optional(),
	task: z
		.looseObject({
			type: z.string(),
			value: z.union([z.string(), z.looseObject({ card: z.looseObject({ content: z.looseObject({}) }) })]),
		})
		.optional(),
});
export type Answered = z.infer<typeof Answered>;

/** Everything between people and the bot. */
export type Between = Pick<Connector, "serviceUrl" | "newId" | "posts" | "until"> & {
	identity: Pick<Connector["identity"], "token">;
};

export type Delivery = { status: number; answer: Answered | null };

export class TeamsPerson {
	readonly #connector: Between;
	readonly #worker: string;
	readonly handle: string;
	readonly tenant: string;
	constructor(connector: Between, worker: string, handle: string, of = tenant) {
		this.#connector = connector;
		this.#worker = worker;
		this.handle = handle;
		this.tenant = of;
	}

	/** What the connector sends of this person; `more` comes over everything else. */
	activity(type: string, conversation: string, more: object = {}): Record<string, unknown> {
		const kind = conversation.startsWith("a:")
			? "personal"
			: /@thread\.v2$/.test(conversation)
				? "groupChat"
				: "channel";
		const now = new Date().toISOString();
		return {
			type,
			channelId: "msteams",
			serviceUrl: this.#connector.serviceUrl,
			id: this.#connector.newId(),
			timestamp: now,
			localTimestamp: now,
			localTimezone: "Europe/Berlin",
			from: {
				id: userOf(this.handle),
				name: names[this.handle] ?? this.handle,
				aadObjectId: idOf(this.handle),
			},
			recipient: { id: `28:${app.id}`, name: "Caisey" },
			conversation: {
				id: conversation,
				conversationType: kind,
				tenantId: this.tenant,
				isGroup: kind !== "personal",
			},
			channelData: { tenant: { id: this.tenant } },
			...more,
		};
	}

	/** Delivers it, signed unless told otherwise. */
	async deliver(activity: Record<string, unknown>, claims: Claims | "none" = {}): Promise<Delivery> {
		const token =
			claims === "none" ? null : this.#connector.identity.token(this.#connector.serviceUrl, claims);
		const response = await fetch(`${this.#worker}/teams/messages`, {
			method: "POST",
			headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
			body: JSON.stringify(activity),
		});
		const text = await response.text();
		return {
			status: response.status,
			answer: response.ok && text !== "" ? Answered.parse(JSON.parse(text)) : null,
		};
	}

	/** Writes HTML; a mention of the bot is `@Caisey`. The answer is the activity, which may be delivered again. */
	async say(conversation: string, html: string, more: object = {}): Promise<Record<string, unknown>> {
		const activity = this.message(conversation, html, more);
		const { status } = await this.deliver(activity);
		if (status !== 200) throw new Error(`not taken: ${status}`);
		return activity;
	}
	message(conversation: string, html: string, more: object = {}): Record<string, unknown> {
		const mention = `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Caisey</span>`;
		const bot = { id: `28:${app.id}`, name: "Caisey" };
		const base = this.activity("message", conversation, {
			text: html.replace("@Caisey", "<at>Caisey</at>"),
			textFormat: "plain",
			attachments: [{ contentType: "text/html", content: html.replace("@Caisey", mention) }],
			...(html.includes("@Caisey") && {
				entities: [{ type: "mention", mentioned: bot, text: "<at>Caisey</at>" }],
			}),
			...more,
		});
		const root = conversation.includes("@thread.tacv2") && !conversation.includes(";messageid=");
		if (!root) return base;
		return {
			...base,
			conversation: { ...(base.conversation as object), id: `${conversation};messageid=${base.id}` },
		};
	}

	/** Waits for a message that holds all of these. */
	sees(...texts: string[]): Promise<Post> {
		return this.#connector.until(`a message with ${texts.join(" and ")}`, () =>
			this.#connector.posts.findLast(({ activity }) => texts.every((text) => shown(activity).includes(text))),
		);
	}

	/** What Teams fetches for this person by itself: the card as they may see it. */
	async refreshed(post: Post): Promise<Answered> {
		const refresh = z
			.looseObject({ refresh: z.looseObject({ action: z.looseObject({}) }) })
			.parse(post.activity.attachments?.[0]?.content).refresh;
		return this.execute(post, refresh.action);
	}
	async execute(post: Pick<Post, "id" | "conversation">, action: object): Promise<Answered> {
		return this.invoke("adaptiveCard/action", post, { action, trigger: "manual" });
	}
	/** What Teams shows this person: their own card, where the posted one is refreshed for them. */
	async own(post: Post): Promise<unknown> {
		const posted = post.activity.attachments?.[0]?.content;
		const { refresh } = Refreshed.parse(posted ?? {});
		return refresh?.userIds.includes(userOf(this.handle)) ? (await this.refreshed(post)).value : posted;
	}
	/** Presses a button of a card; where it opens a dialog, `inputs` are the card's own. */
	async press(post: Post, label: string, inputs: object = {}, on: unknown = null): Promise<Answered> {
		const labelled = (card: unknown) => buttonsOf(card).find(({ title }) => title === label);
		const button = labelled(on ?? post.activity.attachments?.[0]?.content) ?? labelled(await this.own(post));
		if (!button) throw new Error(`no button ${label} in ${shown(post.activity)}`);
		if (button.type === "Action.Execute")
			return this.execute(post, { ...button, data: { ...button.data, ...inputs } });
		return this.invoke("task/fetch", post, { data: { ...button.data, ...inputs } });
	}
	/** Sends a dialog, with what is filled in. */
	async submit(
		post: Pick<Post, "id" | "conversation">,
		dialog: Answered,
		filled: object,
		label?: string,
	): Promise<Answered> {
		const [card, all] = [cardOf(dialog), buttonsOf(cardOf(dialog))];
		const button = label ? all.find(({ title }) => title === label) : ownButtons(card).at(-1);
		if (!button) throw new Error(`no button in ${JSON.stringify(dialog)}`);
		return this.invoke("task/submit", post, {
			data: { ...button.data, ...filledIn(card), ...filled },
		});
	}
	async invoke(name: string, post: Pick<Post, "id" | "conversation">, value: object): Promise<Answered> {
		const { status, answer } = await this.deliver(
			this.activity("invoke", post.conversation, { name, value, replyToId: post.id }),
		);
		if (!answer) throw new Error(`${name} was answered with ${status}`);
		return answer;
	}
}

/** The card of a dialog. */
export const cardOf = ({ task }: Answered): object => {
	if (!task || typeof task.value === "string") throw new Error(`no dialog: ${JSON.stringify(task)}`);
	return task.value.card.content;
};

const WithButtons = z.looseObject({ actions: Buttons.default([]) });
const Part = z.looseObject({ items: z.array(z.looseObject({})).default([]) });
const WithParts = z.looseObject({ body: z.array(Part).default([]) });
/** The elements of a card, those of its containers too. */
const partsOf = (card: unknown): object[] =>
	WithParts.parse(card).body.flatMap((part) => [part, ...part.items]);

/** First those at the end of the card, then those within it. */
export const buttonsOf = (card: unknown): Button[] => {
	const read = WithButtons.safeParse(card ?? {});
	if (!read.success) return [];
	const within = partsOf(card ?? {}).flatMap((part) => WithButtons.safeParse(part).data?.actions ?? []);
	return [...read.data.actions, ...within] as Button[];
};

/** Those at the end of a dialog, which send it. */
const ownButtons = (card: object): Button[] => WithButtons.parse(card).actions as Button[];

const Input = z.looseObject({
	type: z.string(),
	id: z.string().optional(),
	value: z.string().optional(),
	choices: z.unknown().optional(),
});
const inputsOf = (card: unknown): z.infer<typeof Input>[] =>
	partsOf(card).flatMap((part) => Input.safeParse(part).data ?? []);

/** The texts and choices in a dialog, also those out of view, which are sent like the others. */
export const filledIn = (card: unknown): Record<string, string> =>
	Object.fromEntries(
		inputsOf(card).flatMap(({ type, id, value }) =>
			type.startsWith("Input.") && id ? [[id, value ?? ""]] : [],
		),
	);

/** Whether an input offers choices. */
export const isChoice = (card: unknown, id: string): boolean =>
	inputsOf(card).some((one) => one.id === id && one.choices !== undefined);

/** The values that an input offers, by what is shown. */
export const choiceIn = (card: object, id: string, text: string): string => {
	const choices = inputsOf(card).find((one) => one.id === id)?.choices;
	const found = z
		.array(z.object({ title: z.string(), value: z.string() }))
		.parse(choices)
		.find(({ title }) => title.includes(text));
	if (!found) throw new Error(`${id} does not offer ${text}`);
	return found.value;
};
