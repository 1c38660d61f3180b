// Posting: works through the queue in lanes, and tells each session which of its messages are in chat.
import type { ChatMessage, Notice } from "../../../protocol/read/view.ts";
import type { CardPress } from "../../contracts/workspace.ts";
import { lanes } from "../../durable/lanes.ts";
import { type Core, isThere } from "../core.ts";
import { conversation } from "../places/finding.ts";
import { attempt, type Sent } from "./attempt.ts";
import { type Head, never, type PostRow } from "./row.ts";
import { isTaken, noToken, tellOf } from "./telling.ts";

/** So many calls to the platform at once. */
const atOnce = 5;

/** Works through a workspace's queue; a call during a run sees new rows. */
export const drainer = (core: Core) => {
	const line = lanes<Head>(
		atOnce,
		(most) => core.posts.due(Date.now(), most),
		({ key }) => attemptAt(core, key),
	);
	return async (): Promise<void> => {
		if (nextTime(core) !== null) await line.run();
	};
};

/** When the queue is due next, in ms. What the set-up file doesn't list waits. */
export const nextTime = ({ installation, posts }: Core): number | null =>
	installation.self()?.listed ? posts.nextAt() : null;

const attemptAt = async (core: Core, key: string): Promise<void> => {
	const { posts } = core;
	const platform = core.platform();
	const installedAt = () => core.installation.self()?.installed_at;
	const before = installedAt();
	// What a former token was refused says nothing of the one that came meanwhile.
	const failed = (post: PostRow, error: string) => {
		if (installedAt() === before) tellOf(core, post, error, Date.now());
	};
	const poster = core.id() === "" ? null : await platform.poster();
	if (!poster) return withoutToken(core, key, failed);
	const sentAt = Date.now();
	const posted = (post: PostRow, sent: Sent, pressed: boolean) =>
		report(core, post, sent, pressed ? null : sentAt);
	const found = (post: PostRow, at: { channel: string; message: string }) => wasFound(core, post, at);
	await attempt({ pace: platform.pace, store: posts, poster, now: Date.now, posted, found, failed }, key);
};

/** Without the app it waits for it, however long: an installation frees all that waits. */
const withoutToken = (core: Core, key: string, failed: (post: PostRow, error: string) => void): void => {
	if (isThere(core)) core.posts.later(key, Date.now() + 60_000, noToken);
	else core.posts.hold(key, "lane", never, noToken);
	const post = core.posts.at(key);
	if (post) failed(post, noToken);
};

/** `sentAt`: in ms; null: that it was taken says nothing of our access. */
const report = (core: Core, post: PostRow, { channel, message, sent }: Sent, sentAt: number | null): void => {
	core.change(() => {
		core.posts.posted(post, channel, message, Date.now());
		if (sentAt !== null) isTaken(core, post, sentAt);
		const plan = planOf(post.message);
		const open = post.message.type === "plan" && post.message.view.state === "open";
		if (post.once || isNoSessions(post) || (post.ref && !open)) return;
		const ref = { workspace: core.id(), channel, message };
		const report = { key: post.key, plan, ref, sent, open };
		core.put(`posted:${post.key}:${post.version}`, post.session, { session: post.session, post: report });
	});
};

/** A client's own message, though edited: no session waits to hear where it is. */
const isNoSessions = ({ session }: PostRow): boolean => session === "";

/** The plan that a card with buttons is about. */
const planOf = (message: ChatMessage): string | null =>
	message.type === "plan" || message.type === "prompt" ? message.view.plan : null;

/** Its session learns the place at once: a press on it counts, even while edits fail. The edit reports what it shows. */
const wasFound = (
	core: Core,
	post: PostRow,
	{ channel, message }: { channel: string; message: string },
): void =>
	core.change(() => {
		core.posts.found(post.key, channel, message);
		if (post.once || isNoSessions(post)) return;
		const plan = planOf(post.message);
		const ref = { workspace: core.id(), channel, message };
		const report = { key: post.key, plan, ref, sent: "", open: false };
		core.put(`found:${post.key}`, post.session, { session: post.session, post: report });
	});

/** A press says where its message may be edited. */
export const pressed = ({ posts, channels }: Core, { channel, message, editAt }: CardPress): void => {
	if (editAt !== undefined) posts.pressed(channels.firstIdOf(channel), message, editAt, Date.now());
};

/** The platform tells of a message of ours. */
export const appeared = (core: Core, key: string, channel: string, message: string): void => {
	if (core.posts.appeared(key, core.channels.firstIdOf(channel), message, Date.now())) core.go();
};

/** Takes what was erased out of these posts and their copies; of one run, or all. */
export const unsay = (core: Core, keys: string[], run: string | null, says: Notice | null): void => {
	core.change(() => {
		for (const key of keys) core.posts.unsay(key, run, says, Date.now());
	});
	core.go();
};

/** Someone looks at a plan's card there: it is edited from now on, also where its post was thought lost. */
export const copyFound = (
	core: Core,
	session: string,
	{ channel, message, plan, by }: Omit<CardPress, "thread">,
): void => {
	const at = conversation(core, core.channels.firstIdOf(channel), by);
	core.posts.copyFound(session, plan, at, message, Date.now());
	core.go();
};
