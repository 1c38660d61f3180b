// The thread is the record: what is said, edited and deleted in a session's thread, with attachments; and commands in it.
import { z } from "zod";
import type { Place } from "../../../protocol/record/events.ts";
import { hear, hearDelete, hearEdit, Unclear } from "../../handlers/talk.ts";
import { tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { answerTo, authorOf, type Happened, happened, isOwn, Message } from "../read/events.ts";
import { exact, spoken } from "../read/exact.ts";
import { filesOf } from "../read/files.ts";
import { nameOf } from "../read/names.ts";
import { keyIn } from "../read/posted-key.ts";
import { attempted, broken, refused } from "./guard.ts";

/** As far as Slack's retries go: three, the last one five minutes later. https://docs.slack.dev/apis/events-api/#retries */
const lastRetry = 3;

/** Answered once it is stored, well within Slack's three seconds; files and private answers come afterwards. What could not
 * be stored is answered with 500, so that Slack delivers it again. */
export const recordMessage = async (kit: Kit, body: unknown, retry: number): Promise<Response> => {
	try {
		await onMessage(kit, body);
		return new Response("");
	} catch (error) {
		const again = retry < lastRetry;
		// Whose thread it is stays unclear: most likely no session's, and its author has nothing to do with us.
		const unclear = error instanceof Unclear;
		if (!(unclear && again)) kit.afterwards(broken(kit, again || unclear ? null : attempted(body), error));
		return new Response("not stored", { status: 500 });
	}
};

const onMessage = async (kit: Kit, body: unknown): Promise<void> => {
	const from = happened(body);
	if (from.subtype === "message_changed") return changed(kit, from);
	if (from.subtype === "message_deleted") return deleted(kit, from, Deleted.parse(from.event));
	if (from.subtype === null || said.has(from.subtype)) return spokenIn(kit, from, Message.parse(from.event));
};

// Other subtypes report joins, topics and so on.
const said = new Set(["file_share", "thread_broadcast", "bot_message", "me_message"]);

const spokenIn = async (kit: Kit, from: Happened, message: Message): Promise<void> => {
	if (isOwn(from, message)) return posted(kit, from, message);
	if (!message.thread_ts) return;
	const { user, identity } = authorOf(from, message);
	const { place, ref } = whereabouts(from, message.ts, message.thread_ts);
	const to = answerTo(from, user, message.thread_ts);
	const after = (work: () => Promise<void>) =>
		kit.afterwards(work().catch((error: unknown) => broken(kit, to, error)));
	if (!(await inSession(kit, place))) {
		// Someone speaks to us in a thread without a session.
		if (mentions(message, from.bot)) after(() => refused(kit, to, { code: "no-thread" }));
		return;
	}
	const doer = { by: { identity, name: await nameOf(kit, user) }, place, ref };
	const talk = { text: spoken(message), typed: exact(message), files: filesOf(kit, message.files) };
	after(await hear(kit, doer, talk, (reply) => tell(kit, to, reply)));
};

/** Slack tells of our own messages, too: that proves one whose answer was lost. */
const posted = async ({ backend }: Kit, { workspace, channel }: Happened, { ts, metadata }: Message) => {
	const key = keyIn(metadata);
	if (key !== null) await backend.posted({ ref: { workspace, channel, message: ts }, key });
};

// People see a session's card in Slack a moment before we learn its place. So we ask again, for less time than Slack waits;
// if it stays unclear, Slack delivers the message again later.
const inSession = async (kit: Kit, place: Place): Promise<boolean> => {
	for (let left = 10; ; left--) {
		const known = await kit.backend.isSession(place);
		if (known !== "unclear") return known;
		if (left === 0) throw new Unclear("a session's first message is on its way there");
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
};

const mentions = (message: Message, bot: string | null): boolean =>
	bot !== null && message.text.includes(`<@${bot}>`);

const Changed = z.looseObject({ ts: z.string(), message: Message, previous_message: Message.nullish() });
const Deleted = z.looseObject({ deleted_ts: z.string(), previous_message: Message.nullish() });

const changed = async (kit: Kit, from: Happened): Promise<void> => {
	const { ts, message, previous_message } = Changed.parse(from.event);
	if (message.subtype === "tombstone")
		return deleted(kit, from, { deleted_ts: message.ts, previous_message: previous_message ?? null });
	const text = spoken(message);
	// Slack also tells of unfurled links and of new replies; those edit nothing.
	if (isOwn(from, message) || (previous_message && spoken(previous_message) === text)) return;
	const { user, identity } = authorOf(from, { ...message, user: message.edited?.user ?? message.user });
	const where = whereabouts(from, message.ts, message.thread_ts);
	const who = async () => ({ identity, name: await nameOf(kit, user) });
	const once = `${from.channel}:${message.ts}:${message.edited?.ts ?? ts}`;
	const reply = await hearEdit(kit, where, who, { text, once });
	if (reply) kit.afterwards(tell(kit, answerTo(from, user, where.place.thread), reply));
};

// Slack does not tell who deleted a message: its author, or an admin in their place.
const deleted = async (kit: Kit, from: Happened, event: z.infer<typeof Deleted>): Promise<void> => {
	const before = event.previous_message;
	if (!before || isOwn(from, before)) return;
	const { user, identity } = authorOf(from, before);
	const where = whereabouts(from, event.deleted_ts, before.thread_ts);
	await hearDelete(kit, where, async () => ({ identity, name: await nameOf(kit, user) }));
};

const whereabouts = ({ workspace, channel }: Happened, ts: string, thread: string | null | undefined) => ({
	place: { workspace, channel, thread: thread ?? ts },
	ref: { workspace, channel, message: ts },
});
