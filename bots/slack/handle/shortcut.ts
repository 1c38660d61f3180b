// “Start a Caisey session” on any message that someone already wrote: it becomes the transcript's first entry.
import { z } from "zod";
import { ask } from "../../handlers/asking.ts";
import { tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { spoken, Words } from "../read/exact.ts";
import { Attached, filesOf } from "../read/files.ts";
import { nameOf } from "../read/names.ts";
import { deedOf, identityOf, instantOf } from "../read/payload.ts";

const Shortcut = z.looseObject({
	message: Words.extend({
		ts: z.string(),
		user: z.string().nullish(),
		bot_id: z.string().nullish(),
		team: z.string().nullish(),
		user_team: z.string().nullish(),
		files: z.array(Attached).nullish(),
	}),
});

/** `answer` is called when Slack can be answered. */
export const onShortcut = async (kit: Kit, body: unknown, answer: () => Promise<void>): Promise<void> => {
	const { message } = Shortcut.parse(body);
	const deed = deedOf(body);
	const { by, place, ref } = deed;
	const user = message.user ?? message.bot_id ?? "";
	const author = {
		identity: identityOf(user, message.user_team ?? message.team, deed.at),
		name: await nameOf(kit, user),
	};
	const wish = {
		by,
		place,
		request: spoken(message),
		source: "shortcut",
		once: `${ref.channel}:${ref.message}`,
		original: { ref, author, at: instantOf(message.ts) },
		whom: null,
		...(deed.answer.url !== null && { answerAt: deed.answer.url }),
	} as const;
	const files = filesOf(kit, message.files);
	const began = { doer: { by: author, place, ref }, text: spoken(message), files };
	const asking = await ask(kit, wish, began, (reply) => tell(kit, deed, reply), answer);
	await asking.afterwards();
};
