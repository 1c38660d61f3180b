// “Start a Caisey session” on any message that someone already wrote: it becomes the transcript's first entry.
import { z } from "zod";
import { startShortcut } from "../../../cards/model/actions.ts";
import { ask } from "../../handlers/asking.ts";
import { unknown } from "../../handlers/presses.ts";
import { closing, type InvokeAnswer, refusalLine, tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import type { Activity, Turn } from "../read/activity.ts";
import { spoken } from "../read/exact.ts";
import { filesOf } from "../read/files.ts";
import { asSaid, authorOf, MessagePayload, writtenAt } from "../read/message-payload.ts";

const Started = z.looseObject({ commandId: z.literal(startShortcut), messagePayload: MessagePayload });

export const onExtension = async (kit: Kit, turn: Turn, activity: Activity): Promise<InvokeAnswer> => {
	const read = Started.safeParse(activity.value);
	if (!read.success) return closing(refusalLine((await unknown(kit, turn, "shortcut")).refusal));
	const { by, place: at, kind } = turn;
	const { messagePayload: message } = read.data;
	const own = kind === "channel" ? (at.thread ?? message.replyToId ?? message.id) : null;
	const place = { ...at, thread: own };
	const ref = { workspace: at.workspace, channel: at.channel, message: message.id };
	const author = authorOf(at.workspace, message);
	const said = asSaid(activity, message);
	const wish = {
		by,
		place,
		request: spoken(said),
		source: "shortcut",
		once: `${ref.channel}:${ref.message}`,
		original: { ref, author, at: writtenAt(message, kit.now()) },
		whom: null,
	} as const;
	const began = { doer: { by: author, place, ref }, text: wish.request, files: filesOf(kit, said) };
	let answer = closing("The session is open.");
	const asking = await ask(kit, wish, began, async (reply) => {
		if (reply.kind === "refuse" && !asking.opened) answer = closing(refusalLine(reply.refusal));
		else await tell(kit, turn, reply);
	});
	if (asking.opened) kit.afterwards(asking.afterwards());
	else await asking.afterwards();
	return answer;
};
