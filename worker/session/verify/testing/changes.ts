// Random changes of an export, each found again by its number: bits of the file, and values of the JSON in it.
import type { Proven } from "./proven.ts";
import type { Loose } from "./stored.ts";

type Random = (below: number) => number;

export const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

/** The same numbers for the same seed (mulberry32). */
export const randomOf = (seed: number): Random => {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
	};
};

export const flipped = (file: Uint8Array, seed: number): Uint8Array => {
	const random = randomOf(seed);
	const changed = file.slice();
	const at = random(file.length);
	changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
	return changed;
};

/** Changes one value somewhere in it: what may become of it depends on what it is. */
export const alter = (t: Loose, other: Loose, seed: number): void => {
	const random = randomOf(seed);
	for (let [at, elsewhere] = [t, other]; ; ) {
		const names = Object.keys(at);
		const name = names[random(names.length)];
		if (name === undefined) return;
		const value = at[name];
		const isDeep = value !== null && typeof value === "object" && Object.keys(value).length > 0;
		if (isDeep && random(5) > 0) {
			[at, elsewhere] = [value, elsewhere?.[name]];
			continue;
		}
		const change = changes[random(changes.length)];
		change?.(at, name, random, elsewhere);
		return;
	}
};

const changes: ((at: Loose, name: string, random: Random, elsewhere: Loose) => void)[] = [
	(at, name) => (Array.isArray(at) ? at.splice(Number(name), 1) : delete at[name]),
	(at, name) => (at[name] = null),
	(at, name, random) => (at[name] = odd[random(odd.length)]),
	(at, name, random) => {
		if (typeof at[name] === "number") at[name] += random(2) === 0 ? 1 : -1;
		else if (typeof at[name] === "string") at[name] = edited(at[name], random);
		else at[name] = !at[name];
	},
	(at, name, random) => {
		if (typeof at[name] === "string") at[name] = edited(at[name], random);
		else if (typeof at[name] === "number") at[name] = 0;
	},
	(at, name) => {
		if (Array.isArray(at)) at.splice(Number(name), 0, structuredClone(at[Number(name)]));
		else at[`${name}x`] = at[name];
	},
	(at, name, random) => {
		const names = Object.keys(at);
		const other = names[random(names.length)] ?? name;
		[at[name], at[other]] = [at[other], at[name]];
	},
	(at, name, _random, elsewhere) => {
		if (elsewhere?.[name] !== undefined) at[name] = structuredClone(elsewhere[name]);
	},
];

const odd = ["", "0", "1e3", "__proto__", "\ud800", -1, 0.5, 2 ** 53, 1e300, true, false, [], {}, [[]]];

/** Always another text: a letter less, or another one in a place where it wasn't. */
const edited = (text: string, random: Random): string => {
	const at = random(text.length + 1);
	const letter = "aZ9+/= \n\u00e9"[random(9)];
	const shorter = text.slice(0, at) + text.slice(at + 1);
	const other = text.slice(0, at) + letter + text.slice(at + 1);
	const [first, second] = random(2) === 0 ? [shorter, other] : [other, shorter];
	return first === text ? second : first;
};

const tables = ["session", "thread", "events", "plans", "vote", "runs", "endpoint-key", "blobs"];
const things = ["thread", "vote", "endpoint-key"];

/** Changes one column of one row, of the session or of a recording, to another value that its type allows. Returns which. */
export const alterRow = ({ storage, made }: Proven, seed: number): string => {
	const random = randomOf(seed);
	const recordings = [...made.all.values()].filter(({ store }) => store.tail().n > 0);
	const table = tables[random(tables.length + 2)] ?? "records";
	const sql = table === "records" ? recordings[random(recordings.length)]?.sql : storage.sql;
	if (!sql) throw new Error("there is no recording");
	const rows = things.includes(table) ? thingsOf(sql, table) : rowsOf(sql, table);
	const row = rows[random(rows.length)];
	const names = Object.keys(row?.values ?? {});
	for (;;) {
		const name = names[random(names.length)] ?? "";
		const value = otherValue(row?.values[name] ?? null, random);
		if (value === undefined) continue;
		row?.set(name, value);
		return `${table}.${name}`;
	}
};

type Values = Record<string, SqlStorageValue>;
type Alterable = { values: Values; set: (name: string, value: unknown) => void };

const rowsOf = (sql: SqlStorage, table: string): Alterable[] =>
	sql
		.exec<Values>(`SELECT rowid AS row, * FROM ${table}`)
		.toArray()
		.map(({ row, ...values }) => ({
			values,
			set: (name, value) => sql.exec(`UPDATE ${table} SET "${name}" = ? WHERE rowid = ?`, value, row),
		}));

/** Their keys, and what they say. */
const thingsOf = (sql: SqlStorage, kind: string): Alterable[] =>
	sql
		.exec<{ key: string; body: string }>("SELECT key, body FROM things WHERE kind = ?", kind)
		.toArray()
		.map(({ key, body }) => ({
			values: { ...JSON.parse(body), ".key": key },
			set: (name, value) => {
				const is = "WHERE kind = ? AND key = ?";
				if (name === ".key") sql.exec(`UPDATE things SET key = ? ${is}`, value, kind, key);
				else {
					const altered = JSON.stringify({ ...JSON.parse(body), [name]: value });
					sql.exec(`UPDATE things SET body = ? ${is}`, altered, kind, key);
				}
			},
		}));

/** Undefined: none comes to mind. */
const otherValue = (value: SqlStorageValue, random: Random): unknown => {
	if (typeof value === "number") return value + (random(2) === 0 ? 1 : -1);
	if (typeof value === "string") return random(8) === 0 ? undefined : `${edited(value, random)}`;
	if (value === null || value.byteLength === 0) return undefined;
	return random(8) === 0 ? null : flipped(new Uint8Array(value), random(1_000_000));
};

/** The path of the first difference; null: there is none. */
export const difference = (a: Loose, b: Loose, path = ""): string | null => {
	if (Object.is(a, b)) return null;
	if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return path;
	if (Array.isArray(a) !== Array.isArray(b) || Object.keys(a).join() !== Object.keys(b).join()) return path;
	for (const name of Object.keys(a)) {
		const found = difference(a[name], b[name], path ? `${path}.${name}` : name);
		if (found !== null) return found;
	}
	return null;
};
