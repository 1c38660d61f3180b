// One turn: what kind of activity it is, and who deals with it.
import { z } from "zod";
import { closing, type InvokeAnswer, refusalLine, refused, saying } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { type Activity, instantOf, mentionsBot, type Turn, turnOf } from "../read/activity.ts";
import { namedIn } from "../read/naming.ts";
import { comingOf } from "./coming.ts";
import { submit } from "./dialogs.ts";
import { onExtension } from "./extension.ts";
import { onDelete, onEdit, onMessage } from "./messages.ts";
import { press } from "./presses.ts";
import { onUpdate } from "./welcome.ts";

/** The answer to an invoke; for everything else, whether it is stored. */
export type Taken = { answer: InvokeAnswer } | { stored: boolean };

/** Comes back once it is stored; private answers to what was said come afterwards. */
export const take = async (kit: Kit, activity: Activity): Promise<Taken> => {
	const coming = comingOf(activity, kit.now());
	if (coming) await kit.came(coming);
	if (coming && !coming.here) return { stored: true };
	const named = namedIn(activity);
	if (named) await kit.named(named);
	const turn = turnOf(activity);
	const invoke = activity.type === "invoke";
	if (!turn) return invoke ? { answer: saying(refusalLine({ code: "not-bound" })) } : { stored: true };
	const met = await meet(kit, turn, activity);
	return invoke
		? { answer: await invoked(kit, met, activity) }
		: { stored: await happened(kit, met, activity) };
};

const happened = async (kit: Kit, turn: Turn, activity: Activity): Promise<boolean> => {
	try {
		if (activity.type === "message") await onMessage(kit, turn, activity);
		if (activity.type === "messageUpdate") await onEdit(kit, turn, activity);
		if (activity.type === "messageDelete") await onDelete(kit, turn);
		if (activity.type === "conversationUpdate") await onUpdate(kit, turn, activity);
	} catch (error) {
		kit.afterwards(refused(kit, turn, { code: "broken", errorId: kit.log(error) }));
		return false;
	}
	return true;
};

/** A message that Teams delivers again, perhaps under another id, is known by the first. */
const meet = async (kit: Kit, turn: Turn, activity: Activity): Promise<Turn> => {
	const { place, ref, by, userId, kind, serviceUrl } = turn;
	const said = activity.type === "message" && ref.message !== "";
	const begins = place.thread === ref.message;
	const known = await kit.meet({
		workspace: place.workspace,
		channel: place.channel,
		team: activity.channelData?.team?.id ?? null,
		at: instantOf(activity, kit.now()),
		conversation: { serviceUrl, kind, person: kind === "personal" ? by.identity : null },
		person: { identity: by.identity, userId },
		said: said
			? {
					message: ref.message,
					addressed: mentionsBot(activity),
					print: await printOf(activity, begins ? place.channel : activity.conversation.id),
				}
			: null,
	});
	if (known === null) return turn;
	return {
		...turn,
		place: { ...place, thread: begins ? known : place.thread },
		ref: { ...ref, message: known },
	};
};

const printOf = async (activity: Activity, where: string): Promise<string> => {
	const { from, localTimestamp, timestamp, id, text, attachments } = activity;
	const what = [where, from.id, localTimestamp ?? timestamp ?? id, text, attachments ?? []];
	const bytes = new TextEncoder().encode(JSON.stringify(what));
	return Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
};

const Executed = z.looseObject({ action: z.looseObject({ data: z.unknown() }) });
const Task = z.looseObject({ data: z.unknown() });

const invoked = async (kit: Kit, turn: Turn, activity: Activity): Promise<InvokeAnswer> => {
	const { name, value } = activity;
	const executes = name === "adaptiveCard/action";
	try {
		if (executes) return await press(kit, turn, Executed.safeParse(value).data?.action.data, "execute");
		if (name === "task/fetch") return await press(kit, turn, Task.safeParse(value).data?.data, "dialog");
		if (name === "task/submit") return await submit(kit, turn, Task.safeParse(value).data?.data);
		if (name === "composeExtension/fetchTask" || name === "composeExtension/submitAction")
			return await onExtension(kit, turn, activity);
		return saying(refusalLine({ code: "unknown-action" }));
	} catch (error) {
		const text = refusalLine({ code: "broken", errorId: kit.log(error) });
		return executes ? saying(text) : closing(text);
	}
};
