// A drawer: an object's small things in a column of the one row that says what it is. So whatever a transaction changes of them costs
// one row, and its outbox with it. It is packed. What is long, or has no room any more, is in a row of its own in the table `things`. Each is in one
// of both places.
import { z } from "zod";
import { fromUtf8, utf8 } from "../../protocol/bytes.ts";
import { Blob, tryJson } from "./columns.ts";
import { pack, unpack } from "./packed.ts";
import { exists, laterTable, row } from "./sql.ts";

/** `key`: unique within its kind. `n`: orders those of a kind. `body`: JSON. */
export const thingsColumns = `(
	kind TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID`;

/** `value`: what its JSON says. No one may change it. */
export type Thing = { key: string; n: number; value: unknown };

export type Head = Pick<Thing, "key" | "n">;

/** Where an object's small things are. */
export type Place = {
	get(kind: string, key: string): Thing | null;
	/** In their order; of `part` those alone whose keys begin with it. */
	all(kind: string, part?: string): Thing[];
	/** The same without what they say. */
	heads(kind: string): Head[];
	put(kind: string, thing: Thing): void;
	drop(kind: string, key: string): void;
	/** A transaction: what it changes is written at its end. */
	together<T>(write: () => T): T;
};

/** In UTF-16 units of JSON: about a page of 4 KiB, packed. */
const mostHere = 12_000;

/** That of an object which has a drawer; else the table. */
export const placeOf = (sql: SqlStorage): Place => drawers.get(sql) ?? tableOf(sql);
const drawers = new WeakMap<SqlStorage, Place>();

/** From now on its small things are in the drawer of this table's only row, the column `things`. */
export const useDrawer = (sql: SqlStorage, table: "session"): void => {
	if (!drawers.has(sql)) drawers.set(sql, drawerOf(sql, table));
};

const Row = z.object({ key: z.string(), n: z.int(), body: z.string() });
const thing = ({ key, n, body }: z.infer<typeof Row>): Thing => ({ key, n, value: JSON.parse(body) });
const HeadRow = Row.omit({ body: true });
const byOrder = (a: Head, b: Head): number => a.n - b.n || (a.key < b.key ? -1 : 1);

/** A table that a new object gets with its first row. */
const tableOf = (sql: SqlStorage) => {
	const table = laterTable(sql, "things", `CREATE TABLE things ${thingsColumns}`);
	const columns = "SELECT key, n, body FROM things WHERE kind = ?1";
	return {
		get: (kind: string, key: string): Thing | null => {
			const found = table.row(Row, `${columns} AND key = ?2`, kind, key);
			return found && thing(found);
		},
		all: (kind: string, part?: string): Thing[] =>
			(part === undefined
				? table.rows(Row, `${columns} ORDER BY n, key`, kind)
				: table.rows(Row, `${columns} AND key BETWEEN ?2 || ' ' AND ?2 || '!' ORDER BY n, key`, kind, part)
			).map(thing),
		heads: (kind: string): Head[] =>
			table.rows(HeadRow, "SELECT key, n FROM things WHERE kind = ?1 ORDER BY n, key", kind),
		put: (kind: string, { key, n, value }: Thing): void =>
			table.insert(
				`INSERT INTO things (kind, key, n, body) VALUES (?, ?, ?, ?)
				ON CONFLICT (kind, key) DO UPDATE SET n = excluded.n, body = excluded.body`,
				...[kind, key, n, JSON.stringify(value)],
			),
		drop: (kind: string, key: string): void =>
			table.change("DELETE FROM things WHERE kind = ? AND key = ?", kind, key),
		together: <T>(write: () => T): T => write(),
		has: (kind: string, key: string): boolean =>
			table.row(HeadRow, "SELECT key, n FROM things WHERE kind = ?1 AND key = ?2", kind, key) !== null,
	};
};

/** `further`: the table may have some, too. In the text, each is an array: kind, key, `n`, value. */
type Content = { further: boolean; things: ReadonlyMap<string, Held> };
type Held = Thing & { kind: string };
const Stored = z.object({
	further: z.boolean(),
	things: z.array(z.tuple([z.string(), z.string(), z.int(), z.unknown()])),
});
const Packed = z.object({ things: Blob.nullable() });

const drawerOf = (sql: SqlStorage, of: string): Place => {
	const table = tableOf(sql);
	/** What is in bytes that were read or written before: mostly they are the same again. */
	let known: { bytes: Uint8Array; content: Content } | null = null;
	/** What a transaction has made of it by now; null: nothing, or there is none. */
	let draft: Content | null = null;
	let isTogether = false;

	/** Null: nothing was in it yet. Undefined: there is no row yet. */
	const bytesStored = () => row(sql, Packed, `SELECT things FROM ${of}`)?.things;
	const stored = (): Content => {
		const bytes = bytesStored() ?? null;
		if (bytes === null) return { further: exists(sql, "things"), things: new Map() };
		if (!known || !isSame(known.bytes, bytes)) known = { bytes, content: contentIn(fromUtf8(unpack(bytes))) };
		return known.content;
	};
	const content = (): Content => draft ?? stored();
	const change = (edit: (things: Map<string, Held>) => void): void => {
		const { further, things } = content();
		const changed = { further, things: new Map(things) };
		edit(changed.things);
		if (isTogether) draft = changed;
		else save(changed);
	};
	const save = (changed: Content): void => {
		const before = bytesStored();
		const most = before === undefined ? 0 : mostHere;
		const content = withRoom(changed, most, ({ kind, ...thing }) => table.put(kind, thing));
		const bytes = pack(utf8(textOf(content)));
		if (before === undefined || (before && isSame(before, bytes))) return;
		sql.exec(`UPDATE ${of} SET things = ?`, bytes);
		known = { bytes, content };
	};

	return {
		get: (kind, key) => {
			const { further, things } = content();
			return things.get(nameOf(kind, key)) ?? (further ? table.get(kind, key) : null);
		},
		all: (kind, part) => {
			const { further, things } = content();
			const own = [...things.values()].filter(
				(one) => one.kind === kind && (part === undefined || one.key.startsWith(`${part} `)),
			);
			return [...own, ...(further ? table.all(kind, part) : [])].sort(byOrder);
		},
		heads: (kind) => {
			const { further, things } = content();
			const own = [...things.values()].filter((one) => one.kind === kind);
			return [...own, ...(further ? table.heads(kind) : [])].sort(byOrder);
		},
		put: (kind, thing) => {
			const { further, things } = content();
			const name = nameOf(kind, thing.key);
			if (further && !things.has(name) && table.has(kind, thing.key)) return table.put(kind, thing);
			change((all) => all.set(name, { kind, ...thing }));
		},
		drop: (kind, key) => {
			const { further, things } = content();
			if (things.has(nameOf(kind, key))) change((all) => all.delete(nameOf(kind, key)));
			else if (further) table.drop(kind, key);
		},
		together: (write) => {
			const [outer, before] = [isTogether, draft];
			isTogether = true;
			try {
				const result = write();
				if (!outer && draft) save(draft);
				return result;
			} catch (error) {
				// Of one within another, too, what it made of it is undone.
				draft = before;
				throw error;
			} finally {
				isTogether = outer;
				if (!outer) draft = null;
			}
		},
	};
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
	a.length === b.length && a.every((byte, at) => byte === b[at]);

/** No kind has a blank. */
const nameOf = (kind: string, key: string): string => `${kind} ${key}`;

const contentIn = (text: string): Content => {
	const { further, things } = Stored.parse(tryJson(text));
	const all = things.map(([kind, key, n, value]): Held => ({ kind, key, n, value }));
	return { further, things: new Map(all.map((one) => [nameOf(one.kind, one.key), one])) };
};

const textOf = ({ further, things }: Content): string =>
	JSON.stringify({
		further,
		things: [...things.values()].map(({ kind, key, n, value }) => [kind, key, n, value]),
	} satisfies z.infer<typeof Stored>);

/** As much of it as has room: what is longest goes elsewhere, until half of the room is free. */
const withRoom = (content: Content, most: number, put: (thing: Held) => void): Content => {
	const lengths = [...content.things.values()].map((one) => ({
		one,
		length: JSON.stringify(one.value).length,
	}));
	let length = textOf(content).length;
	if (length <= most) return content;
	const things = new Map(content.things);
	for (const { one, ...its } of lengths.sort((a, b) => b.length - a.length)) {
		if (length <= most / 2) break;
		put(one);
		things.delete(nameOf(one.kind, one.key));
		length -= its.length;
	}
	return { further: true, things };
};
