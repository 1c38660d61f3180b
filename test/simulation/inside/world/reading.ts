// What queries of a database gave: asking again costs nothing until one of their tables is written. Most of a schedule is the
// same questions.
import type { SQLInputValue, StatementSync } from "node:sqlite";

export type Row = Record<string, unknown>;
export type Result = { rows: Row[]; written: number };
type Read = {
	prepared: StatementSync;
	/** Tables. */
	of: string[];
	/** The one whose rows it gives, where it gives nothing else. */
	from: string | null;
	/** By its values, with the versions of the tables. */
	gave: Map<string, { result: Result; versions: number }>;
	/** By its values, while its tables are as each schedule begins with them. */
	first: Map<string, Result>;
	/** The beginning that these are of. */
	beginnings: number;
};
type Write = { prepared: StatementSync; into: string; returns: boolean };

const mostKept = 50;

/** `several`: runs several statements at once, which take no values. `makes`: is told of a statement that made a table or index. */
export const newReading = (
	prepare: Prepare,
	several: (query: string) => void,
	makes: (query: string) => void,
) => {
	const versions = new Map<string, number>();
	let all = 0;
	/** Tables that were written since the schedule began; null: any may have been. */
	let written: Set<string> | null = null;
	/** How often what schedules begin with has changed. */
	let beginnings = 0;
	const forget = () => {
		all++;
		written = null;
	};
	const isAsBegun = (tables: string[]): boolean => {
		if (written === null) return false;
		for (const one of tables) if (written.has(one)) return false;
		return true;
	};
	const versionsOf = (tables: string[]) => tables.reduce((sum, one) => sum + (versions.get(one) ?? 0), all);
	const some = new Map<string, Read>();
	/** Most outboxes are, most of the time; asking for what is due has another time each time. */
	const isEmpty = (table: string): boolean => {
		const one = some.get(table) ?? reading(prepare, `SELECT 1 FROM ${table} LIMIT 1`);
		some.set(table, one);
		return read(one, []).rows.length === 0;
	};
	const read = (one: Read, values: SQLInputValue[]): Result => {
		if (one.from !== null && isEmpty(one.from)) return nothing;
		const key = values.length === 0 ? "" : JSON.stringify(values);
		if (one.beginnings !== beginnings) Object.assign(one, { beginnings, first: new Map() });
		const first = one.first.get(key);
		const asBegun = isAsBegun(one.of);
		if (asBegun && first) return first;
		const now = versionsOf(one.of);
		const before = one.gave.get(key);
		if (before?.versions === now) return before.result;
		const known = (before?.result ?? first ?? nothing).rows;
		const result = { rows: asBefore(one.prepared.all(...values), known), written: 0 };
		if (asBegun) {
			if (one.first.size === mostKept) one.first.clear();
			one.first.set(key, result);
			return result;
		}
		if (one.gave.size === mostKept) one.gave.clear();
		one.gave.set(key, { result, versions: now });
		return result;
	};
	const write = ({ prepared, into, returns }: Write, values: SQLInputValue[]): Result => {
		const rows = returns ? prepared.all(...values).map(asThere) : [];
		const changes = returns ? rows.length : Number(prepared.run(...values).changes);
		if (into === "") forget();
		else if (changes > 0) {
			versions.set(into, (versions.get(into) ?? 0) + 1);
			written?.add(into);
		}
		return { rows, written: changes };
	};
	/** What a statement does, by its text: found out once. */
	const known = new Map<string, (values: SQLInputValue[]) => Result>();
	const learn = (given: string, values: SQLInputValue[]): ((values: SQLInputValue[]) => Result) => {
		if (/;\s*\S/.test(given) && values.length === 0)
			return () => {
				several(given);
				forget();
				return nothing;
			};
		const [query, rest] = withLimit(given, values);
		if (rest !== values) {
			const limited = new Map<SQLInputValue, (values: SQLInputValue[]) => Result>();
			return (all) => {
				const limit = all.at(-1) ?? null;
				const run = limited.get(limit) ?? learn(withLimit(given, all)[0], []);
				limited.set(limit, run);
				return run(all.slice(0, -1));
			};
		}
		if (/^\s*SELECT\b/i.test(query)) {
			const one = reading(prepare, query);
			return (all) => read(one, all);
		}
		const one = writing(prepare, query);
		if (!/^\s*CREATE\b/i.test(query)) return (all) => write(one, all);
		return (all) => {
			const result = write(one, all);
			makes(query);
			return result;
		};
	};
	return {
		/** Something else wrote. */
		forget,
		/** From now on it is as a schedule begins with it: `anew`, or as the last one did. */
		begun: (anew: boolean): void => {
			all++;
			if (anew) beginnings++;
			written = new Set();
		},
		run(given: string, values: SQLInputValue[]): Result {
			let run = known.get(given);
			if (!run) {
				run = learn(given, values);
				known.set(given, run);
			}
			return run(values);
		},
	};
};

export const nothing: Result = { rows: [], written: 0 };

type Prepare = (query: string) => StatementSync;

const reading = (prepare: Prepare, query: string): Read => ({
	prepared: prepare(query),
	of: [...new Set([...query.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/gi)].map(([, name = ""]) => name))],
	from: /^\s*SELECT \* FROM (\w+) WHERE\b/.exec(query)?.[1] ?? null,
	...{ gave: new Map(), first: new Map(), beginnings: 0 },
});

const writing = (prepare: Prepare, query: string): Write => ({
	prepared: prepare(query),
	into: /^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)/i.exec(query)?.[1] ?? "",
	returns: /\bRETURNING\b/i.test(query),
});

/** SQLite prepares a statement again whenever a limit is bound to it: that takes ten times as long as the query. */
const withLimit = (query: string, values: SQLInputValue[]): [string, SQLInputValue[]] => {
	const [, number] = /\bLIMIT \?(\d*)$/.exec(query) ?? [];
	if (number === undefined || (number !== "" && Number(number) !== values.length)) return [query, values];
	return [`${query.slice(0, -1 - number.length)}${values.at(-1)}`, values.slice(0, -1)];
};

/** As they come there. One that is as it was is the same object again: it was decoded already. */
const asBefore = (rows: Record<string, unknown>[], before: Row[]): Row[] =>
	rows.map((row, at) => {
		const known = before[at];
		return known && isSame(row, known) ? known : asThere(row);
	});

const isSame = (row: Record<string, unknown>, before: Row): boolean => {
	for (const name in row) {
		const [is, was] = [row[name], before[name]];
		if (is === was) continue;
		if (!(is instanceof Uint8Array) || !(was instanceof ArrayBuffer) || is.length !== was.byteLength)
			return false;
		if (Buffer.compare(is, new Uint8Array(was)) !== 0) return false;
	}
	return true;
};

/** Bytes come as an `ArrayBuffer` there, as a `Uint8Array` here. */
const asThere = (row: Record<string, unknown>): Row => {
	const out: Row = {};
	for (const name in row) {
		const value = row[name];
		out[name] = value instanceof Uint8Array ? Uint8Array.from(value).buffer : value;
	}
	return out;
};
