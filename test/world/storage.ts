// The Worker's files: changed as someone with the disk could, and moved in time.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { WorkerVars } from "../../local/worker.ts";
import { unpack } from "../../worker/durable/packed.ts";
import type { World } from "./world.ts";

/** Does something to the database of every Durable Object. */
export const inStorage = <T>(world: Pick<World, "folder">, act: (database: DatabaseSync) => T): T[] =>
	readdirSync(join(world.folder, "worker"), { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".sqlite"))
		.map((path) => {
			const database = new DatabaseSync(join(world.folder, "worker", path), { timeout: 10_000 });
			try {
				return act(withFunctions(database));
			} finally {
				database.close();
			}
		});

/** The databases that contain a text anywhere: looked at as a whole, byte by byte, and each value that may be packed also as it was
 * before. Free pages may keep it until they are used again. The Worker must be stopped. */
export const databasesWith = (world: World, text: string): string[] => {
	const copy = join(world.folder, "copy.sqlite");
	return inStorage(world, (database) => {
		rmSync(copy, { force: true });
		database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
		database.prepare("VACUUM INTO ?").run(copy);
		const has =
			readFileSync(copy).includes(text) || unpackedIn(database).some((bytes) => bytes.includes(text));
		return has ? [database.location() ?? ""] : [];
	}).flat();
};

/** Every value of every table that is bytes, unpacked. */
const unpackedIn = (database: DatabaseSync): Buffer[] =>
	database
		.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
		.all()
		.flatMap(({ name }) => rowsOf(database, `${name}`))
		.flatMap((row) => Object.values(row))
		.filter((value) => value instanceof Uint8Array)
		.map((bytes) => Buffer.from(unpack(Uint8Array.from(bytes))));

/** For statements: `plain(x)` is what was packed. */
const withFunctions = (database: DatabaseSync): DatabaseSync => {
	database.function("plain", (value) => {
		if (!(value instanceof Uint8Array)) return value;
		return Buffer.from(unpack(Uint8Array.from(value))).toString();
	});
	return database;
};

/** How many rows a statement changes; none if the table doesn't exist. */
export const changes = (database: DatabaseSync, table: string, statement: string): number =>
	has(database, table) ? Number(database.prepare(statement).run().changes) : 0;

type Row = Record<string, SQLInputValue>;

export const rowsOf = (database: DatabaseSync, table: string): Row[] => {
	if (!has(database, table)) return [];
	const select = database.prepare(`SELECT * FROM ${table}`);
	select.setReadBigInts(true);
	return select.all();
};

/** Makes a table's rows what they were. */
export const putBack = (database: DatabaseSync, table: string, rows: Row[]): void => {
	if (!has(database, table)) return;
	database.exec(`BEGIN IMMEDIATE; DELETE FROM ${table};`);
	for (const row of rows) {
		const columns = Object.keys(row);
		const insert = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
		database.prepare(insert).run(...Object.values(row));
	}
	database.exec("COMMIT");
};

export const has = (database: DatabaseSync, table: string): boolean =>
	database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = ?").get(table)?.n === 1;

type Times = Record<string, string[]>;

/** Times by which something is due and that are also in the record, in ms. */
const recorded: Times = { plans: ["decide_by", "run_by"], session: ["closed_at"] };

/** Other due times, in ms; and the platform's alarms, in ns: where they are set, and where an object knows its own. */
const due: Times = {
	session: ["retention_at"],
	erasures: ["expires"],
	awaited: ["at"],
	queue: ["not_before", "run_by"],
	posts: ["next_at", "since"],
	paces: ["at"],
	_cf_ALARM: ["scheduled_time"],
	_cf_METADATA: ["value"],
};

/** What no clock wakes. */
const never = Number.MAX_SAFE_INTEGER;

/** The Worker is off for a moment, and when it is back, so much time has passed: all that is due is due so much earlier.
 * `meanwhile`: what happens while it is off. */
export const timePasses = async (
	world: World,
	ms: number,
	change: Partial<WorkerVars> = {},
	meanwhile: () => void = () => {},
): Promise<void> => {
	await world.worker().stop();
	for (const times of [recorded, due]) move(world, times, -ms);
	meanwhile();
	await world.restartWorker(change);
};

/** Undoes the moves of `timePasses` in times that are also in the record. */
export const asRecorded = (world: World, ms: number): void => move(world, recorded, ms);

const move = (world: World, times: Times, ms: number): void => {
	inStorage(world, (database) => {
		for (const [table, columns] of Object.entries(times)) {
			const by = table.startsWith("_cf") ? `${ms}000000` : `${ms}`;
			const moved = columns
				.map((column) => `${column} = iif(${column} = ${never}, ${never}, ${column} + ${by})`)
				.join(", ");
			changes(database, table, `UPDATE ${table} SET ${moved}`);
		}
		if (times === due) for (const table of ["outbox", "things"]) deliverAt(database, table, ms);
	});
};

/** What an outbox has still to deliver is due so much later, with other things or alone. */
const deliverAt = (database: DatabaseSync, table: string, ms: number): void => {
	const later = `json_set(value, '$.at', (value ->> 'at') + ${ms})`;
	changes(
		database,
		table,
		`UPDATE ${table} SET body = (SELECT json_group_array(json(${later})) FROM json_each(body))
		WHERE json_type(iif(json_valid(body), body, 'null')) = 'array'`,
	);
};
