// A new session's tables hold the same as those of a session that an older version made.
import { expect, test } from "vitest";
import { migrate } from "../../durable/sql.ts";
import { fresh as freshRecording, migrations as ofRecording } from "../../recording/tables.ts";
import { memoryStorage } from "../../workspace/testing/sql.ts";
import { id, now, tom } from "../testing/session.ts";
import { fresh } from "./fresh.ts";
import { migrations } from "./migrations.ts";
import { sessionStore } from "./store.ts";

type Named = { name: string };
type Column = Named & { notnull: number };

/** Each table's columns: name, type, whether null is refused, the default. */
const columnsOf = ({ sql }: DurableObjectStorage): Record<string, unknown[]> => {
	const tables = sql
		.exec<Named>(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('sqlite_sequence', 'migrations') ORDER BY name",
		)
		.toArray();
	return Object.fromEntries(
		tables.map(({ name }) => [
			name,
			sql
				.exec<Column>(
					`SELECT name, type, "notnull", dflt_value FROM pragma_table_info('${name}')
					WHERE name NOT IN ('rowid', 'one') ORDER BY name`,
				)
				.toArray()
				// A key that is not the rowid may not be null where there is none.
				.map((column) => ({ ...column, notnull: keys.has(`${name}.${column.name}`) ? 1 : column.notnull })),
		]),
	);
};
const keys = new Set(["session.id", "once.key", "plans.id", "runs.id"]);

test("a new session's tables have the columns that all migrations lead to", () => {
	const [old, young] = [memoryStorage(), memoryStorage()];
	migrate(old, migrations);
	migrate(young, migrations, fresh);
	const { drafts, attachments, pendingFiles, erasures, talk, once } = sessionStore(young.sql);
	const by = { surface: "slack", person: tom.id, identity: "slack:T1:U4", name: "Tom", label: null } as const;
	const ref = { workspace: "slack:T1", channel: "C1", message: "2" };
	drafts.add({ id: "d", at: now, by: "Tom", command: "id", ref });
	attachments.add("b", "a.txt", "text/plain", new Uint8Array(1));
	pendingFiles.add("k", {} as Parameters<typeof pendingFiles.add>[1], now);
	erasures.add({ id: "x", by, at: now, expires: now, reason: "", targets: [] });
	talk.add(1, "m");
	once.remember("w", "v");
	expect(columnsOf(young)).toEqual(columnsOf(old));
});

test("a new recording's tables have the columns that all migrations lead to", () => {
	const [old, young] = [memoryStorage(), memoryStorage()];
	migrate(old, ofRecording);
	migrate(young, ofRecording, freshRecording);
	expect(columnsOf(young)).toEqual(columnsOf(old));
});

test.each([null, fresh])("rows come back in the order in which they were written (%#)", (how) => {
	const storage = memoryStorage();
	migrate(storage, migrations, how);
	const { deliveries, endpointKeys } = sessionStore(storage.sql);
	const names = [9, 1, 5].map((n) => id("e", n));
	for (const name of names) {
		deliveries.add(id("pl", 1), name);
		endpointKeys.keep(name, `key of ${name}`);
		endpointKeys.keep(name, "another");
	}
	expect(deliveries.of(id("pl", 1)).map((one) => one.endpoint)).toEqual(names);
	expect(endpointKeys.all()).toEqual(names.map((name) => ({ endpoint: name, key: `key of ${name}` })));
});

test.each([
	["session", fresh, migrations],
	["recording", freshRecording, ofRecording],
])("a new %s begins with all migrations, and says so without a row", (_, how, all) => {
	const storage = memoryStorage();
	migrate(storage, all, how);
	expect(how.upTo).toBe(all.length);
	const further = [...all, "CREATE TABLE further (n INTEGER)"];
	migrate(storage, further, how);
	migrate(storage, further, how);
	const found = storage.sql.exec("SELECT n FROM migrations").toArray();
	expect(found).toEqual([{ n: all.length + 1 }]);
});

test.each([null, fresh])(
	"plans and runs are found and in their order, however many there are (%#)",
	(how) => {
		const storage = memoryStorage();
		migrate(storage, migrations, how);
		const { runs } = sessionStore(storage.sql);
		const ids = Array.from({ length: 50 }, (_, n) => id("r", (n * 37) % 50));
		for (const run of ids)
			runs.add({ id: run, plan: id("pl", 1), endpoint: id("e", 1), step: 0, phase: "command" });
		expect(runs.of(id("pl", 1)).map((run) => run.id)).toEqual(ids);
		expect(ids.map((run) => runs.get(run)?.id)).toEqual(ids);
	},
);

test("what most sessions never need is empty until it is needed", () => {
	const storage = memoryStorage();
	migrate(storage, migrations, fresh);
	const { drafts, attachments, pendingFiles, erasures, talk, quoting } = sessionStore(storage.sql);
	expect([drafts.get("d"), attachments.get("b"), erasures.get("x"), quoting.noticesOf(1)]).toEqual([
		null,
		null,
		null,
		[],
	]);
	expect([attachments.all(), pendingFiles.all(), erasures.open(), talk.about("m")]).toEqual([[], [], [], []]);
	for (const drop of [() => drafts.drop("d"), () => pendingFiles.drop("k"), () => attachments.drop("b")])
		drop();
});
