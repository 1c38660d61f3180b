// What is said: asked for with the bot's name, talked about in a session's thread, edited, deleted; and commands in it.
import { helpCard } from "../../cards/told.ts";
import { type Activity, mentionsBot, type Turn } from "./activity.ts";
import { begin, privately, refused } from "./answer.ts";
import { exact, spoken } from "./exact.ts";
import type { Kit } from "./kit.ts";
import { previewCommand } from "./preview.ts";

/** In a session's thread everything is talk; elsewhere whoever speaks to the bot asks for something. In a chat, which has
 * no threads, what is said belongs to its newest open session; `new` before a request opens another. */
export const onMessage = async (kit: Kit, turn: Turn, activity: Activity): Promise<void> => {
	const spokenTo = turn.kind === "personal" || mentionsBot(activity);
	const text = spoken(activity);
	if (spokenTo && /^(?:help)?$/i.test(text) && !hasFile(activity))
		return kit.afterwards(privately(kit, turn, helpCard(begin)));
	const anew = turn.kind === "channel" || !spokenTo ? null : /^new\s+(\S[\s\S]*)$/i.exec(text)?.[1];
	if (!anew && (await kit.backend.isSession(turn.place))) return talk(kit, turn, activity, text);
	if (spokenTo) await open(kit, turn, anew ?? text);
};

const hasFile = ({ attachments }: Activity): boolean =>
	(attachments ?? []).some(({ contentType }) => contentType !== "text/html");

const open = async (kit: Kit, turn: Turn, request: string): Promise<void> => {
	const { by, place, ref } = turn;
	const once = `${ref.channel}:${ref.message}`;
	const answer = await kit.backend.open({ by, place, request, source: "mention", once, original: null });
	if (!answer.ok) kit.afterwards(refused(kit, turn, answer.refusal));
};

const talk = async (kit: Kit, turn: Turn, activity: Activity, text: string): Promise<void> => {
	const { by, place, ref } = turn;
	const heard = await kit.backend.said({ by, place, ref, text, expected: [] });
	if (heard.secret) return kit.afterwards(secretTold(kit, turn, heard.secret));
	if (heard.technician) kit.afterwards(previewCommand(kit, turn, exact(activity)));
};

export const onEdit = async (kit: Kit, turn: Turn, activity: Activity): Promise<void> => {
	const { by, place, ref } = turn;
	if (!(await kit.backend.isSession(place))) return;
	const once = `${ref.channel}:${ref.message}:${activity.timestamp ?? activity.localTimestamp ?? ""}`;
	const { secret } = await kit.backend.edited({ by, place, ref, text: spoken(activity), once });
	if (secret) kit.afterwards(secretTold(kit, turn, secret));
};

const secretTold = (kit: Kit, turn: Turn, what: string): Promise<void> =>
	refused(kit, turn, { code: "looks-secret", what, in: "talk" });

/** Teams tells whose message it was, not who deleted it. */
export const onDelete = async (kit: Kit, { by, place, ref }: Turn): Promise<void> => {
	if (await kit.backend.isSession(place)) await kit.backend.deleted({ author: by, place, ref });
};
