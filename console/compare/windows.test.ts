// Long outputs, compared a window at a time.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { foundAgain } from "./found-again.ts";
import { type LineFeed, lineFeed } from "./line-feed.ts";
import { compareWindows, type Excerpt } from "./windows.ts";

const feed = async (text: string, pieces = 65_536): Promise<LineFeed> => {
	const bytes = utf8(text);
	const source: Pick<TranscriptSource, "stream" | "hash"> = {
		hash: () => {
			const hash = createHash("sha256");
			return { add: (some) => void hash.update(some), hex: () => hash.digest("hex") };
		},
		stream: async () => {
			let at = 0;
			return new ReadableStream<Uint8Array>({
				pull(controller) {
					if (at >= bytes.length) return controller.close();
					controller.enqueue(bytes.slice(at, at + pieces));
					at += pieces;
				},
			});
		},
	};
	const run = { run: "r", stdout: bytes.length, context: null } as unknown as TranscriptRun;
	return (await lineFeed(source, run)) ?? expect.fail();
};
const compared = async (before: string, after: string, pieces?: number) =>
	compareWindows(await feed(before, pieces), await feed(after, pieces));
const lines = (count: number, of: (i: number) => string | null = (i) => `line ${i}`) =>
	Array.from({ length: count }, (_, i) => of(i))
		.filter((one) => one !== null)
		.map((one) => `${one}\n`)
		.join("");

describe("long outputs", () => {
	test("are compared to their end, and only what is near a difference is kept", async () => {
		const found = await compared(
			lines(100_000),
			lines(100_000, (i) => (i % 30_000 === 7 ? `other ${i}` : `line ${i}`)),
		);
		expect(found).toMatchObject({ changed: 4, left: 0, until: null });
		expect(found.rows).toHaveLength(4 * 5 + 5);
		expect(found.rows.slice(0, 4)).toEqual([
			5,
			{ kind: "same", text: "line 5" },
			{ kind: "same", text: "line 6" },
			{ kind: "changed", before: "line 7", after: "other 7" },
		]);
		expect(found.rows.at(-1)).toBe(100_000 - 90_007 - 3);
	});

	test("are found again where lines came or went, also over the edges of windows", async () => {
		const came = lines(20_000, (i) => (i === 3_999 || i === 8_001 ? `line ${i}\nnew ${i}` : `line ${i}`));
		expect(await compared(lines(20_000), came)).toMatchObject({ changed: 2, until: null });
		const gone = lines(20_000, (i) => (i >= 3_500 && i < 4_500 ? null : `line ${i}`));
		expect(await compared(lines(20_000), gone)).toMatchObject({ changed: 1_000, until: null });
		expect(await compared(gone, lines(20_000))).toMatchObject({ changed: 1_000, until: null });
		expect(await compared(lines(20_000), lines(25_000))).toMatchObject({ changed: 5_000, until: null });
	});

	test("in which many lines differ are compared to their end all the same", async () => {
		const every = (n: number) => lines(9_000, (i) => (i % n === 0 ? `other ${i}` : `line ${i}`));
		expect(await compared(lines(9_000), every(3))).toMatchObject({ changed: 3_000, until: null });
		// Then a window has to be wide again.
		const now = lines(9_000, (i) => {
			if (i >= 5_000 && i < 5_900) return null;
			return i < 2_000 && i % 3 === 0 ? `other ${i}` : `line ${i}`;
		});
		expect(await compared(lines(9_000), now)).toMatchObject({ changed: 667 + 900, until: null });
	});

	test("are found again behind a block that is longer than any difference is followed", async () => {
		const gone = lines(30_000, (i) => (i >= 5_000 && i < 15_000 ? null : `line ${i}`));
		expect(await compared(lines(30_000), gone)).toMatchObject({ changed: 10_000, until: null });
		expect(await compared(gone, lines(30_000))).toMatchObject({ changed: 10_000, until: null });
		const other = lines(30_000, (i) => `${i >= 5_000 && i < 9_000 ? "other" : "line"} ${i}`);
		expect(await compared(lines(30_000), other)).toMatchObject({ changed: 4_000, until: null });
		// What is left of both sides shows that what is the same after it was found at its place.
		const twice = lines(60_000, (i) => (Math.floor(i / 5_000) % 4 === 2 ? null : `line ${i}`));
		expect(await compared(lines(60_000), twice)).toMatchObject({ changed: 15_000, until: null });
	});

	test("with ever more such blocks are looked for so many times, and then it is known how far that was", async () => {
		const blocks = (mark: string) =>
			lines(150_000, (i) => `${Math.floor(i / 2_500) % 2 === 1 ? mark : "line"} ${i}`);
		const found = await compared(blocks("one"), blocks("other"));
		expect(found.until?.before).toBeGreaterThan(10_000);
		expect(found.until?.before).toBeLessThan(140_000);
	});

	test("aren't taken for found where only lines are the same that come again and again", () => {
		const body = (mark: string) =>
			Array.from({ length: 9_000 }, (_, i) => ["", "----", `${mark} ${i}`][i % 3] ?? "");
		expect(foundAgain(body("one"), body("other"))).toBeNull();
	});

	test("show so many rows, and how many are left", async () => {
		const found = await compared(
			lines(20_000),
			lines(20_000, (i) => (i % 10 === 5 ? `other ${i}` : `line ${i}`)),
		);
		expect(found.changed).toBe(2_000);
		expect(found.rows).toHaveLength(400);
		expect(found.left).toBeGreaterThan(10_000);
	});

	test("with hardly a line in common are compared no further, and it is known how far that was", async () => {
		const other = lines(30_000, (i) => (i < 10_000 ? `line ${i}` : `nothing of it ${i}`));
		const found = await compared(lines(30_000), other);
		expect(found.until).toEqual({ before: 10_000, after: 10_000 });
		expect(found.changed).toBe(0);
	});

	test("of ever more differences end before they take too long", async () => {
		const twice = (mark: string) => lines(200_000, (i) => (i % 3 === 0 ? `line ${i}` : `${mark} ${i}`));
		const found = await compared(twice("a"), twice("b"));
		expect(found.until).not.toBeNull();
	});

	test("are the same wherever their bytes come in pieces, a letter cut in two as well", async () => {
		for (const pieces of [1, 2, 3, 1_000])
			expect(await compared("é\r\nzwei\n日本\n", "é\nzwei\n日本 x\n", pieces)).toMatchObject({
				changed: 1,
				rows: [
					{ kind: "same", text: "é" },
					{ kind: "same", text: "zwei" },
					{ kind: "changed", before: "日本", after: "日本 x" },
				],
			});
	});

	test("hold little of one long line", async () => {
		const found = await compared(`${"x".repeat(3_000_000)}\nend\n`, `${"x".repeat(3_000_000)}\nother\n`);
		expect(found).toMatchObject({ changed: 1, until: null });
		const long = await compared(`${"x".repeat(9_000_000)}\n`, `${"y".repeat(9_000_000)}\n`);
		expect(long.until).toEqual({ before: 0, after: 0 });
		const few = await compared("x".repeat(900_000), "y".repeat(900_000));
		expect(few).toMatchObject({ changed: 14, until: null });
		// As many rows as a page takes, of eight times 131,072 characters.
		expect([few.rows.length, few.left]).toEqual([8, 6]);
	});
});

/** Both sides as the rows tell them. What they leave out has to be the same on both. */
const rebuilt = (rows: Excerpt["rows"], one: string[], other: string[]) => {
	const [before, after]: [string[], string[]] = [[], []];
	for (const row of rows) {
		if (typeof row === "number") {
			const left = one.slice(before.length, before.length + row);
			expect(left).toHaveLength(row);
			expect(other.slice(after.length, after.length + row)).toEqual(left);
			before.push(...left);
			after.push(...left);
		} else if (row.kind === "same") {
			before.push(row.text);
			after.push(row.text);
		} else {
			expect(row.before).not.toBe(row.after);
			if (row.before !== null) before.push(row.before);
			if (row.after !== null) after.push(row.after);
		}
	}
	return [before, after];
};

test("both outputs can be rebuilt from the rows, and so many of these are changed as is said", async () => {
	const line = fc.constantFrom("a", "b", "c", "d");
	const side = fc.array(line, { maxLength: 40 });
	await fc.assert(
		fc.asyncProperty(side, side, async (one, other) => {
			const text = (all: string[]) => all.map((each) => `${each}\n`).join("");
			const { rows, changed, left, until } = await compared(text(one), text(other));
			expect([left, until]).toEqual([0, null]);
			expect(rebuilt(rows, one, other)).toEqual([one, other]);
			expect(rows.filter((row) => typeof row === "object" && row.kind === "changed")).toHaveLength(changed);
		}),
	);
});
