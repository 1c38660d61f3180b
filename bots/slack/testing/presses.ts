// For tests: who presses what, on a card in a session's thread; and the dialog that was opened or changed last.
import { z } from "zod";
import { channel, interaction, type LocalSlack, team } from "./slack.ts";

/** The session's first message, and a card in its thread. */
export const root = "1705077600.000100";
export const card = "1705077667.000200";
export const place = { workspace: `slack:${team}`, channel, thread: root };
export const ref = { workspace: `slack:${team}`, channel, message: card };

const Trigger = z.object({ trigger_id: z.string() });
export const Block = z.looseObject({
	type: z.string(),
	block_id: z.string().optional(),
	element: z.looseObject({ type: z.string(), action_id: z.string() }).optional(),
});
export const Blocks = z.array(Block);
export const View = z.looseObject({
	id: z.string(),
	title: z.looseObject({ text: z.string() }),
	callback_id: z.string(),
	private_metadata: z.string(),
	blocks: Blocks,
	submit: z.unknown(),
	close: z.unknown(),
});
export type View = z.infer<typeof View>;

export const pressing = (slack: LocalSlack) => {
	/** `view`: the dialog in which something is pressed. */
	const trigger = async (name: string, view?: string): Promise<string> => {
		const asked = { user_id: slack.user(name), ...(view && { view_id: view }) };
		return Trigger.parse(await slack.call("views.generateTriggerId", asked)).trigger_id;
	};
	return {
		trigger,
		by: (name: string) => ({ identity: `slack:${team}:${slack.user(name)}`, name: "handle" }),
		press: async (name: string, action: string, value: string, some: object = {}) =>
			interaction(slack.user(name), {
				type: "block_actions",
				trigger_id: await trigger(name),
				channel: { id: channel, name: "general" },
				container: { type: "message", message_ts: card, channel_id: channel, thread_ts: root },
				message: { ts: card, thread_ts: root },
				actions: [{ type: "button", action_id: action, block_id: "b", value, action_ts: "1" }],
				...some,
			}),
		lastView: (): View => {
			const call = slack.calls.findLast(
				({ method, answer }) => method.startsWith("views.") && answer.ok === true,
			);
			return View.parse(call?.answer.view);
		},
	};
};
