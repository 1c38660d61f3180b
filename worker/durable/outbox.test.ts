import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { Outbox, outboxTable, smallerOutbox, smallOutboxTable } from "./outbox.ts";

const Body = z.object({ text: z.string() });
let storage: ReturnType<typeof memoryStorage>;
let tried: string[];
let fails: Set<string>;
let outbox: Outbox<z.infer<typeof Body>>;
let meanwhile: (text: string) => void | Promise<void>;

beforeEach(() => {
	storage = memoryStorage();
	[tried, fails, meanwhile] = [[], new Set(), () => {}];
	outbox = new Outbox(storage, Body, async ({ text }) => {
		tried.push(text);
		await meanwhile(text);
		if (fails.delete(text)) throw new Error(`${text} fails`);
	});
	vi.spyOn(console, "error").mockImplementation(() => {});
});

const put = (key: string, lane: string, text: string) => outbox.put(key, lane, { text });
/** Drains until nothing is left; what failed waits as long as it says. */
const drainAll = () =>
	vi.waitFor(
		async () => {
			await outbox.drain();
			expect(outbox.nextAt()).toBeNull();
		},
		{ timeout: 60_000, interval: 20 },
	);

describe.each([
	["an outbox", outboxTable],
	["a small outbox", smallOutboxTable],
	["an outbox that became a small one", outboxTable + smallerOutbox],
])("in %s", (_, table) => {
	beforeEach(() => {
		storage.sql.exec(table);
	});

	test("what a transaction put and then took back is not delivered", async () => {
		expect(() =>
			storage.transactionSync(() => {
				put("a", "lane", "a");
				throw new Error("no");
			}),
		).toThrow("no");
		await outbox.drain();
		expect([tried, outbox.nextAt()]).toEqual([[], null]);
	});

	test("of one key, the newest body alone is delivered, once", async () => {
		put("a", "lane", "old");
		put("a", "lane", "new");
		await outbox.drain();
		await outbox.drain();
		expect(tried).toEqual(["new"]);
	});

	test("a row that is replaced while it is delivered is delivered again with what it says then", async () => {
		meanwhile = (text) => {
			if (text === "old") put("a", "lane", "new");
		};
		put("a", "lane", "old");
		await outbox.drain();
		expect(tried).toEqual(["old", "new"]);
		expect(outbox.nextAt()).toBeNull();
	});

	test("a failing row holds up those behind it in its lane, and no other lane; then all arrive in order", async () => {
		fails.add("a1");
		put("a1", "a", "a1");
		put("a2", "a", "a2");
		put("b1", "b", "b1");
		await outbox.drain();
		expect(tried).toEqual(["a1", "b1"]);
		expect(outbox.nextAt()).toBeGreaterThan(Date.now());
		await drainAll();
		expect(tried).toEqual(["a1", "b1", "a1", "a2"]);
	});

	test("each failure waits longer than the one before, up to a minute", async () => {
		put("a", "lane", "a");
		const pauses: number[] = [];
		for (let i = 0; i < 12; i++) {
			fails.add("a");
			storage.sql.exec("UPDATE outbox SET next_at = 0");
			await outbox.drain();
			pauses.push(Math.round(((outbox.nextAt() as number) - Date.now()) / 250) * 250);
		}
		expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000, 60000]);
	});

	test("an unreadable row is kept and reported; the rest goes on", async () => {
		put("a", "a", "a");
		storage.sql.exec("UPDATE outbox SET body = '?'");
		put("b", "b", "b");
		await outbox.drain();
		expect(tried).toEqual(["b"]);
		expect(outbox.nextAt()).toBeGreaterThan(Date.now());
		expect(console.error).toHaveBeenCalledOnce();
	});

	test("two drains at once deliver a row once, and the second one sees what came in between", async () => {
		let go = () => {};
		const hold = new Promise<void>((done) => {
			go = done;
		});
		meanwhile = (text) => (text === "a" ? hold : undefined);
		put("a", "a", "a");
		const first = outbox.drain();
		put("b", "b", "b");
		const second = outbox.drain();
		go();
		await Promise.all([first, second]);
		expect(tried).toEqual(["a", "b"]);
	});

	test("a hurried row is delivered at once, before its time and those ahead of it, and never again", async () => {
		fails.add("a1");
		put("a1", "lane", "a1");
		await outbox.drain();
		outbox.put("a2", "lane", { text: "a2" }, Date.now() + 60_000);
		await outbox.hurry("a2");
		await outbox.hurry("a2");
		expect(tried).toEqual(["a1", "a2"]);
		await drainAll();
		expect(tried).toEqual(["a1", "a2", "a1"]);
	});

	test("a hurried row that fails tells so, and stays for its turn", async () => {
		fails.add("a");
		put("a", "lane", "a");
		await expect(outbox.hurry("a")).rejects.toThrow("a fails");
		await outbox.drain();
		expect(tried).toEqual(["a", "a"]);
	});

	test("a delivery that takes long holds up its own lane alone, also for what comes meanwhile", async () => {
		const slow = Promise.withResolvers<void>();
		meanwhile = (text) => (text === "slow" ? slow.promise : undefined);
		put("a", "one", "slow");
		put("b", "one", "behind it");
		put("c", "two", "quick");
		const drained = outbox.drain();
		await expect.poll(() => tried).toEqual(["slow", "quick"]);
		put("d", "two", "quick too");
		void outbox.drain();
		await expect.poll(() => tried).toEqual(["slow", "quick", "quick too"]);
		slow.resolve();
		await drained;
		expect(tried).toEqual(["slow", "quick", "quick too", "behind it"]);
	});

	test("a row that gets the number of one that is still being hurried stays until it is delivered", async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		meanwhile = () => promise;
		put("a", "lane", "a");
		const hurried = outbox.hurry("a");
		meanwhile = () => {};
		await outbox.drain();
		put("b", "lane", "b");
		resolve();
		await hurried;
		expect(outbox.nextAt()).not.toBeNull();
		await outbox.drain();
		expect(tried).toEqual(["a", "a", "b"]);
	});
});
