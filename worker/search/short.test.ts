// What is short of a session's news is read before it is stored, so that it costs few rows; whatever comes between, all of it is found, once.
import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { Indexed, IndexedRun } from "../contracts/values/search.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { sourceReader } from "./reading.ts";
import { search } from "./searching.ts";
import { migrations, searchStore } from "./tables.ts";
import { take } from "./telling.ts";

const session = "s_g0000000000000001";
const run = "r_g0000000000000001";

const newIndex = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = searchStore(storage.sql);
	const said: { seq: number; text: string }[] = [];
	const printed: StoredRecord[] = [];
	const reader = sourceReader(
		store,
		(write) => storage.transactionSync(write),
		{
			words: async (_session, after) => ({
				lines: said.filter(({ seq }) => seq > after),
				last: said.at(-1)?.seq ?? after,
			}),
			records: async (_run, after) => printed.filter(({ n }) => n > after).slice(0, 2),
		},
		() => true,
	);
	const news = (change: Partial<Indexed> = {}, of: Partial<IndexedRun> | null = {}): Indexed => ({
		...{
			session,
			client: "c_g0000000000000001",
			people: ["p_1"],
			request: "r",
			openedAt: 1_000,
			words: true,
		},
		...{ last: said.length, struck: [], again: false, ...change },
		runs: of ? [{ run, endpoint: "EP-1", over: true, size: 9, erased: false, struck: [], ...of }] : [],
	});
	const tell = async (told: Indexed, meanwhile = () => {}) => {
		const shorts = await reader.shortOf(told);
		meanwhile();
		storage.transactionSync(() => take(store, told, true, shorts));
	};
	return {
		...{ store, said, printed, reader, news, tell },
		say: (text: string) => said.push({ seq: said.length + 1, text }),
		print: (text: string) => {
			const bytes = utf8(text);
			const offset = printed.reduce((sum, { length }) => sum + length, 0);
			const n = printed.length + 1;
			printed.push({
				...{ n, kind: "stdout", at: n, receivedAt: n, offset, length: bytes.length, salt: null, event: null },
				...{ bytes: Uint8Array.from(bytes), hash: new Uint8Array(32) },
			});
		},
		async readAll() {
			for (let source = store.next([]); source; source = store.next([])) await reader.read(source);
		},
		found: (text: string) =>
			search(store, {
				...{
					text,
					session: null,
					only: null,
					endpoint: null,
					from: null,
					to: null,
					before: null,
					after: null,
				},
				...{ sessions: 20, lines: 100 },
			}).sessions.flatMap(({ lines }) => lines.map(({ place }) => place)),
		waiting: () => store.waiting(null, null),
		changes: () => storage.sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n,
	};
};

let it: ReturnType<typeof newIndex>;
beforeEach(() => {
	it = newIndex();
});

test("what is short is found at once, and nothing waits", async () => {
	it.say("the printer is offline");
	for (const line of ["one\n", "two\n", "three\n"]) it.print(line);
	await it.tell(it.news());
	expect(it.store.next([])).toBeNull();
	expect(it.waiting()).toEqual({ runs: 0, running: 0, sessions: 0, cut: 0, unbegun: 0 });
	expect([it.found("printer"), it.found("two"), it.found("three")]).toEqual([
		[{ seq: 1 }],
		[{ run, endpoint: "EP-1", stream: "stdout", byte: 4 }],
		[{ run, endpoint: "EP-1", stream: "stdout", byte: 8 }],
	]);
});

test("what comes later is found, too, and nothing twice", async () => {
	it.say("the printer is offline");
	await it.tell(it.news({}, null));
	it.say("the printer is back");
	it.print("the printer\n");
	await it.tell(it.news());
	const before = it.changes();
	await it.tell(it.news());
	expect(it.changes()).toBe(before);
	expect(it.found("printer")).toEqual([
		{ seq: 1 },
		{ seq: 2 },
		{ run, endpoint: "EP-1", stream: "stdout", byte: 0 },
	]);
});

test("a run that goes on is known as such, and read once it is over", async () => {
	await it.tell(it.news({}, { over: false }));
	expect(it.waiting().running).toBe(1);
	it.print("printed\n");
	await it.tell(it.news());
	expect(it.waiting().running).toBe(0);
	expect(it.found("printed")).toHaveLength(1);
});

test("what is long is read later, piece by piece", async () => {
	it.print("printed\n");
	await it.tell(it.news({}, { size: 100_000 }));
	expect([it.waiting().runs, it.found("printed")]).toEqual([1, []]);
	await it.readAll();
	expect(it.found("printed")).toHaveLength(1);
});

test("the same news twice at once is read once", async () => {
	it.say("the printer is offline");
	it.print("printed\n");
	const again = it.news();
	await it.tell(it.news(), () => {
		// The other one came through in between.
		it.store.whole(session, "", "", 1, 1);
		it.store.whole(session, run, "EP-1", 9, 1);
	});
	await it.tell(again);
	await it.readAll();
	// All of it is the other one's.
	expect([it.found("printer"), it.found("printed")]).toEqual([[], []]);
});

test("what is erased while it is read isn't found, and the rest is", async () => {
	it.say("a secret word");
	it.say("another word");
	const early = it.news();
	await it.tell(early, () => take(it.store, it.news({ struck: [1] }, null), true));
	it.said.splice(0, 1);
	await it.readAll();
	expect([it.found("secret"), it.found("another")]).toEqual([[], [{ seq: 2 }]]);
	await it.tell(it.news({ last: 2, struck: [1] }, null));
	await it.readAll();
	expect([it.found("secret"), it.found("another")]).toEqual([[], [{ seq: 2 }]]);
});

test("what is erased after it was read so isn't found any more, and the rest is read again", async () => {
	it.say("a secret word");
	it.say("another word");
	it.print("secret\n");
	it.print("plain text\n");
	await it.tell(it.news());
	await it.tell(it.news({ struck: [1] }, { struck: [1] }));
	await it.readAll();
	expect(it.found("secret")).toEqual([]);
	expect([it.found("another"), it.found("plain text")].flat()).toHaveLength(2);
	await it.tell(it.news({ struck: [1] }, { erased: true, struck: [1] }));
	await it.readAll();
	expect(it.found("plain text")).toEqual([]);
});

test("a session that is to be read again is", async () => {
	it.say("the printer is offline");
	await it.tell(it.news({}, null));
	await it.tell(it.news({ again: true }, null));
	expect(it.waiting().sessions).toBe(1);
	await it.readAll();
	expect(it.found("printer")).toEqual([{ seq: 1 }]);
});
