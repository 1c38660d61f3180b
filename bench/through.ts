// A command's way through the whole product, and what of it was stored.
import { actions } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { carried, deliver, pressBody } from "../test/world/forged/requests.ts";
import { ask, propose } from "../test/world/people/acts.ts";
import { textOf } from "../test/world/people/chat.ts";
import { type Reader, signIn } from "../test/world/people/console.ts";
import type { World } from "../test/world/world.ts";

export type Stored = { kind: string; receivedAt: number; length: number };

/** Runs a command through everything; resolves with when the press on Approve left Slack, and the card at the end. `within`: in ms. */
export const approvedAndDone = async (
	world: World,
	command: string,
	within?: number,
): Promise<{ approved: number; done: ClientMessage }> => {
	const ada = world.person("ada");
	const session = await ask(world);
	const card = await propose(world, session, { command });
	const value = carried(card, actions.approve);
	const press = pressBody({
		by: "ada",
		action: actions.approve,
		value,
		thread: card.thread,
		message: card.ts,
	});
	const approved = Date.now();
	await deliver(world, press);
	const done = await ada.until(
		"the end",
		({ messages }) => messages.find((one) => one.ts === card.ts && /^(Done|Didn)/.test(textOf(one).trim())),
		within,
	);
	return { approved, done };
};

/** The same, and what of it was stored. */
export const through = async (
	world: World,
	command: string,
	within?: number,
): Promise<{ approved: number; reader: Reader; run: string }> => {
	const { approved, done } = await approvedAndDone(world, command, within);
	const reader = await signIn(world, world.person("ada"), done);
	return { approved, reader, run: await reader.run("command") };
};

/** Every record of a run, without its bytes. */
export const records = async (reader: Reader, run: string): Promise<Stored[]> => {
	const found: Stored[] = [];
	for (let after = 0; ; ) {
		const page = await reader.json<{ records: (Stored & { n: number })[] }>(
			`runs/${run}/records?after=${after}`,
		);
		found.push(...page.records);
		const last = page.records.at(-1);
		if (!last) return found;
		after = last.n;
	}
};
