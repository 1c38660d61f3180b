// The collections that emulate's Slack works on: in memory, observed at every change, saved as one JSON document.

export type Row = { id: number };
export type Change = { collection: string; kind: "insert" | "update" | "delete"; row: Row };

/** What emulate's routes call; the second argument (its indexes) is not needed at this size. */
export type Collection<T extends Row> = {
	insert(row: Omit<T, "id">): T;
	update(id: number, change: Partial<T>): T | undefined;
	delete(id: number): boolean;
	get(id: number): T | undefined;
	all(): T[];
	findBy<K extends keyof T>(field: K, value: T[K]): T[];
	findOneBy<K extends keyof T>(field: K, value: T[K]): T | undefined;
};

export type Saved = Record<string, { next: number; rows: Row[] }>;

export type Store = {
	collection<T extends Row>(name: string): Collection<T>;
	getData(key: string): unknown;
	setData(key: string, value: unknown): void;
	saved(): Saved;
};

/** `shape` may complete a row before it is inserted; `changed` is called after each change. */
export const createStore = (
	saved: Saved,
	hooks: { shape(collection: string, row: object): object; changed(change: Change): void },
): Store => {
	const tables = new Map<string, Table>();
	const settings = new Map<string, unknown>();
	const table = (name: string): Table => {
		const known = tables.get(name);
		if (known) return known;
		const fresh = createTable(saved[name] ?? { next: 1, rows: [] }, {
			shape: (row) => hooks.shape(name, row),
			changed: (kind, row) => hooks.changed({ collection: name, kind, row }),
		});
		tables.set(name, fresh);
		return fresh;
	};
	for (const name of Object.keys(saved)) table(name);
	return {
		// The rows are emulate's own; a caller that names a collection names its shape.
		collection: <T extends Row>(name: string) => table(name).rows as unknown as Collection<T>,
		getData: (key) => settings.get(key),
		setData: (key, value) => void settings.set(key, value),
		saved: () => Object.fromEntries([...tables].map(([name, { saved }]) => [name, saved()])),
	};
};

type Table = { rows: Collection<Row>; saved(): Saved[string] };

const createTable = (
	from: Saved[string],
	hooks: { shape(row: object): object; changed(kind: Change["kind"], row: Row): void },
): Table => {
	const items = new Map(from.rows.map((row) => [row.id, row]));
	let next = from.next;
	const all = () => [...items.values()];
	const keep = (kind: Change["kind"], row: Row): Row => {
		items.set(row.id, row);
		hooks.changed(kind, row);
		return row;
	};
	const findBy = <K extends keyof Row>(field: K, value: Row[K]) =>
		all().filter((row) => row[field] === value);
	const rows: Collection<Row> = {
		insert: (row) => keep("insert", { ...hooks.shape(row), id: next++ }),
		update: (id, change) => {
			const row = items.get(id);
			return row && keep("update", { ...row, ...change, id });
		},
		delete: (id) => {
			const row = items.get(id);
			if (row) items.delete(id);
			if (row) hooks.changed("delete", row);
			return row !== undefined;
		},
		get: (id) => items.get(id),
		all,
		findBy,
		findOneBy: (field, value) => findBy(field, value)[0],
	};
	return { rows, saved: () => ({ next, rows: all() }) };
};
