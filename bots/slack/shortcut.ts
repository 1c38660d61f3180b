// “Start a Caisey session” on any message that somebody already wrote: it becomes the transcript's first entry.
import { z } from "zod";
import { spoken, Words } from "./exact.ts";
import { Attached } from "./files.ts";
import { keepWithFiles } from "./hanging.ts";
import { type Kit, refused } from "./kit.ts";
import { nameOf } from "./names.ts";
import { deedOf, identityOf, instantOf } from "./payload.ts";

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
	} as const;
	const opened = await kit.backend.open(wish, answer);
	if (!opened.ok) return refused(kit, deed, opened.refusal);
	await keepWithFiles(kit, { by: author, place, ref, text: spoken(message) }, deed, message.files ?? []);
};
