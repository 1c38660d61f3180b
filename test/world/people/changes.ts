// Changes of approvers, policy and channels: an approver's answer, on their own card in chat.
import type { z } from "zod";
import type { ClientMessage } from "../../../local/slack/people/wire.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { World } from "../world.ts";
import { hasButton, textOf } from "./chat.ts";

/** The approver's own card of a change that waits for them. */
export const changeCard = (world: World, handle: string): Promise<ClientMessage> =>
	world
		.person(handle)
		.until(`a change that waits for ${handle}`, ({ messages }) =>
			messages.findLast((one) => one.channel.startsWith("D") && hasButton(one, "Refuse")),
		);

export const answerChange = async (
	world: World,
	handle: string,
	answer: "Confirm" | "Refuse",
): Promise<ClientMessage> => {
	const card = await changeCard(world, handle);
	await world.person(handle).press(card, answer);
	return world
		.person(handle)
		.until("how the change ended", ({ messages }) =>
			messages.find(
				(one) => one.channel === card.channel && one.ts === card.ts && /confirmed|refused/.test(textOf(one)),
			),
		);
};

/** Applies it, and an approver confirms what waits for one. */
export const applyConfirmed = async (world: World, to: z.input<typeof Setup>, handle = "ada") => {
	const applied = await world.apply(to);
	if (applied.proposed.length > 0) await answerChange(world, handle, "Confirm");
	return applied;
};
