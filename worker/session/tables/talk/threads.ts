// The threads of a session: where it was opened, on the MSP's desk, at the client elsewhere.
import { z } from "zod";
import { Hearing, type Place, ThreadKind } from "../../../../protocol/record/events.ts";
import { thingsOf } from "../../../durable/things.ts";

const ThreadRow = z.object({
	/** `own`, `desk`, or the workspace: unique within the session. */
	name: z.string(),
	kind: ThreadKind,
	workspace: z.string(),
	channel: z.string(),
	/** Null until its first message is in chat. */
	thread: z.string().nullable(),
	root_key: z.string(),
	since: z.int(),
	heard: Hearing.nullable(),
	/** What people call the conversation, until the record has it; null: it has, or that isn't known. */
	called: z.string().nullable(),
});
export type ThreadRow = z.infer<typeof ThreadRow>;

export const threadsTable = (sql: SqlStorage) => {
	const threads = thingsOf(sql, "thread", ThreadRow);
	const one = (is: (thread: ThreadRow) => boolean): ThreadRow | null => threads.all().find(is) ?? null;
	const at = ({ workspace, channel }: Omit<Place, "thread">): ThreadRow | null =>
		one((thread) => thread.workspace === workspace && thread.channel === channel);
	const ofRoot = (key: string): ThreadRow | null => one(({ root_key }) => root_key === key);
	return {
		/** The one where the session was opened first. */
		all: (): ThreadRow[] => threads.all(),
		arePlaced: (): boolean => threads.arePlaced(({ name }) => name),
		at,
		named: (name: string): ThreadRow | null => threads.get(name),
		ofRoot,
		/** Nothing if the session has one in that conversation already. */
		add: (thread: ThreadRow): void => {
			if (!at(thread) && !ofRoot(thread.root_key)) threads.add(thread.name, thread);
		},
		setHeard: (name: string, heard: Hearing) => threads.set(name, { heard }),
		setCalled: (name: string, called: string) => threads.set(name, { called }),
		posted: (name: string, thread: string) => threads.set(name, { thread, called: null }),
	};
};
