// What an address asks of a list: read leniently, since people edit addresses, and written again with something changed.
import { z } from "zod";
import { SessionId } from "../../protocol/ids.ts";

export type Query = Record<string, string>;

const day = 86_400_000;
/** The begin of a day, UTC, in ms since 1970; the begin of the next one. */
export const Day = z.iso.date().transform((text) => Date.parse(text));
export const DayAfter = Day.transform((at) => at + day);
export const Whole = z
	.string()
	.regex(/^-?\d{1,15}$/)
	.transform(Number);
export const Name = z.string().min(1).max(200);

/** A session's place in a list: when it was opened, and its id. */
export const Before = z
	.string()
	.transform((text) => text.split("."))
	.pipe(z.tuple([Whole, SessionId]))
	.transform(([openedAt, session]) => ({ openedAt, session }));

/** Reads a field; null: it is missing, or malformed. */
export const reader =
	(query: Query) =>
	<T>(schema: z.ZodType<T>, name: string): T | null =>
		schema.safeParse(query[name]).data ?? null;

/** The same address with some fields changed; null: without them. */
export const addressOf = (path: string, query: Query, change: Record<string, string | null> = {}): string => {
	const all = Object.entries({ ...query, ...change }).flatMap(([name, value]): [string, string][] =>
		value ? [[name, value]] : [],
	);
	return all.length === 0 ? path : `${path}?${new URLSearchParams(all)}`;
};
