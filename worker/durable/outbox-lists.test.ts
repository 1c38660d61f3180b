// How an outbox is stored: what older versions put is delivered, and no row grows beyond what SQLite takes.
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { Outbox } from "./outbox.ts";
import { outboxIntoThings, smallOutboxTable } from "./outbox-lists.ts";
import { thingsColumns } from "./things.ts";

const Body = z.object({ text: z.string() });
let storage: ReturnType<typeof memoryStorage>;
let tried: string[];
let outbox: Outbox<z.infer<typeof Body>>;

const newOutbox = (table: "outbox" | "things") =>
	new Outbox(storage, Body, async ({ text }) => void tried.push(text), table);
const put = (key: string, lane: string, text: string) => outbox.put(key, lane, { text });

beforeEach(() => {
	storage = memoryStorage();
	tried = [];
});

describe.each([
	["that has them still", "outbox", ""],
	[
		"that keeps them with other things by now",
		"things",
		`CREATE TABLE things ${thingsColumns};${outboxIntoThings}`,
	],
] as const)("what an older version put into the outbox of an object %s", (_, table, migration) => {
	beforeEach(() => {
		storage.sql.exec(smallOutboxTable);
		for (const [id, text] of ["a", "b", "c"].entries())
			storage.sql.exec(
				"INSERT INTO outbox (id, key, lane, body, version) VALUES (?, ?, 'lane', ?, 1)",
				...[id + 3, text, JSON.stringify({ text })],
			);
		if (migration !== "") storage.sql.exec(migration);
		outbox = newOutbox(table);
	});

	test("is delivered before what is put now, once", async () => {
		put("d", "lane", "d");
		put("b", "lane", "newer");
		await outbox.drain();
		outbox.clear(outbox.clearAt() as number);
		outbox = newOutbox(table);
		await outbox.drain();
		expect(tried).toEqual(["a", "newer", "c", "d"]);
	});

	test("is delivered, each of it, also if nothing is put and all of it has the same version", async () => {
		await outbox.drain();
		expect([tried, outbox.nextAt()]).toEqual([["a", "b", "c"], null]);
	});

	test("stays, the others of it, once the first is delivered and a restart comes", async () => {
		await outbox.hurry("a");
		outbox.clear(Number.POSITIVE_INFINITY);
		outbox = newOutbox(table);
		await outbox.drain();
		expect(tried).toEqual(["a", "b", "c"]);
	});
});

describe("an outbox that grows large", () => {
	const lists = () =>
		storage.sql
			.exec<{ n: number; size: number }>(
				"SELECT json_array_length(body) AS n, length(body) AS size FROM things WHERE kind = 'outbox' ORDER BY key",
			)
			.toArray();
	const names = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);

	test("moves into lists of at most 32 entries, and what is long is alone in its list", async () => {
		storage.sql.exec(smallOutboxTable);
		for (const [id, text] of names(100).entries())
			storage.sql.exec(
				"INSERT INTO outbox (id, key, lane, body, version) VALUES (?, ?, 'lane', ?, 1)",
				...[id + 1, text, JSON.stringify({ text: text === "40" ? text.padEnd(300_000) : text })],
			);
		storage.sql.exec(`CREATE TABLE things ${thingsColumns};${outboxIntoThings}`);
		expect(
			lists()
				.map(({ n }) => n)
				.toSorted((a, b) => a - b),
		).toEqual([1, 5, 31, 31, 32]);
		outbox = newOutbox("things");
		put("100", "lane", "100");
		await outbox.drain();
		expect(tried.map((text) => text.trim())).toEqual(names(101));
	});

	test("gives an entry whose newer state is too long for its list a list of its own, in the same order", async () => {
		storage.sql.exec(`CREATE TABLE things ${thingsColumns}`);
		outbox = newOutbox("things");
		outbox.transaction(() => {
			for (const name of names(8)) put(name, "lane", name);
		});
		for (const name of names(4)) put(name, "lane", name.padEnd(60_000));
		put("8", "lane", "8");
		expect(Math.max(...lists().map(({ size }) => size))).toBeLessThan(140_000);
		outbox = newOutbox("things");
		await outbox.drain();
		expect(tried.map((text) => text.trim())).toEqual(names(9));
	});
});

test("an object that had nothing to deliver has no list afterwards", () => {
	storage.sql.exec(`${smallOutboxTable} CREATE TABLE things ${thingsColumns};${outboxIntoThings}`);
	expect(storage.sql.exec("SELECT * FROM things").toArray()).toEqual([]);
});
