// What is said and printed is found, exactly, wherever records, blocks and pages cut it; and what is erased is gone.
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { FoundLine, Indexed, IndexedRun, Wanted } from "../contracts/values/search.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { findSoFar } from "./live.ts";
import { folded, longestNeedle } from "./needle.ts";
import { sourceReader } from "./reading.ts";
import { search } from "./searching.ts";
import { migrations, searchStore } from "./tables.ts";
import { take } from "./telling.ts";

const session = "s_g0000000000000001";
const other = "s_g0000000000000002";
const run = "r_g0000000000000001";

/** An index with its real tables, which reads from lists. */
const newIndex = () => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const store = searchStore(storage.sql);
	const said: { seq: number; text: string }[] = [];
	const records: StoredRecord[] = [];
	/** Once it has so many, it has no room for more. */
	const room = { blocks: Number.POSITIVE_INFINITY };
	const reader = sourceReader(
		store,
		(write) => storage.transactionSync(write),
		{
			words: async (_session, after) => {
				const lines = said.filter(({ seq }) => seq > after).slice(0, 3);
				return { lines, last: lines.at(-1)?.seq ?? after };
			},
			records: async (_run, after) => records.filter(({ n }) => n > after).slice(0, 2),
		},
		() => room.blocks > storage.sql.exec("SELECT id FROM blocks").toArray().length,
	);
	const told = (change: Partial<Indexed> = {}, runChange: Partial<IndexedRun> | null = {}): Indexed => ({
		...{
			session,
			client: "c_g0000000000000001",
			people: ["p_1"],
			request: "r",
			openedAt: 1_000,
			words: true,
		},
		...{ last: said.length, struck: [], again: false, ...change },
		runs: runChange
			? [{ run, endpoint: "EP-1", over: true, size: 0, erased: false, struck: [], ...runChange }]
			: [],
	});
	return {
		store,
		sql: storage.sql,
		said,
		records,
		room,
		told,
		tell: (...about: Parameters<typeof told>) =>
			storage.transactionSync(() => take(store, told(...about), true)),
		async read() {
			for (let source = store.next([]); source; source = store.next([])) await reader.read(source);
		},
		/** One piece alone. */
		async readOnce() {
			const source = store.next([]);
			if (source) await reader.read(source);
		},
		print(stream: "stdout" | "stderr", ...pieces: (string | Uint8Array)[]) {
			for (const piece of pieces) {
				const bytes = typeof piece === "string" ? utf8(piece) : piece;
				const offset = records
					.filter(({ kind }) => kind === stream)
					.reduce((sum, { length }) => sum + length, 0);
				records.push(recordOf(records.length + 1, stream, offset, bytes));
			}
		},
		find: (text: string, change: Partial<Wanted> = {}, most?: number) =>
			search(store, { ...anywhere, text, ...change }, most),
	};
};

const anywhere: Wanted = {
	...{
		text: "",
		session: null,
		only: null,
		endpoint: null,
		from: null,
		to: null,
		before: null,
		after: null,
	},
	...{ sessions: 20, lines: 100_000 },
};

const recordOf = (n: number, kind: "stdout" | "stderr", offset: number, bytes: Uint8Array): StoredRecord => ({
	...{ n, kind, at: n, receivedAt: n, offset, length: bytes.length, bytes: Uint8Array.from(bytes) },
	...{ salt: null, hash: new Uint8Array(32), event: null },
});

let it: ReturnType<typeof newIndex>;
beforeEach(() => {
	it = newIndex();
});
const lines = (text: string, change: Partial<Wanted> = {}) =>
	it.find(text, change).sessions.flatMap((one) => one.lines);
const texts = (text: string, change: Partial<Wanted> = {}) => lines(text, change).map((line) => line.text);
const indexed = async () => {
	it.tell();
	await it.read();
};

test("the last line but one of 200,000 is found, with its place, and nothing else", async () => {
	const all = `${Array.from({ length: 200_000 }, (_, i) => i + 1).join("\n")}\n`;
	for (let at = 0; at < all.length; at += 65_537) it.print("stdout", all.slice(at, at + 65_537));
	await indexed();
	expect(lines("199999")).toEqual([
		expect.objectContaining({
			place: { run, endpoint: "EP-1", stream: "stdout", byte: all.indexOf("199999") },
			...{ text: "199999", from: 0, to: 6 },
		}),
	]);
});

test("what people said is found with its entry, and each line of it once", async () => {
	it.said.push(
		{ seq: 4, text: "one\nThe printer says 0x80070005, and 0x80070005 again\nthree" },
		{ seq: 9, text: "three" },
	);
	await indexed();
	expect(lines("0X80070005")).toMatchObject([{ place: { seq: 4 }, from: 17, to: 27 }]);
	expect(lines("three")).toMatchObject([{ place: { seq: 4 } }, { place: { seq: 9 } }]);
});

test("any script, quotes and operators of the index's own language are looked for as they are", async () => {
	it.said.push(
		{ seq: 1, text: 'say "NEAR(a b)" AND "x" OR y*' },
		{ seq: 2, text: "Принтер на столе ΟΔΟΣΑ İstanbul" },
		{ seq: 3, text: "印刷機が壊れた 🖨️ no" },
	);
	await indexed();
	for (const [text, seq] of [
		['"NEAR(a b)" AND', 1],
		["y*", null],
		["OR y*", 1],
		["принтер", 2],
		["ΟΔΟΣ", 2],
		["istanbul", 2],
		["刷機が", 3],
		["🖨️ n", 3],
	] as const)
		expect([text, ...lines(text).map(({ place }) => place)]).toEqual(seq === null ? [text] : [text, { seq }]);
});

test("folding keeps every unit of UTF-16 in its place", () => {
	for (let page = 0; page < 0x110000; page += 256) {
		const text = Array.from({ length: 256 }, (_, i) => String.fromCodePoint(page + i)).join("|");
		expect(folded(text).length).toBe(text.length);
	}
});

describe("output in other shapes", () => {
	test("colours, carriage returns and UTF-16 are read as the page shows them", async () => {
		it.print("stdout", "\x1b[31mfail\x1b[0mure one\r\n10 %\r20 %\rfinished\n", "é ");
		it.print("stderr", Uint8Array.from([...Buffer.from("\ufeffwide line\r\nsecond wide\r\n", "utf16le")]));
		it.print("stdout", "last line");
		await indexed();
		expect(lines("failure")).toMatchObject([{ text: "failure one", place: { byte: 0 } }]);
		expect(lines("finished")).toMatchObject([{ place: { byte: 22 } }]);
		expect(lines("second wide")).toMatchObject([{ place: { stream: "stderr", byte: 24 } }]);
		expect(texts("é last")).toEqual(["é last line"]);
	});

	test("a match across the pieces of a very long line is found once, at its byte", async () => {
		const long = Array.from({ length: 40_000 }, (_, i) => `${i};`).join("");
		for (let at = 0; at < long.length; at += 10_000) it.print("stdout", long.slice(at, at + 10_000));
		it.print("stdout", "\nshort 1999;\n");
		await indexed();
		for (let at = 0; at < long.length - longestNeedle; at += 4_001) {
			const needle = long.slice(at, at + longestNeedle);
			const found = lines(needle);
			expect([at, ...found.map(({ place }) => place)]).toEqual([
				at,
				{ run, endpoint: "EP-1", stream: "stdout", byte: at },
			]);
			expect(found.map(({ text, from, to }) => text.slice(from, to))).toEqual([needle]);
		}
		expect(texts("short 1999")).toEqual(["short 1999;"]);
	});
});

test("lines are found as grep finds them, however the output is cut into records", async () => {
	const alphabet = fc.constantFrom("a", "b", "B", "ß", "é", "Σ", "漢", "1", "0", " ", "-");
	const line = fc.string({ unit: alphabet, maxLength: 30 });
	await fc.assert(
		fc.asyncProperty(
			fc.array(line, { minLength: 1, maxLength: 300 }),
			fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
			fc.array(fc.string({ unit: alphabet, minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 10 }),
			async (all, cuts, needles) => {
				it = newIndex();
				const bytes = utf8(`${all.join("\n")}\n`);
				for (let at = 0, i = 0; at < bytes.length; i++) {
					const to = at + (cuts[i % cuts.length] ?? 1);
					it.print("stdout", bytes.slice(at, to));
					at = to;
				}
				await indexed();
				for (const needle of [...needles, (all[0] ?? "").slice(0, 5)].filter(
					(one) => [...one.trim()].length > 2,
				)) {
					const grep = all.filter((text) => folded(text).includes(folded(needle)));
					expect(texts(needle)).toEqual(grep);
				}
			},
		),
		{ numRuns: 40 },
	);
});

describe("erasure", () => {
	const inWords = (text: string) => {
		it.sql.exec("CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5vocab(words, 'row')");
		return it.sql.exec("SELECT 1 FROM terms WHERE term = ?", text).toArray().length > 0;
	};
	const purged = () => {
		while (it.store.purge());
	};

	test("an erased run leaves neither lines nor trigrams behind", async () => {
		it.print("stdout", "the code is hunter2hunter2\n");
		it.said.push({ seq: 1, text: "nothing of that" });
		await indexed();
		expect([texts("hunter2"), inWords("ter")]).toEqual([["the code is hunter2hunter2"], true]);
		it.tell({}, { erased: true });
		await it.read();
		purged();
		expect([texts("hunter2"), inWords("ter")]).toEqual([[], false]);
		expect(texts("nothing of")).toEqual(["nothing of that"]);
		expect(it.store.toPurge()).toBe(false);
	});

	test("erased records and entries go, and the rest is read again, even before their bytes are gone", async () => {
		it.print("stdout", "first line\n", "hunter2hunter2\n", "third line\n");
		it.said.push({ seq: 1, text: "hunter2 it is" }, { seq: 2, text: "thanks a lot" });
		await indexed();
		it.tell({ struck: [1] }, { struck: [2] });
		await it.read();
		purged();
		expect([texts("hunter2"), inWords("ter")]).toEqual([[], false]);
		expect([texts("line"), texts("thanks")]).toEqual([["first line", "third line"], ["thanks a lot"]]);
		expect(lines("third")).toMatchObject([{ place: { byte: 26 } }]);
	});

	test("what was read is found no more at once, however much it is, and goes piece by piece", async () => {
		for (let i = 0; i < 9; i++) it.print("stdout", `${"hunter2 and more\n".repeat(1_000)}`);
		await indexed();
		const blocks = () => it.sql.exec("SELECT id FROM blocks").toArray().length;
		const before = blocks();
		it.tell({}, { erased: true });
		expect([texts("hunter2"), blocks()]).toEqual([[], before]);
		expect(it.store.removes()).toBe(true);
		it.store.remove(4);
		expect([blocks(), it.store.removes(), it.store.toPurge()]).toEqual([before - 4, true, true]);
		while (it.store.removes()) it.store.remove(4);
		expect([blocks(), it.store.toPurge()]).toEqual([0, true]);
		purged();
		expect([inWords("hun"), it.store.toPurge()]).toEqual([false, false]);
	});

	test("what is erased stays so, whatever older news comes later", async () => {
		it.print(
			"stdout",
			"first line\n",
			"hunter2hunter2\n",
			"third line\n",
			"fourth line\n",
			"hunter2 again\n",
		);
		it.said.push(
			{ seq: 1, text: "hunter2 it is" },
			{ seq: 2, text: "thanks a lot" },
			{ seq: 3, text: "hunter2" },
		);
		await indexed();
		it.tell({ struck: [1] }, { struck: [2] });
		it.tell({ struck: [3] }, { struck: [5] });
		it.tell({ struck: [] }, { struck: [] });
		await it.read();
		expect([texts("hunter2"), texts("line")]).toEqual([[], ["first line", "third line", "fourth line"]]);
		it.tell({ struck: [1, 3] }, { erased: true });
		it.tell({ struck: [3] }, { struck: [2], size: 9 });
		await it.read();
		expect([texts("line"), texts("thanks")]).toEqual([[], ["thanks a lot"]]);
	});

	test("what is erased while it is being read isn't kept", async () => {
		it.print("stdout", ...Array.from({ length: 9 }, (_, i) => `hunter${i} and more\n`));
		it.tell();
		await it.readOnce();
		await it.readOnce();
		it.tell({}, { erased: true });
		await it.read();
		expect(texts("hunter")).toEqual([]);
	});
});

test("what isn't indexed is found as the index would find it, wherever pieces, lines and colours end", async () => {
	const long = Array.from({ length: 4_000 }, (_, i) => `${i};`).join("");
	const text = `one line\n\u001b[31mfail\u001b[0mure\r\n${long}\nnumber ١٢٣\nlast of it`;
	it.print("stdout", text);
	await indexed();
	const bytes = utf8(text);
	for (const needle of ["line", "failure", "1999;2000;", "33;", "١٢٣", "last of", "nowhere"]) {
		const pieces = async function* () {
			for (let at = 0; at < bytes.length; at += 777) yield bytes.slice(at, at + 777);
		};
		const { found, more } = await findSoFar({ bytes: pieces(), from: 0, page: null }, needle, 100);
		const asIndexed = lines(needle).map(({ place, text, from, to }) => ({
			byte: byteIn(place),
			text,
			from,
			to,
		}));
		expect(found.map(({ place, text, from, to }) => ({ byte: place, text, from, to }))).toEqual(asIndexed);
		expect(more).toBe(false);
	}
});
const byteIn = (place: FoundLine["place"]) => ("byte" in place ? place.byte : null);

test("of a session, it says which runs it has begun to read, and counts those that it has to finish", async () => {
	it.print("stdout", ...Array.from({ length: 9 }, (_, i) => `line ${i}\n`));
	const state = () => {
		const { begun, waiting } = it.find("line", { session });
		return [begun, waiting.runs, it.find("line").waiting.runs];
	};
	it.tell({}, { over: false });
	expect(state()).toEqual([[], 0, 0]);
	it.tell();
	expect(state()).toEqual([[], 0, 1]);
	await it.readOnce();
	expect(state()).toEqual([[run], 1, 1]);
	await it.read();
	expect(state()).toEqual([[run], 0, 0]);
	it.tell({ again: true });
	expect(state()).toEqual([[], 0, 1]);
});

test("two that read a run at the same time read it once, and so does one after a failure", async () => {
	const all = Array.from({ length: 9 }, (_, i) => `line ${i}`);
	it.print("stdout", ...all.map((line) => `${line}\n`));
	it.tell();
	await it.readOnce();
	await Promise.all([it.readOnce(), it.readOnce()]);
	const { addBlock } = it.store;
	it.store.addBlock = () => {
		throw new Error("full");
	};
	await it.read().catch(() => {});
	it.store.addBlock = addBlock;
	await it.read();
	expect(texts("line")).toEqual(all);
	expect(lines("line 8")).toMatchObject([{ place: { byte: 56 } }]);
});

test("a run is read again from the beginning by an object that was restarted meanwhile", async () => {
	it.print("stdout", "one line\n", "two line\n", "three line\n", "four line\n", "five line\n");
	it.tell();
	await it.readOnce();
	const restarted = sourceReader(
		it.store,
		(write) => write(),
		{
			words: async (_session, after) => ({ lines: [], last: after }),
			records: async (_run, after) => it.records.filter(({ n }) => n > after).slice(0, 2),
		},
		() => true,
	);
	for (let source = it.store.next([]); source; source = it.store.next([])) await restarted.read(source);
	expect(texts("line")).toEqual(["one line", "two line", "three line", "four line", "five line"]);
});

test("a session that is told to be read again counts as unread until it is, and is found once", async () => {
	it.print("stdout", "one line\n");
	it.said.push({ seq: 1, text: "a line" });
	await indexed();
	it.print("stdout", "two line\n");
	it.said.push({ seq: 2, text: "b line" });
	it.tell({ again: true, last: 1 });
	expect(it.find("line").waiting).toMatchObject({ runs: 1, sessions: 1 });
	await it.read();
	expect(texts("line")).toEqual(["a line", "b line", "one line", "two line"]);
});

test("sessions that it knows are counted, for one person alone or one session if so wanted", () => {
	it.tell();
	it.tell({ session: other, people: ["p_2"] });
	const known = (change: Partial<Wanted>) => it.find("hello", change).known;
	expect(known({})).toBe(2);
	expect(known({ only: "p_2" })).toBe(1);
	expect(known({ session: other })).toBe(1);
	expect(known({ session: "s_g0000000000000003" })).toBe(0);
});

test("what is still to be read is counted, for one person alone if so wanted", async () => {
	it.said.push({ seq: 1, text: "hello" });
	it.tell({}, { over: false });
	expect(it.find("hello").waiting).toEqual({ runs: 0, running: 1, sessions: 1, cut: 0, unbegun: 0 });
	it.tell();
	expect(it.find("hello").waiting).toEqual({ runs: 1, running: 0, sessions: 1, cut: 0, unbegun: 0 });
	expect(it.find("hello", { only: "p_2" }).waiting).toEqual({
		runs: 0,
		running: 0,
		sessions: 0,
		cut: 0,
		unbegun: 0,
	});
	await it.read();
	expect(it.find("hello").waiting).toEqual({ runs: 0, running: 0, sessions: 0, cut: 0, unbegun: 0 });
});

describe("pages", () => {
	beforeEach(async () => {
		it.said.push({ seq: 1, text: "a common word" }, { seq: 2, text: "a common word too" });
		for (let n = 0; n < 5; n++)
			it.tell(
				{ session: `${other.slice(0, -1)}${n}`, openedAt: 1_000 + n, people: ["p_9", `p_${n % 2}`] },
				null,
			);
		await it.read();
	});
	const sessionsOf = (change: Partial<Wanted>, most?: number) => {
		const { sessions, further, until } = it.find("common", change, most);
		return { sessions: sessions.map((one) => one.openedAt), further, until: until?.openedAt ?? null };
	};

	test("come newest first, go on after a session, and keep to one person's and to a time", () => {
		expect(sessionsOf({ sessions: 2 })).toEqual({ sessions: [1_004, 1_003], further: true, until: null });
		const before = { openedAt: 1_003, session: `${other.slice(0, -1)}3` };
		expect(sessionsOf({ before })).toEqual({ sessions: [1_002, 1_001, 1_000], further: false, until: null });
		expect(sessionsOf({ only: "p_1" }).sessions).toEqual([1_003, 1_001]);
		expect(sessionsOf({ from: 1_001, to: 1_003 }).sessions).toEqual([1_002, 1_001]);
	});

	test("say how far they looked, if they look no further for now", () => {
		expect(sessionsOf({}, 2)).toEqual({ sessions: [1_004, 1_003], further: true, until: 1_003 });
	});

	test("take no more blocks out of the tables than they read, however many have it", () => {
		expect(it.store.candidates("common", { blocks: [], sources: [], values: [] }, 2)).toHaveLength(2);
		const { candidates } = it.store;
		const limits: number[] = [];
		it.store.candidates = (needle, where, limit) => {
			limits.push(limit);
			return candidates(needle, where, limit);
		};
		sessionsOf({}, 3);
		expect(limits).toEqual([4]);
	});

	test("go on in a session with more blocks than one answer reads, and after it", async () => {
		it.said.push(...Array.from({ length: 10 }, (_, i) => ({ seq: 3 + i, text: `a common word ${i}` })));
		it.tell({ session: `${other.slice(0, -1)}9`, openedAt: 2_000 }, null);
		await it.read();
		const first = it.find("common", {}, 2);
		expect(first.sessions.map(({ lines }) => lines.length)).toEqual([6]);
		const [{ session = "", openedAt = 0, next = null } = {}] = first.sessions;
		expect(first.until).toEqual({ openedAt, session });
		const rest = it.find("common", { session, after: next }, 2);
		expect(rest.sessions.map(({ lines }) => lines.length)).toEqual([6]);
		expect([rest.sessions[0]?.next, rest.until]).toEqual([null, null]);
		expect(sessionsOf({ before: first.until }, 2)).toMatchObject({ sessions: [1_004, 1_003], until: 1_003 });
	});

	test("of one session's lines go on after a line", () => {
		const [first] = it.find("common", { sessions: 1, lines: 1 }).sessions;
		expect(first?.lines.map(({ text }) => text)).toEqual(["a common word"]);
		const after = first?.next ?? null;
		const rest = it.find("common", { session: first?.session ?? "", after, lines: 1 }).sessions[0];
		expect([rest?.lines.map(({ text }) => text), rest?.next]).toEqual([["a common word too"], null]);
	});
});

test("a part that is full hands on what it doesn't have yet", () => {
	it.tell({}, { over: false });
	const more = {
		...it.told({ last: 7 }),
		runs: [...it.told().runs, { ...it.told().runs[0], run: "r_2" } as IndexedRun],
	};
	expect(take(it.store, more, false)).toMatchObject({ words: false, runs: [{ run: "r_2" }] });
	expect(take(it.store, it.told({ session: other }), false)).toMatchObject({ words: true, session: other });
	expect(take(it.store, it.told(), false)).toBeNull();
});

test("what a full index has no room for is left out and counted, and no one reads it over and over", async () => {
	for (let i = 0; i < 9; i++) it.print("stdout", "a line of it\n".repeat(2_000));
	it.said.push({ seq: 1, text: "hello there" });
	it.room.blocks = 3;
	await indexed();
	expect(it.find("line of it").waiting).toEqual({ runs: 0, running: 0, sessions: 0, cut: 1, unbegun: 0 });
	expect(texts("line of it").length).toBeGreaterThan(0);
	it.tell();
	expect(it.store.next([])).toBeNull();
	it.tell({}, { erased: true });
	expect([it.find("hello").waiting.cut, texts("line of it")]).toEqual([0, []]);
	while (it.store.purge());
	it.said.push({ seq: 2, text: "hello again" });
	await indexed();
	expect(texts("hello")).toEqual(["hello there", "hello again"]);
});
