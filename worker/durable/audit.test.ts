// An audit log: what it keeps once, and its pages.
import { beforeEach, expect, test } from "vitest";
import type { AuditCursor, AuditFilter } from "../../protocol/read/audit.ts";
import { migrations } from "../client/tables.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { type AuditTable, auditTable } from "./audit.ts";
import { migrate } from "./sql.ts";

const any: AuditFilter = { kind: null, who: "", from: null, until: null };
let log: AuditTable;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	log = auditTable(storage.sql);
});
const add = (what: string, at: number, more: Partial<Parameters<AuditTable["add"]>[0]> = {}) =>
	log.add({ kind: "opened", who: "Ada", what, detail: "", ...more }, at);
const shown = (filter: Partial<AuditFilter>, behind: AuditCursor | null = null) =>
	log.newest({ ...any, ...filter }, "c", behind, 10).map(({ what }) => what);

test("what is to be kept once is kept the first time", () => {
	for (const at of [1, 2]) add("page", at, { once: "ada s_1" });
	for (const at of [3, 4]) add("file", at);
	expect(log.list(0, 10).map(({ at, what }) => [at, what])).toEqual([
		[1, "page"],
		[3, "file"],
		[4, "file"],
	]);
});

test("filters go by kind, by a part of a name in any case, and by time", () => {
	add("one", 1);
	add("two", 2, { kind: "exported" });
	add("three", 3, { who: "Tom Okafor" });
	expect(shown({ kind: "exported" })).toEqual(["two"]);
	expect(shown({ who: "OKA" })).toEqual(["three"]);
	expect(shown({ who: "%" })).toEqual([]);
	expect(shown({ from: 2, until: 3 })).toEqual(["two"]);
});

test("a page goes on behind an entry of another log, also of the same moment", () => {
	for (const what of ["one", "two"]) add(what, 5);
	add("three", 6);
	expect(shown({}, { at: 5, log: "b", n: 1 })).toEqual(["two", "one"]);
	expect(shown({}, { at: 5, log: "c", n: 2 })).toEqual(["one"]);
	expect(shown({}, { at: 5, log: "d", n: 1 })).toEqual([]);
	expect(shown({}, { at: 6, log: "d", n: 1 })).toEqual(["two", "one"]);
});

test("pages are read in the order of the index, from the cursor on, without sorting the log", () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const told: unknown[] = [];
	const { exec } = storage.sql;
	storage.sql.exec = ((query: string, ...values: unknown[]) => {
		told.push(...exec(`EXPLAIN QUERY PLAN ${query}`, ...values).toArray());
		return exec(query, ...values);
	}) as typeof exec;
	auditTable(storage.sql).newest(any, "c", { at: 5, log: "c", n: 2 }, 10);
	expect(told).toEqual([
		expect.objectContaining({ detail: "SEARCH audit USING INDEX audit_by_time (at>? AND at<?)" }),
	]);
});

test("entries of an older version have no kind, and are found without a filter", () => {
	const storage = memoryStorage();
	migrate(storage, migrations.slice(0, 2));
	storage.sql.exec("INSERT INTO audit (at, who, what, detail) VALUES (1, 'owner', 'set-up', 'x')");
	migrate(storage, migrations);
	const older = auditTable(storage.sql);
	expect(older.newest(any, "c", null, 10)).toEqual([
		{ n: 1, at: 1, who: "owner", what: "set-up", detail: "x", kind: null, person: null, session: null },
	]);
	expect(older.newest({ ...any, kind: "changed" }, "c", null, 10)).toEqual([]);
});

test("an account that is refused over and over is counted, whatever it calls itself", () => {
	for (let n = 1; n <= 1_500; n++)
		add("approve", n, { kind: "refused", who: `slack:T1:U9 (Eve ${n})`, detail: "wrong-place" });
	add("approve", 2_000, { kind: "refused", who: "slack:T1:U8 (Ben)", detail: "no-role" });
	const kept = log.list(0, 100);
	expect(kept).toHaveLength(20 + 3 + 1);
	expect(kept.slice(20).map(({ who, detail }) => `${who}: ${detail}`)).toEqual([
		"slack:T1:U9 (Eve 21): 21 refusals within a day",
		"slack:T1:U9 (Eve 100): 100 refusals within a day",
		"slack:T1:U9 (Eve 1000): 1000 refusals within a day",
		"slack:T1:U8 (Ben): no-role",
	]);
	add("approve", 86_400_000 + 2_000, { kind: "refused", who: "slack:T1:U9 (Eve)", detail: "again" });
	expect(log.newest(any, "c", null, 2).map(({ who, detail }) => `${who}: ${detail}`)).toEqual([
		"slack:T1:U9 (Eve): again",
		"slack:T1:U9: 1500 refusals within a day",
	]);
});

const stranger = (n: number) => ({ kind: "refused" as const, who: `someone at 198.51.${n}.0/24` });

test("strangers without an account, however many, keep no account's refusal out of the log", () => {
	for (let n = 0; n < 2_000; n++) add("tried a wrong owner's token", n, stranger(n % 100));
	for (let n = 1; n <= 300; n++)
		for (let again = 1; again <= 2; again++)
			add("approve", 5_000, { kind: "refused", who: `slack:T1:U${n} (Eve)`, detail: "no-role" });
	const kept = log.list(0, 10_000);
	expect(kept.filter(({ who }) => who.startsWith("someone"))).toHaveLength(500);
	expect(kept.filter(({ who }) => who.startsWith("slack"))).toHaveLength(600);
});

test("each account's first refusal of a day is in the log, however many accounts were refused before", () => {
	for (let n = 1; n <= 100; n++)
		for (let again = 1; again <= 20; again++)
			add("approve", n, { kind: "refused", who: `slack:T1:U${n} (E)` });
	const kept = log.list(0, 10_000);
	expect(kept).toHaveLength(100 + 500);
	expect(kept.at(-1)?.who).toBe("slack:T1:U100 (E)");
	add("approve", 86_400_000, { kind: "refused", who: "slack:T1:U1 (E)" });
	const later = log.list(kept.at(-1)?.n ?? 0, 100);
	expect(later[0]).toMatchObject({ detail: "20 refusals within a day" });
	expect(later.at(-1)).toMatchObject({ who: "slack:T1:U1 (E)", detail: "" });
});

test("a refusal costs the log no scan, however many were refused before", () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const told: string[] = [];
	const { exec } = storage.sql;
	const one = auditTable(storage.sql);
	one.add({ what: "approve", detail: "", ...stranger(1) }, 1);
	storage.sql.exec = ((query: string, ...values: unknown[]) => {
		if (!query.includes("sqlite_master"))
			told.push(
				...exec(`EXPLAIN QUERY PLAN ${query}`, ...values)
					.toArray()
					.map((row) => String(row.detail)),
			);
		return exec(query, ...values);
	}) as typeof exec;
	one.add({ what: "approve", detail: "", ...stranger(2) }, 2);
	expect(told.filter((plan) => plan.startsWith("SCAN"))).toEqual([]);
});
