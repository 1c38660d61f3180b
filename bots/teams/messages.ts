// What is said: asked for with the bot's name, talked about in a session's thread, edited, deleted; and commands in it.
import { helpCard } from "../../cards/kinds/told.ts";
import type { Whom } from "../intent.ts";
import { forWhom } from "../whom.ts";
import { type Activity, mentionsBot, type Turn } from "./activity.ts";
import { begin, privately, refused } from "./answer.ts";
import { exact, mentionedFor, spoken } from "./exact.ts";
import { expected, filesOf, keepFiles } from "./files.ts";
import { showHome } from "./home.ts";
import type { Kit } from "./kit.ts";
import { previewCommand } from "./preview.ts";

/** In a session's thread everything is talk; elsewhere whoever speaks to the bot asks for something. In a chat, which has
 * no threads, what is said belongs to its newest open session; `new` before a request opens another. */
export const onMessage = async (kit: Kit, turn: Turn, activity: Activity): Promise<void> => {
	const spokenTo = turn.kind === "personal" || mentionsBot(activity);
	const text = spoken(activity);
	if (spokenTo && /^(?:help)?$/i.test(text) && filesOf(activity).length === 0)
		return kit.afterwards(privately(kit, turn, helpCard(begin)));
	if (turn.kind === "personal" && /^home$/i.test(text) && filesOf(activity).length === 0)
		return kit.afterwards(showHome(kit, turn));
	const anew = turn.kind === "channel" || !spokenTo ? null : /^new\s+(\S[\s\S]*)$/i.exec(text)?.[1];
	if (!anew && (await kit.backend.isSession(turn.place))) return talk(kit, turn, activity, text);
	if (spokenTo) await open(kit, turn, activity, anew ?? text);
};

const open = async (kit: Kit, turn: Turn, activity: Activity, text: string): Promise<void> => {
	const { by, place, ref } = turn;
	const mention = mentionedFor(activity);
	const asked = forWhom(text, mention?.name);
	const request = asked?.request ?? text;
	const answer = await kit.backend.open({
		by,
		place,
		request,
		source: "mention",
		once: `${ref.channel}:${ref.message}`,
		original: null,
		whom: asked && (mention ? await whomOf(kit, turn, mention.user) : { name: asked.who }),
	});
	if (!answer.ok) return kit.afterwards(refused(kit, turn, answer.refusal));
	const files = filesOf(activity);
	if (files.length === 0) return;
	await kit.backend.said({ by, place, ref, text: request, expected: expected(files) });
	kit.afterwards(keepFiles(kit, turn, files));
};

/** Whoever is mentioned is known by their id alone: the name that they show there is of their own choosing. */
const whomOf = async (kit: Kit, { place }: Turn, user: string | null): Promise<Whom> => ({
	identity: user === null ? null : await kit.identityOf(place.workspace, user),
});

const talk = async (kit: Kit, turn: Turn, activity: Activity, text: string): Promise<void> => {
	const { by, place, ref } = turn;
	const files = filesOf(activity);
	const heard = await kit.backend.said({ by, place, ref, text, expected: expected(files) });
	kit.afterwards(afterTalk(kit, turn, activity, heard));
};

const afterTalk = async (
	kit: Kit,
	turn: Turn,
	activity: Activity,
	heard: Awaited<ReturnType<Kit["backend"]["said"]>>,
): Promise<void> => {
	if (!heard.ok) return refused(kit, turn, heard.refusal);
	const { secret, technician } = heard;
	if (secret) await secretTold(kit, turn, secret);
	const texts = await keepFiles(kit, turn, filesOf(activity));
	if (technician && !secret) await previewCommand(kit, turn, exact(activity), texts);
};

export const onEdit = async (kit: Kit, turn: Turn, activity: Activity): Promise<void> => {
	const { by, place, ref } = turn;
	if (!(await kit.backend.isSession(place))) return;
	const once = `${ref.channel}:${ref.message}:${activity.timestamp ?? activity.localTimestamp ?? ""}`;
	const heard = await kit.backend.edited({ by, place, ref, text: spoken(activity), once });
	if (!heard.ok) return kit.afterwards(refused(kit, turn, heard.refusal));
	if (heard.secret) kit.afterwards(secretTold(kit, turn, heard.secret));
};

const secretTold = (kit: Kit, turn: Turn, what: string): Promise<void> =>
	refused(kit, turn, { code: "looks-secret", what, in: "talk" });

/** Teams tells whose message it was, not who deleted it. */
export const onDelete = async (kit: Kit, { by, place, ref }: Turn): Promise<void> => {
	if (await kit.backend.isSession(place)) await kit.backend.deleted({ author: by, place, ref });
};
