// The threads of a session: where it was opened, on the MSP's desk, and at the client wherever approvers are.

import type { Person } from "../../../protocol/people.ts";
import type { Hearing, Place } from "../../../protocol/record/events.ts";
import type { Opened, WantedThread } from "../../contracts/values/wish.ts";
import { conversationOf, workspaceOfIdentity } from "../../durable/places.ts";
import { type Core, worker } from "../core.ts";
import { record } from "../record.ts";
import { homesOf } from "../show/homes.ts";
import type { ThreadRow } from "../tables/talk/threads.ts";

/** Inside a transaction, with the session's opening: the first thread, and the one on the MSP's desk. */
export const openFirst = (
	core: Core,
	{ place, rootKey, heard, called }: Pick<Opened, "place" | "heard" | "called"> & { rootKey: string },
	now: number,
) => {
	const own = { name: "own", kind: "own", ...place, root_key: rootKey, heard, called: null } as const;
	add(core, own, now, called);
	const { desk } = core.self().snapshot.msp;
	if (desk) add(core, { name: "desk", kind: "desk", ...desk, ...unposted(core, "desk") }, now);
};

/** Inside a transaction, with a plan: a thread in every other workspace in which one of these has an account, and the
 * client a conversation. */
export const openForApprovers = (core: Core, deciders: Person[], now: number): void => {
	const { snapshot } = core.self();
	for (const identity of deciders.flatMap(({ identities }) => identities)) {
		const homes = homesOf(snapshot, identity);
		const there = core.store.threads.all().filter(({ kind }) => kind !== "desk");
		if (there.some(({ workspace }) => homes.includes(workspace))) continue;
		const bound = snapshot.channels.find((one) => homes.includes(workspaceOfIdentity(one)));
		if (bound === undefined) continue;
		const [workspace, channel] = [workspaceOfIdentity(bound), conversationOf(bound)];
		add(core, { name: workspace, kind: "client", workspace, channel, ...unposted(core, workspace) }, now);
	}
};

const unposted = (core: Core, name: string) => ({
	thread: null,
	root_key: `session:${core.self().id}:${name}`,
	heard: null,
	called: null,
});

/** `called`: as the record says, or will say, of one that is in chat. */
const add = (
	core: Core,
	thread: Omit<ThreadRow, "since">,
	now: number,
	called: string | null = null,
): void => {
	const { name, kind } = thread;
	core.store.threads.add({ ...thread, since: core.store.events.head().count });
	if (thread.thread !== null) opened(core, { ...thread, called }, thread.thread, now);
	else if (kind !== "own") core.put(`thread:${name}`, `thread:${name}`, { type: "thread", name });
};

const opened = (
	core: Core,
	{ kind, workspace, channel, heard, called }: Omit<ThreadRow, "name" | "thread" | "root_key" | "since">,
	thread: string,
	now: number,
) =>
	record(core, now, worker, {
		kind: "thread.opened",
		thread: kind,
		place: { workspace, channel, thread },
		...(called !== null && { called }),
		...(heard && { heard }),
	});

/** Inside a transaction: how much Caisey hears in the thread of this conversation, if that differs from the last record. */
export const heard = (core: Core, place: Conversation, how: Hearing, now: number): void => {
	const found = core.store.threads.at(place);
	if (!found || found.heard === how) return;
	core.store.threads.setHeard(found.name, how);
	const { workspace, channel, thread } = found;
	if (thread !== null)
		record(core, now, worker, { kind: "thread.heard", place: { workspace, channel, thread }, heard: how });
};

/** The same from now on, and that messages are missing since then, in ms. */
export const hears = (
	core: Core,
	place: Conversation,
	how: Hearing,
	since: number | undefined,
	now: number,
): void =>
	core.change(() => {
		if (since !== undefined) missed(core, place, since, now);
		heard(core, place, how, now);
	});

/** Inside a transaction: messages are missing in the thread of this conversation since then (ms), or since its opening;
 * recorded if the record doesn't say so of that time. */
export const missed = (core: Core, place: Conversation, from: number, now: number): void => {
	const found = core.store.threads.at(place);
	if (!found || found.thread === null) return;
	const told = core.store.events.ofKinds("thread.opened", "thread.heard").flatMap(({ at, body }) => {
		const opens = body?.kind === "thread.opened";
		if ((!opens && body?.kind !== "thread.heard") || !samePlace(body.place, place)) return [];
		return [{ opens, how: body.heard, at: (!opens && body.since) || at }];
	});
	const since = Math.max(from, told.find(({ opens }) => opens)?.at ?? core.self().opened_at);
	const covers = ({ how, at }: (typeof told)[number], i: number) =>
		how === "part" && at <= since && since < (told[i + 1]?.at ?? Number.POSITIVE_INFINITY);
	if (told.some(covers)) return;
	const { name, workspace, channel, thread } = found;
	core.store.threads.setHeard(name, "part");
	record(core, now, worker, {
		kind: "thread.heard",
		place: { workspace, channel, thread },
		heard: "part",
		since,
	});
};

/** Inside a transaction: one of our messages is in chat; if it is a thread's first, the thread exists now. */
export const isPosted = (core: Core, key: string, message: string, now: number): void => {
	const found = core.store.threads.ofRoot(key);
	if (!found || found.thread !== null) return;
	core.store.threads.posted(found.name, message);
	const called = found.kind === "own" ? askedIn(core) : found.called;
	opened(core, { ...found, called }, message, now);
};

/** What people called the conversation where it was opened; null: not known. */
export const askedIn = (core: Core): string | null => {
	const [first] = core.store.events.ofKinds("session.opened");
	return (first?.body?.kind === "session.opened" && first.body.called) || null;
};

/** Whether this is in one of the session's threads. */
export const inThread = (core: Core, place: Place): boolean => {
	const found = core.store.threads.at(place);
	return found !== null && found.thread !== null && found.thread === place.thread;
};

/** A thread's name in its workspace; the one where the session was opened has the session's. */
export const threadId = (core: Core, name: string): string =>
	name === "own" ? core.self().id : `${core.self().id}:${name}`;

/** The key of a message's copy in a thread. */
export const keyIn = ({ name }: ThreadRow, key: string): string => (name === "own" ? key : `${key}@${name}`);

/** As the workspace is to tie it to its conversation. */
export const wanted = (core: Core, { name, kind, workspace, channel, root_key }: ThreadRow): WantedThread => {
	const { id, client } = core.self();
	return {
		id: threadId(core, name),
		session: id,
		kind,
		client,
		place: { workspace, channel, thread: null },
		once: threadId(core, name),
		rootKey: root_key,
	};
};

type Conversation = Pick<Place, "workspace" | "channel">;

export const samePlace = (one: Conversation, other: Conversation): boolean =>
	one.workspace === other.workspace && one.channel === other.channel;
