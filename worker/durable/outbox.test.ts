import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { Outbox } from "./outbox.ts";
import { outboxTable, smallerOutbox, smallOutboxTable } from "./outbox-lists.ts";
import { thingsColumns } from "./things.ts";

const Body = z.object({ text: z.string() });
let storage: ReturnType<typeof memoryStorage>;
let tried: string[];
let fails: Set<string>;
let outbox: Outbox<z.infer<typeof Body>>;
let meanwhile: (text: string) => void | Promise<void>;

const newOutbox = (table: "outbox" | "things") =>
	new Outbox(
		storage,
		Body,
		async ({ text }) => {
			tried.push(text);
			await meanwhile(text);
			if (fails.delete(text)) throw new Error(`${text} fails`);
		},
		table,
	);

beforeEach(() => {
	storage = memoryStorage();
	[tried, fails, meanwhile] = [[], new Set(), () => {}];
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
		{ timeout: 600_000, interval: 20 },
	);

describe.each([
	["an outbox", "outbox", outboxTable],
	["a small outbox", "outbox", smallOutboxTable],
	["an outbox that became a small one", "outbox", outboxTable + smallerOutbox],
	["an outbox among other things", "things", `CREATE TABLE things ${thingsColumns}`],
] as const)("in %s", (_, table, create) => {
	beforeEach(() => {
		storage.sql.exec(create);
		outbox = newOutbox(table);
	});
	/** So that no delivery can read it. */
	const unreadable = () => storage.sql.exec(`UPDATE ${table} SET body = json_set(body, '$[0].body', '?')`);
	const stored = () => storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n;
	const changes = () => storage.sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n;

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

	test("what a transaction put is stored in one row, however much it is; none if nothing changes", () => {
		const before = changes();
		const both = () => {
			put("a", "one", "a");
			put("b", "two", "b");
			put("a", "one", "newer");
		};
		outbox.transaction(both);
		expect([stored(), changes() - before]).toEqual([1, 1]);
		outbox.transaction(() => {
			put("a", "one", "newer");
			put("b", "two", "b");
		});
		expect(changes() - before).toBe(1);
	});

	test("what a transaction within another put and took back is not delivered, the rest is", async () => {
		outbox.transaction(() => {
			put("a", "lane", "a");
			expect(() =>
				outbox.transaction(() => {
					put("b", "lane", "b");
					throw new Error("no");
				}),
			).toThrow("no");
		});
		await outbox.drain();
		expect(tried).toEqual(["a"]);
	});

	test("what was delivered goes with the next transaction, or after a while", async () => {
		put("a", "lane", "a");
		await outbox.drain();
		expect([stored(), outbox.nextAt()]).toEqual([1, null]);
		put("b", "lane", "b");
		await outbox.drain();
		expect([stored(), tried]).toEqual([1, ["a", "b"]]);
		outbox.clear((outbox.clearAt() as number) - 1);
		expect(stored()).toBe(1);
		outbox.clear(outbox.clearAt() as number);
		expect([stored(), outbox.clearAt()]).toEqual([0, null]);
	});

	test("after a restart, what was delivered and is stored still is delivered again", async () => {
		put("a", "lane", "a");
		put("b", "lane", "b");
		await outbox.drain();
		outbox = newOutbox(table);
		await outbox.drain();
		expect(tried).toEqual(["a", "b", "a", "b"]);
	});

	test("after a restart, what failed waits as long as it did, and holds up its lane", async () => {
		fails.add("b");
		put("a", "lane", "a");
		put("b", "lane", "b");
		put("c", "lane", "c");
		await outbox.drain();
		const at = outbox.nextAt();
		outbox = newOutbox(table);
		expect(outbox.nextAt()).toBe(at);
		await drainAll();
		expect(tried).toEqual(["a", "b", "b", "c"]);
	});

	test("a thousand entries are stored in lists of a bounded size, and delivered in their order", async () => {
		const texts = Array.from({ length: 1_000 }, (_, n) => `${n}`);
		outbox.transaction(() => {
			for (const text of texts) put(text, "lane", text);
		});
		expect(stored()).toBeGreaterThan(30);
		await outbox.drain();
		expect(tried).toEqual(texts);
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
		// No time passes: on a busy machine a drain takes longer than the first pauses, and tries again what is due by then.
		vi.useFakeTimers({ toFake: ["Date"] });
		onTestFinished(() => void vi.useRealTimers());
		put("a", "lane", "a");
		for (const pause of [250, 500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000, 60000]) {
			fails.add("a");
			outbox.release("a");
			await outbox.drain();
			expect(outbox.nextAt()).toBe(Date.now() + pause);
		}
	});

	test("an unreadable row is kept and reported; the rest goes on", async () => {
		put("a", "a", "a");
		unreadable();
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
