// A mention in a channel, outside any thread, opens a session about what it says.

import { helpCard } from "../../cards/kinds/told.ts";
import { command } from "../../cards/model/actions.ts";
import { forWhom } from "../whom.ts";
import { privately } from "./answer.ts";
import { answerTo, authorOf, happened, isOwn, Message } from "./events.ts";
import { spoken } from "./exact.ts";
import { keepWithFiles } from "./hanging.ts";
import { type Kit, refused } from "./kit.ts";
import { nameOf } from "./names.ts";
import { whomOf } from "./payload.ts";

/** `answer` is called when Slack can be answered. */
export const onMention = async (kit: Kit, body: unknown, answer: () => Promise<void>): Promise<void> => {
	const from = happened(body);
	const message = Message.parse(from.event);
	// In a thread, the same message comes as an ordinary one too and is read there.
	if (message.thread_ts || isOwn(from, message)) return;
	const { user, identity } = authorOf(from, message);
	const to = answerTo(from, user, null);
	const said = withoutMention(spoken(message), from.bot);
	if (said === "" || said.toLowerCase() === "help") return privately(kit, to, helpCard(command));
	const by = { identity, name: await nameOf(kit, user) };
	const place = { workspace: from.workspace, channel: from.channel, thread: message.ts };
	const asked = forWhom(said);
	// People mentioned stand there by their id.
	const mentioned = asked?.who.match(/^[UW][A-Z0-9]{5,}$/)?.[0];
	const wish = {
		by,
		place,
		request: asked?.request ?? said,
		source: "mention",
		once: `${from.channel}:${message.ts}`,
		original: null,
		whom: asked && whomOf(asked.who, mentioned, from.at),
	} as const;
	const opened = await kit.backend.open(wish, answer);
	if (!opened.ok) return refused(kit, to, opened.refusal);
	const ref = { workspace: from.workspace, channel: from.channel, message: message.ts };
	await keepWithFiles(kit, { by, place, ref, text: spoken(message) }, to, message.files ?? []);
};

const withoutMention = (text: string, bot: string | null): string =>
	text.replace(bot === null ? /^\s*<?@[UW][A-Z0-9]+>?/ : new RegExp(`<?@${bot}>?`), "").trim();
