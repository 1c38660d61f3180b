// What the checks of a session share: its events as read, and one line for each thing checked.

import type { Actor } from "../../../protocol/people.ts";
import type { Verification } from "../../../protocol/read/transcript-source.ts";
import { readEventPayload, type SessionEventBody } from "../../../protocol/record/events.ts";
import type { Core } from "../core.ts";
import type { EventRow } from "../tables/events.ts";

export type Check = Verification["checks"][number];
export type Event = EventRow & { actor: Actor | null; body: SessionEventBody | null; unreadable: boolean };
type Body<K extends SessionEventBody["kind"]> = Extract<SessionEventBody, { kind: K }>;
export type Found<K extends SessionEventBody["kind"]> = {
	seq: number;
	at: number;
	actor: Actor | null;
	body: Body<K>;
};

/** Every event, oldest first; unreadable ones are marked so. */
export const readAll = (core: Core): Event[] => {
	const found: Event[] = [];
	for (
		let batch = core.store.events.rowsAfter(0, 500);
		batch.length > 0;
		batch = core.store.events.rowsAfter(found.at(-1)?.seq ?? 0, 500)
	)
		found.push(...batch.map(readOne));
	return found;
};

const readOne = (row: EventRow): Event => {
	if (!row.payload) return { ...row, actor: null, body: null, unreadable: false };
	try {
		const { actor, body } = readEventPayload(row.payload);
		return { ...row, actor, body, unreadable: false };
	} catch {
		return { ...row, actor: null, body: null, unreadable: true };
	}
};

/** The events of one kind, oldest first. */
export const ofKind = <K extends SessionEventBody["kind"]>(events: Event[], kind: K): Found<K>[] =>
	events.flatMap(({ seq, at, actor, body }) =>
		body?.kind === kind ? [{ seq, at, actor, body: body as Body<K> }] : [],
	);

/** One thing checked. Reports what can't even be read, instead of throwing. */
export const check = async (
	what: string,
	fine: string,
	look: () => string[] | Promise<string[]>,
): Promise<Check> => {
	let problems: string[];
	try {
		problems = await look();
	} catch (error) {
		console.error(`verify: ${what}:`, error);
		problems = ["a stored row can't be read"];
	}
	return { ok: problems.length === 0, what, detail: problems.slice(0, 5).join("; ") || fine };
};

/** Whether two values are the same as JSON, in any order of their keys. */
export const same = (a: unknown, b: unknown): boolean => ordered(a) === ordered(b);

const ordered = (value: unknown): string =>
	JSON.stringify(value, (_key, inner: unknown) =>
		inner !== null && typeof inner === "object" && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	) ?? "";
