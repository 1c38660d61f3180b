// A drawer: what a transaction changes of small things is one row, and no thing is in two places.
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { fromUtf8 } from "../../protocol/bytes.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { placeOf, useDrawer } from "./drawer.ts";
import { Outbox } from "./outbox.ts";
import { unpack } from "./packed.ts";
import { thingsOf } from "./things.ts";

const Thing = z.object({ key: z.string(), text: z.string() });
const Body = z.object({ text: z.string() });

let storage: ReturnType<typeof memoryStorage>;
const things = (kind = "card") => thingsOf(storage.sql, kind, Thing);
const together = <T>(write: () => T): T =>
	storage.transactionSync(() => placeOf(storage.sql).together(write));
const add = (key: string, text = "") => things().add(key, { key, text });
const keys = () =>
	things()
		.all()
		.map(({ key }) => key);
const changes = () => storage.sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n;
const written = (write: () => void): number => {
	const before = changes();
	write();
	return changes() - before;
};
/** Keys in the drawer, and in the table. */
const whereAll = () => {
	const { things } = storage.sql.exec<{ things: ArrayBuffer }>("SELECT things FROM session").one();
	const text = fromUtf8(unpack(new Uint8Array(things)));
	const isThere = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'things'").toArray().length > 0;
	const inTable = isThere ? storage.sql.exec<{ key: string }>("SELECT key FROM things").toArray() : [];
	return {
		drawer: (JSON.parse(text) as { things: [string, string][] }).things.map(([, key]) => key),
		table: inTable.map(({ key }) => key),
	};
};
/** As after a restart: nothing is remembered. */
const restart = () => {
	const { sql, transactionSync } = storage;
	storage = { sql: { exec: sql.exec }, transactionSync } as typeof storage;
	useDrawer(storage.sql, "session");
};

beforeEach(() => {
	storage = memoryStorage();
	storage.sql.exec("CREATE TABLE session (things BLOB); INSERT INTO session VALUES (NULL)");
	useDrawer(storage.sql, "session");
});

test("a transaction's changes of things of several kinds, and what it sends, are one row", () => {
	const outbox = new Outbox(storage, Body, async () => {}, "things");
	const work = () => {
		add("a");
		things("vote").add("a", { key: "a", text: "yes" });
		outbox.put("k", "lane", { text: "told" });
		things().set("a", { text: "changed" });
	};
	expect(written(() => outbox.transaction(work))).toBe(1);
	restart();
	expect(things().get("a")).toEqual({ key: "a", text: "changed" });
	expect(things("vote").all()).toEqual([{ key: "a", text: "yes" }]);
	expect(new Outbox(storage, Body, async () => {}, "things").nextAt()).toBe(0);
});

test("a transaction that leaves all as it was writes nothing", () => {
	together(() => add("a", "text"));
	expect(
		written(() =>
			together(() => {
				things().set("a", { text: "other" });
				things().set("a", { text: "text" });
				add("b");
				things().drop("b");
			}),
		),
	).toBe(0);
});

test("what a transaction changed and then took back is as before, and seen so at once", () => {
	together(() => add("a"));
	expect(() =>
		together(() => {
			add("b");
			things().drop("a");
			throw new Error("no");
		}),
	).toThrow("no");
	expect(keys()).toEqual(["a"]);
	together(() => {
		add("c");
		expect(() =>
			together(() => {
				add("d");
				expect(keys()).toEqual(["a", "c", "d"]);
				throw new Error("no");
			}),
		).toThrow("no");
		expect(keys()).toEqual(["a", "c"]);
	});
	restart();
	expect(keys()).toEqual(["a", "c"]);
});

test("outside a transaction each change is stored at once", () => {
	add("a");
	restart();
	expect(keys()).toEqual(["a"]);
});

test("what is added is read as its JSON says it, also before it is stored", () => {
	together(() => {
		things().add("a", { key: "a", text: "x", more: undefined });
		expect(placeOf(storage.sql).get("card", "a")?.value).toEqual({ key: "a", text: "x" });
		expect(Object.keys(placeOf(storage.sql).get("card", "a")?.value as object)).toEqual(["key", "text"]);
	});
});

test.each(["__proto__", "constructor", "a b", "ä"])("a key may be %s", (key) => {
	expect(things().get(key)).toBeNull();
	together(() => add(key, "x"));
	restart();
	expect(things().get(key)).toEqual({ key, text: "x" });
	things().drop(key);
	expect(keys()).toEqual([]);
});

describe("once there is no more room", () => {
	const long = "x".repeat(5_000);
	beforeEach(() => {
		for (const key of ["a", "b", "c", "d"]) add(key, key === "b" ? long : "short");
		add("e", "y".repeat(8_000));
	});

	test("what is longest is in the table, each in one place", () => {
		expect(whereAll()).toEqual({ drawer: ["a", "b", "c", "d"], table: ["e"] });
		expect(keys()).toEqual(["a", "b", "c", "d", "e"]);
		restart();
		expect(keys()).toEqual(["a", "b", "c", "d", "e"]);
		expect(things().get("e")?.text).toHaveLength(8_000);
	});

	test("what is in the table changes and goes there", () => {
		things().set("e", { text: "short" });
		expect(whereAll().table).toEqual(["e"]);
		expect(things().get("e")?.text).toBe("short");
		add("e", "another");
		expect(things().get("e")?.text).toBe("short");
		things().drop("e");
		expect(whereAll().table).toEqual([]);
		expect(things().get("e")).toBeNull();
	});

	test("a transaction that is undone leaves both as they were", () => {
		expect(() =>
			together(() => {
				things().drop("e");
				things().set("a", { text: "other" });
				throw new Error("no");
			}),
		).toThrow("no");
		expect(keys()).toEqual(["a", "b", "c", "d", "e"]);
		expect(things().get("a")?.text).toBe("short");
	});

	test("a thousand of them are found, and in their order", () => {
		const more = Array.from({ length: 1_000 }, (_, n) => `n ${n}`);
		for (const key of more) together(() => add(key, "some text of its own"));
		restart();
		expect(keys()).toEqual(["a", "b", "c", "d", "e", ...more]);
		expect(
			things()
				.under("n")
				.map(({ key }) => key),
		).toEqual(more);
		expect(storage.sql.exec<{ n: number }>("SELECT length(things) AS n FROM session").one().n).toBeLessThan(
			4_097,
		);
	});
});

test("a transaction that also makes the row keeps them there; before there is one, they are in the table", () => {
	storage.sql.exec("DELETE FROM session");
	together(() => {
		add("a");
		storage.sql.exec("INSERT INTO session VALUES (NULL)");
	});
	expect(whereAll()).toEqual({ drawer: ["a"], table: [] });
	storage.sql.exec("DELETE FROM session");
	add("b");
	restart();
	expect(keys()).toEqual(["b"]);
});

test("things that an older version stored are found, and change where they are", () => {
	storage = memoryStorage();
	storage.sql.exec("CREATE TABLE session (things BLOB); INSERT INTO session VALUES (NULL)");
	const old = thingsOf(storage.sql, "card", Thing);
	old.add("a", { key: "a", text: "old" });
	old.add("b", { key: "b", text: "old" });
	useDrawer(storage.sql, "session");
	add("c");
	expect(keys()).toEqual(["a", "b", "c"]);
	things().set("a", { text: "new" });
	expect(whereAll()).toEqual({ drawer: ["c"], table: ["a", "b"] });
	expect(things().get("a")?.text).toBe("new");
});
