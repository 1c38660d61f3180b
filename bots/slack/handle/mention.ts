// A mention in a channel, outside any thread, opens a session about what it says.
import { ask, help, wantsHelp } from "../../handlers/asking.ts";
import { forWhom } from "../../whom.ts";
import { tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { answerTo, authorOf, happened, isOwn, Message } from "../read/events.ts";
import { spoken } from "../read/exact.ts";
import { filesOf } from "../read/files.ts";
import { nameOf } from "../read/names.ts";
import { whomOf } from "../read/payload.ts";

/** `answer` is called when Slack can be answered. */
export const onMention = async (kit: Kit, body: unknown, answer: () => Promise<void>): Promise<void> => {
	const from = happened(body);
	const message = Message.parse(from.event);
	// In a thread, the same message comes as an ordinary one too and is read there.
	if (message.thread_ts || isOwn(from, message)) return;
	const { user, identity } = authorOf(from, message);
	const to = answerTo(from, user, null);
	const said = withoutMention(spoken(message), from.bot);
	if (wantsHelp(said)) return tell(kit, to, help(kit, { channel: from.channel }));
	const by = { identity, name: await nameOf(kit, user) };
	const place = { workspace: from.workspace, channel: from.channel, thread: message.ts };
	const asked = forWhom(said);
	// Mentions name people by their id.
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
	const ref = { workspace: from.workspace, channel: from.channel, message: message.ts };
	const files = filesOf(kit, message.files);
	const began = { doer: { by, place, ref }, text: spoken(message), files };
	const asking = await ask(kit, wish, began, (reply) => tell(kit, to, reply), answer);
	await asking.afterwards();
};

const withoutMention = (text: string, bot: string | null): string =>
	text.replace(bot === null ? /^\s*<?@[UW][A-Z0-9]+>?/ : new RegExp(`<?@${bot}>?`), "").trim();
