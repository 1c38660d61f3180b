// What is said: asked for with the bot's name, talked about in a session's thread, edited, deleted; and commands in it.
import { ask, help, wantsHelp } from "../../handlers/asking.ts";
import { hear, hearDelete, hearEdit } from "../../handlers/talk.ts";
import type { Whom } from "../../intent.ts";
import { forWhom } from "../../whom.ts";
import { tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { type Activity, mentionsBot, type Turn } from "../read/activity.ts";
import { exact, mentionedFor, spoken } from "../read/exact.ts";
import { filesOf } from "../read/files.ts";
import { showHome } from "./home.ts";

/** In a session's thread everything is talk; elsewhere the person who speaks to the bot asks for something. In a chat, which has
 * no threads, what is said belongs to its newest open session; `new` before a request opens another. */
export const onMessage = async (kit: Kit, turn: Turn, activity: Activity): Promise<void> => {
	const spokenTo = turn.kind === "personal" || mentionsBot(activity);
	const text = spoken(activity);
	const alone = filesOf(kit, activity).length === 0;
	if (spokenTo && alone && wantsHelp(text)) return kit.afterwards(tell(kit, turn, help(kit, turn.place)));
	if (turn.kind === "personal" && alone && /^home$/i.test(text)) return kit.afterwards(showHome(kit, turn));
	const another = turn.kind === "channel" || !spokenTo ? null : /^new\s+(\S[\s\S]*)$/i.exec(text)?.[1];
	if (!another && (await kit.backend.isSession(turn.place)) === true) return talk(kit, turn, activity, text);
	if (spokenTo) await open(kit, turn, activity, another ?? text);
};

const open = async (kit: Kit, turn: Turn, activity: Activity, text: string): Promise<void> => {
	const { by, place, ref } = turn;
	const mention = mentionedFor(activity);
	const asked = forWhom(text, mention?.name);
	const request = asked?.request ?? text;
	const wish = {
		by,
		place,
		request,
		source: "mention",
		once: `${ref.channel}:${ref.message}`,
		original: null,
		whom: asked && (mention ? await whomOf(kit, turn, mention.user) : { name: asked.who }),
	} as const;
	const began = { doer: turn, text: request, files: filesOf(kit, activity) };
	const asking = await ask(kit, wish, began, (reply) => tell(kit, turn, reply));
	kit.afterwards(asking.afterwards());
};

/** A mentioned person is known only by their id: they chose the name that shows there. */
const whomOf = async (kit: Kit, { place }: Turn, user: string | null): Promise<Whom> => ({
	identity: user === null ? null : await kit.identityOf(place.workspace, user),
});

const talk = async (kit: Kit, turn: Turn, activity: Activity, text: string): Promise<void> => {
	const said = { text, typed: exact(activity), files: filesOf(kit, activity) };
	const rest = await hear(kit, turn, said, (reply) => tell(kit, turn, reply));
	kit.afterwards(rest());
};

export const onEdit = async (kit: Kit, turn: Turn, activity: Activity): Promise<void> => {
	const { ref } = turn;
	const once = `${ref.channel}:${ref.message}:${activity.timestamp ?? activity.localTimestamp ?? ""}`;
	const reply = await hearEdit(kit, turn, async () => turn.by, { text: spoken(activity), once });
	if (reply) kit.afterwards(tell(kit, turn, reply));
};

/** Teams tells whose message it was, not who deleted it. */
export const onDelete = (kit: Kit, turn: Turn): Promise<void> => hearDelete(kit, turn, async () => turn.by);
