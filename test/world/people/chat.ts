// People in the local Slack, as tests speak for them: what they see, say, press and fill in.

import { trouble } from "../../../local/slack/deliver/payloads.ts";
import type {
	ClientMessage,
	ClientView,
	Input,
	Inputs,
	Reply,
	Requests,
	State,
} from "../../../local/slack/people/wire.ts";
import type { LocalSlack } from "../../../local/slack/server.ts";
import { acme } from "../../../local/slack/team.ts";
import { patience } from "../patience.ts";
import { type Window, windowIn, windowOver } from "./window.ts";

type Block = {
	type: string;
	block_id?: string;
	elements?: Element[];
	accessory?: Element;
	element?: Element;
};
type Element = {
	type: string;
	action_id?: string;
	confirm?: { title: { text: string }; text: { text: string } };
	value?: string;
	text?: { text: string };
	options?: Option[];
	elements?: Element[];
};
type Option = { text: { type: "plain_text" | "mrkdwn"; text: string }; value: string };

type Look<T> = T | undefined | null | false;

export class Person {
	readonly #base: string;
	readonly handle: string;
	readonly #window: Window;
	/** `slack`: one in this process, or another one's address. */
	constructor(slack: LocalSlack | string, handle: string, team?: string) {
		const url = typeof slack === "string" ? slack : slack.url;
		this.#base = `${url}/client`;
		this.handle = handle;
		this.#query = `?as=${handle}${team ? `&team=${team}` : ""}`;
		const here = typeof slack === "string" ? null : slack.workspaces.find((one) => one.team === team);
		this.#window =
			typeof slack === "string"
				? windowOver((name) => `${this.#base}/${name}${this.#query}`)
				: windowIn(here ?? slack, handle);
	}
	readonly #query: string;

	async #do<Name extends keyof Requests>(name: Name, request: Requests[Name]): Promise<Reply> {
		const response = await fetch(`${this.#base}/${name}${this.#query}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(request),
		});
		if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
		return (await response.json()) as Reply;
	}

	state(): Promise<State> {
		return this.#window.state();
	}

	/** Waits until what this person sees yields something: looks at once, then whenever their window hears of a change. */
	async until<T>(
		what: string,
		look: (state: State) => Look<T> | Promise<Look<T>>,
		within = patience,
	): Promise<T> {
		const late = AbortSignal.timeout(within);
		const done = new AbortController();
		let wake = Promise.withResolvers<void>();
		const ended = this.#window.changes(
			() => {
				wake.resolve();
				wake = Promise.withResolvers();
			},
			AbortSignal.any([late, done.signal]),
		);
		ended.catch(() => {}); // It's awaited below.
		try {
			for (;;) {
				// However much changes during one look, the next sees it all.
				const changed = wake.promise;
				const found = await look(await this.state());
				if (found) return found;
				await Promise.race([changed, ended]);
			}
		} catch (error) {
			if (!late.aborted) throw error;
			const { messages } = await this.state();
			const shown = messages.map((message) => `  ${message.channel} ${textOf(message)}`).join("\n");
			throw new Error(`${this.handle} waited ${within / 1000} s for: ${what}. There is:\n${shown}`);
		} finally {
			done.abort();
		}
	}

	/** Waits for a message whose shown text holds all of these. */
	message(...texts: string[]): Promise<ClientMessage> {
		return this.until(`a message with ${texts.join(" and ")}`, (state) =>
			state.messages.findLast((message) => texts.every((text) => textOf(message).includes(text))),
		);
	}

	/** Waits for the topmost dialog to have this in it. */
	dialog(text: string): Promise<ClientView> {
		return this.until(`a dialog with ${text}`, (state) => {
			const top = state.modals.at(-1);
			return top && JSON.stringify(top).includes(text) ? top : undefined;
		});
	}

	say(
		channel: string,
		text: string,
		thread: string | null = null,
		files: Requests["say"]["files"] = [],
	): Promise<Reply> {
		return this.#do("say", { channel, thread, text, files });
	}
	edit(message: ClientMessage, text: string): Promise<Reply> {
		return this.#do("edit", { channel: message.channel, ts: message.ts, text });
	}
	delete(message: ClientMessage): Promise<Reply> {
		return this.#do("delete", { channel: message.channel, ts: message.ts });
	}
	shortcut(message: ClientMessage): Promise<Reply> {
		return this.#do("shortcut", { channel: message.channel, ts: message.ts, callback: "start_session" });
	}
	home(): Promise<Reply> {
		return this.#do("home", {});
	}

	/** Presses the button with this label in a message, dialog or Home; fails without one. If a message or Home was edited
	 * meanwhile, uses its newest version, if it is still there: the local Slack knows no older ones. */
	async press(given: ClientMessage | ClientView, label: string, inputs: Inputs = {}): Promise<Reply> {
		const labelled = ({ blocks }: { blocks: unknown[] }) =>
			buttonsOf(blocks as Block[]).find(({ element }) => element.text?.text === label);
		const newest = await this.#now(given);
		const at = labelled(newest) ? newest : given;
		const found = labelled(at);
		if (!found)
			throw new Error(
				`no button "${label}" in: ${
					buttonsOf(at.blocks as Block[])
						.map(({ element }) => element.text?.text)
						.join(", ") || "nothing"
				}`,
			);
		const pressed = { block: found.block, action: found.element.action_id ?? "", input: null, inputs };
		return this.#again(at, pressed, (edited) => labelled(edited) && this.press(edited, label, inputs));
	}
	/** If an edit came between the look and the press, a person reads that, and presses again where it still can be pressed. */
	async #again(
		at: ClientMessage | ClientView,
		pressed: Omit<Requests["press"], "where">,
		press: (edited: ClientMessage | ClientView) => Promise<Reply> | undefined,
	): Promise<Reply> {
		const where = "ts" in at ? { channel: at.channel, ts: at.ts } : { view: at.id };
		const reply = await this.#do("press", { where, ...pressed });
		if (reply.trouble !== trouble.changed) return reply;
		const edited = await this.#now(at);
		return (edited !== at && press(edited)) || reply;
	}
	/** Home is put up anew, too, whenever someone opens it; a dialog, whenever it is updated. */
	async #now(given: ClientMessage | ClientView): Promise<ClientMessage | ClientView> {
		const { messages, home, modals } = await this.state();
		const now =
			"ts" in given
				? messages.find(({ channel, ts }) => channel === given.channel && ts === given.ts)
				: [home, ...modals].find((view) => view?.id === given.id);
		return now ?? given;
	}

	/** Chooses in a select or menu of a message, as it is now. */
	async choose(given: ClientMessage | ClientView, action: string, input: Input): Promise<Reply> {
		const at = await this.#now(given);
		const block = (at.blocks as Block[]).find((one) => JSON.stringify(one).includes(`"${action}"`));
		if (!block) throw new Error(`nothing to choose with ${action}`);
		const pressed = { block: block.block_id ?? "", action, input, inputs: {} };
		return this.#again(at, pressed, (edited) => this.choose(edited, action, input));
	}
	/** The dialog with all its fields in view. */
	async whole(view: ClientView): Promise<ClientView> {
		if (!buttonsOf(view.blocks as Block[]).some(({ element }) => element.text?.text === more)) return view;
		await this.press(view, more, inputsOf(view, {}));
		return this.until("all of the dialog", ({ modals }) => {
			const now = modals.find(({ id }) => id === view.id);
			return now && !JSON.stringify(now.blocks).includes(`"${more}"`) && now;
		});
	}
	/** Sends a dialog with what was filled in, by the fields' block ids; what is not named keeps what the dialog came with. */
	submit(view: ClientView, filled: Record<string, Input>): Promise<Reply> {
		return this.#do("submit", { view: view.id, inputs: inputsOf(view, filled) });
	}
	close({ id }: ClientView): Promise<Reply> {
		return this.#do("close", { view: id, all: false });
	}
}

/** The button that shows what a dialog keeps out of view. */
const more = "More…";

const buttonsOf = (blocks: Block[]): { block: string; element: Element }[] =>
	blocks.flatMap((block) =>
		[...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])]
			.filter((element) => element.type === "button")
			.map((element) => ({ block: block.block_id ?? "", element })),
	);

/** What its buttons and its menu offer. */
export const labelsOf = ({ blocks }: Pick<ClientMessage, "blocks">): string[] => [
	...buttonsOf(blocks as Block[]).map(({ element }) => element.text?.text ?? ""),
	...(blocks as Block[]).flatMap(({ elements = [] }) =>
		elements.flatMap(({ type, options = [] }) =>
			type === "overflow" ? options.map(({ text }) => text.text) : [],
		),
	),
];

export const hasButton = (at: ClientMessage, label: string): boolean =>
	buttonsOf(at.blocks as Block[]).some(({ element }) => element.text?.text === label);

/** What Slack asks before it sends a press of this button; fails where it asks nothing. */
export const confirmOf = (at: ClientMessage, label: string): string => {
	const button = buttonsOf(at.blocks as Block[]).find(({ element }) => element.text?.text === label);
	const { confirm } = button?.element ?? {};
	if (!confirm) throw new Error(`nothing is asked before ${label}`);
	return `${confirm.title.text} ${confirm.text.text}`;
};

type Initial = {
	initial_value?: string;
	initial_option?: Option;
	initial_options?: Option[];
	initial_date_time?: number;
};

const inputsOf = (view: ClientView, filled: Record<string, Input>): Inputs => {
	const inputs: Inputs = {};
	const left = new Set(Object.keys(filled));
	for (const { element, block_id: block } of view.blocks as (Block & { element?: Initial })[]) {
		if (!element?.action_id || block === undefined) continue;
		left.delete(block);
		const initial =
			element.initial_value ??
			element.initial_option ??
			element.initial_options ??
			element.initial_date_time ??
			null;
		inputs[block] = { [element.action_id]: block in filled ? (filled[block] as Input) : initial };
	}
	if (left.size > 0) throw new Error(`the dialog has no ${[...left].join(", ")}`);
	return inputs;
};

/** A value that is chosen by its id, not by what is shown: no dialog need offer it. */
export const idValue = /^e_[gef][0-9a-z]{16}$/;

/** The option of a select in a dialog, by what is shown. */
export const optionOf = (view: ClientView, block: string, text: string): Option => {
	const element = (view.blocks as Block[]).find((one) => one.block_id === block)?.element;
	const option = element?.options?.find((one) => one.text.text.includes(text));
	if (!option) throw new Error(`${block} does not offer ${text}: ${JSON.stringify(element?.options)}`);
	return option;
};

/** All text of a message as its reader sees it, in order. */
export const textOf = ({ text, blocks }: Pick<ClientMessage, "text" | "blocks">): string => {
	if (blocks.length === 0) return text;
	const known = texts.get(blocks) ?? gather(blocks).join(" ");
	texts.set(blocks, known);
	return known;
};
/** An edit brings other blocks, so each are read once, however often a test looks. */
const texts = new WeakMap<object, string>();

const people = new Map(acme.people.map(({ id, name }) => [id, name]));

const gather = (value: unknown): string[] => {
	if (Array.isArray(value)) return value.flatMap(gather);
	if (typeof value !== "object" || value === null) return [];
	if ("user_id" in value) return [`@${people.get(String(value.user_id)) ?? value.user_id}`];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === "text" && typeof inner === "string" ? [inner] : gather(inner),
	);
};

/** Every address that a message's buttons, links and text hold. */
export const linksOf = (message: Pick<ClientMessage, "text" | "blocks">): string[] => [
	...new Set(JSON.stringify([message.text, message.blocks]).match(/https?:\/\/[^"\s<>|\\]+/g) ?? []),
];
