// Small things of several kinds, wherever they are: each table of its own would take a page of 4 KiB and two rows.
import { z } from "zod";
import { placeOf } from "./drawer.ts";
import { row } from "./sql.ts";

/** The key of what belongs to several: what begins with the same parts is found together. No part has a blank. */
export const keyOf = (...all: string[]): string => all.join(" ");

const Order = z.object({ n: z.int() });
const Fields = z.record(z.string(), z.unknown());

/** As it will be read: its JSON may say less. */
const asRead = (thing: object): unknown => JSON.parse(JSON.stringify(thing));

/** Those of one kind. */
export const thingsOf = <S extends z.ZodType>(sql: SqlStorage, kind: string, schema: S) => {
	type Thing = z.output<S>;
	const place = () => placeOf(sql);
	return {
		/** Nothing if there is one with this key. `n`: SQL that says where it comes in their order; if not given, after all others. */
		add: (key: string, thing: object, n: string | null = null): void => {
			if (place().get(kind, key)) return;
			const at = n === null ? 1 + (place().all(kind).at(-1)?.n ?? 0) : row(sql, Order, `SELECT ${n} AS n`)?.n;
			place().put(kind, { key, n: at ?? 0, value: asRead(thing) });
		},
		/** Changes some of what one says, if it is there and says otherwise. */
		set: (key: string, some: object): void => {
			const before = place().get(kind, key);
			if (!before) return;
			const value = asRead({ ...Fields.parse(before.value), ...some });
			if (JSON.stringify(value) !== JSON.stringify(before.value)) place().put(kind, { ...before, value });
		},
		drop: (key: string): void => place().drop(kind, key),
		get: (key: string): Thing | null => {
			const found = place().get(kind, key);
			return found && schema.parse(found.value);
		},
		/** Whether each is under the key that follows from what it says. */
		arePlaced: (keyFrom: (thing: Thing) => string): boolean =>
			place()
				.all(kind)
				.every(({ key, value }) => key === keyFrom(schema.parse(value))),
		/** In their order. */
		all: (): Thing[] =>
			place()
				.all(kind)
				.map(({ value }) => schema.parse(value)),
		/** Those whose keys begin with this part, in their order. */
		under: (part: string): Thing[] =>
			place()
				.all(kind, part)
				.map(({ value }) => schema.parse(value)),
	};
};
