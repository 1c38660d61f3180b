// Buttons, menus and inputs in messages, dialogs and the Home tab: `block_actions`, `block_suggestion`; and shortcuts.
import { z } from "zod";
import { newResponseUrl } from "../api/respond.ts";
import { newTrigger } from "../api/triggers.ts";
import { nowTs } from "../deliver/events.ts";
import { channelPart, common, trouble, viewPart } from "../deliver/payloads.ts";
import type { Block } from "../store/rows.ts";
import type { Workspace } from "../workspace.ts";
import { type Element, elementsOf, stateOf, stateValues } from "./inputs.ts";
import { modalsOf, viewOf } from "./modals.ts";
import { Option, type Reply, type Requests, type Where } from "./wire.ts";

export const press = async (
	workspace: Workspace,
	user: string,
	{ where, block: block_id, action, input, inputs }: Requests["press"],
): Promise<Reply> => {
	const place = await placeOf(workspace, user, where);
	const found = place && find(place.blocks, block_id, action);
	if (!found) return { trouble: trouble.changed };
	const answer = await workspace.deliver.interaction({
		type: "block_actions",
		...common(workspace, user),
		trigger_id: newTrigger(workspace, user, "view" in where ? where.view : undefined),
		...place.payload(inputs),
		...place.responseUrl(),
		actions: [{ ...actionOf(found, input), block_id, action_ts: nowTs() }],
	});
	return answer.ok ? {} : { trouble: trouble[answer.error] };
};

const Suggestions = z.union([
	z.object({ options: z.array(Option) }),
	z.object({ option_groups: z.array(z.object({ options: z.array(Option) })) }),
]);

export const suggest = async (
	workspace: Workspace,
	user: string,
	{ where, block: block_id, action, query }: Requests["suggest"],
): Promise<Reply> => {
	const place = await placeOf(workspace, user, where);
	if (!place || !find(place.blocks, block_id, action)) return { options: [] };
	const answer = await workspace.deliver.interaction({
		type: "block_suggestion",
		...common(workspace, user),
		...place.payload({}),
		block_id,
		action_id: action,
		value: query,
	});
	if (!answer.ok) return { trouble: trouble[answer.error], options: [] };
	const read = z
		.string()
		.transform((text) => JSON.parse(text))
		.pipe(Suggestions)
		.safeParse(answer.text);
	if (!read.success) return { trouble: trouble.answer, options: [] };
	const all =
		"options" in read.data ? read.data.options : read.data.option_groups.flatMap((group) => group.options);
	return { options: all.slice(0, 100) };
};

/** The shortcut in a message's menu. */
export const shortcut = async (
	workspace: Workspace,
	user: string,
	{ channel, ts, callback }: Requests["shortcut"],
): Promise<Reply> => {
	const message = await messageAsSent(workspace, channel, ts);
	if (!message) return {};
	const answer = await workspace.deliver.interaction({
		type: "message_action",
		...common(workspace, user),
		action_ts: nowTs(),
		callback_id: callback,
		trigger_id: newTrigger(workspace, user),
		channel: channelPart(workspace, channel),
		message_ts: ts,
		message,
		response_url: newResponseUrl(workspace, { user, channel, ts, ephemeral: false }),
	});
	return answer.ok ? {} : { trouble: trouble[answer.error] };
};

type Place = { blocks: Block[]; payload(inputs: Requests["press"]["inputs"]): object; responseUrl(): object };

const placeOf = (workspace: Workspace, user: string, where: Where): Promise<Place | undefined> =>
	"view" in where
		? Promise.resolve(viewPlace(workspace, user, where.view))
		: messagePlace(workspace, user, where.channel, where.ts);

const viewPlace = (workspace: Workspace, user: string, id: string): Place | undefined => {
	const view = viewOf(workspace, id);
	const open = view?.type === "home" || modalsOf(workspace, user).some((modal) => modal.view_id === id);
	if (!view || view.user_id !== user || !open) return undefined;
	return {
		blocks: view.blocks,
		payload: (inputs) => ({
			container: { type: "view", view_id: id },
			view: viewPart(workspace, view, stateValues(view.blocks, inputs)),
		}),
		responseUrl: () => ({}),
	};
};

const messagePlace = async (
	workspace: Workspace,
	user: string,
	channel: string,
	ts: string,
): Promise<Place | undefined> => {
	const ephemeral = workspace.ephemeral(channel, ts);
	const row = ephemeral?.target_user === user ? ephemeral : workspace.message(channel, ts);
	const message = ephemeral
		? { type: "message", text: row?.text, ts }
		: await messageAsSent(workspace, channel, ts);
	if (!row?.blocks || !message || !workspace.channel(channel)?.members.includes(user)) return undefined;
	const blocks = row.blocks;
	const thread = row.thread_ts ? { thread_ts: row.thread_ts } : {};
	const isEphemeral = ephemeral !== undefined;
	return {
		blocks,
		payload: (inputs) => ({
			container: {
				type: "message",
				message_ts: ts,
				channel_id: channel,
				is_ephemeral: isEphemeral,
				...thread,
			},
			channel: channelPart(workspace, channel),
			// Slack leaves an ephemeral message out.
			...(isEphemeral ? {} : { message }),
			state: { values: stateValues(blocks, inputs) },
		}),
		responseUrl: () => ({
			response_url: newResponseUrl(workspace, { user, channel, ts, ephemeral: isEphemeral }),
		}),
	};
};

const Replies = z.looseObject({ messages: z.array(z.looseObject({ ts: z.string() })).default([]) });

const messageAsSent = async (
	workspace: Workspace,
	channel: string,
	ts: string,
): Promise<object | undefined> => {
	const row = workspace.message(channel, ts);
	if (!row) return undefined;
	const read = { channel, ts: row.thread_ts ?? ts };
	const { messages } = Replies.parse(
		await workspace.call(workspace.team.app.user, "conversations.replies", read),
	);
	const found = messages.find((message) => message.ts === ts);
	return found && { ...found, team: workspace.team.id };
};

const find = (blocks: Block[], block_id: string, action: string): Element | undefined => {
	const block = blocks.find((each) => each.block_id === block_id);
	return block && elementsOf(block).find((element) => element.action_id === action);
};

const actionOf = (element: Element, input: Requests["press"]["input"]): object => {
	const { type, action_id } = element;
	if (type === "button") {
		const { text, value, style } = element;
		return { type, action_id, text, ...(value ? { value } : {}), ...(style ? { style } : {}) };
	}
	if (type === "overflow") return { type, action_id, selected_option: input };
	return { action_id, ...stateOf(element, input) };
};
