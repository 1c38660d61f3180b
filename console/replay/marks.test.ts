// The moments that a replay marks, a bounded page of them at a time, each on from where the one before ended.
import { describe, expect, test } from "vitest";
import type { TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { InsideEvent } from "../../protocol/record/inside.ts";
import type { MemoryRun } from "../testing/memory-run.ts";
import { startRun } from "../testing/play.ts";
import { approvedSession, friday, runStart } from "../testing/sample.ts";
import { type Mark, marksOf } from "./marks.ts";

const begin = friday("16:47:31");
const recorded = (play: (run: MemoryRun) => void) => {
	const session = approvedSession();
	const run = session.run(runStart("before"));
	startRun(session, run, begin);
	play(run);
	let read = 0;
	const whole = session.source();
	const source: TranscriptSource = {
		...whole,
		records: async (...wish) => {
			const found = await whole.records(...wish);
			for (const { length } of found) read += length;
			return found;
		},
	};
	return {
		/** And how many bytes were read for them. */
		page: async (after?: number) => {
			read = 0;
			return { ...(await marksOf(source, run.transcript(), after)), read };
		},
	};
};
const errors = (at: number, ...messages: string[]): InsideEvent => ({
	type: "inside",
	v: 1,
	entries: messages.map((message) => ({
		...{
			what: "error",
			at: 1_000 * at,
			place: { stdout: 0, stderr: 0 },
			how: "swallowed",
			terminating: true,
		},
		...{ message, category: "", id: "", exception: "", position: null, stack: "" },
	})),
});
const reports = (run: MemoryRun, count: number, message: (i: number) => string) => {
	for (let i = 0; i < count; i++) run.note(begin + i, errors(begin + i, message(i)));
};

describe("marked moments", () => {
	test("are all there, a page at a time, each read once", async () => {
		const { page } = recorded((run) => reports(run, 3_000, (i) => `number ${i}`));
		const found: Mark[] = [];
		let [pages, read, next]: [number, number, number | null] = [0, 0, 0];
		while (next !== null) {
			const one = await page(next);
			[pages, read, next] = [pages + 1, Math.max(read, one.read), one.next];
			found.push(...one.marks);
		}
		expect(pages).toBe(6);
		expect(found.map(({ text }) => text)).toEqual(
			Array.from({ length: 3_000 }, (_, i) => `error swallowed: “number ${i}”`),
		);
		expect(read).toBeLessThan(1_200_000);
	});

	test("of a record come together, in the order of time", async () => {
		const { page } = recorded((run) => {
			run.note(begin, errors(begin + 5, "late"));
			run.note(begin, errors(begin + 1, ...Array.from({ length: 600 }, () => "early")));
			run.note(begin, errors(begin + 9, "last"));
		});
		const first = await page();
		expect(first.marks).toHaveLength(601);
		expect(first.marks.at(-1)?.text).toContain("late");
		expect((await page(first.next ?? expect.fail())).marks.map(({ text }) => text)).toEqual([
			"error swallowed: “last”",
		]);
	});

	test("are looked for in some MiB at a time, and it is known that there may be more", async () => {
		const long = "x".repeat(60_000);
		const { page } = recorded((run) => {
			for (let i = 0; i < 200; i++)
				run.note(begin, { type: "inside", v: 1, entries: [{ what: "host", at: 0, text: long }] as never });
			run.note(begin, errors(begin, "behind them"));
		});
		let [one, pages] = [await page(), 1];
		expect(one).toMatchObject({ marks: [] });
		while (one.next !== null && pages < 10) {
			expect(one.read).toBeLessThan(6_000_000);
			[one, pages] = [await page(one.next), pages + 1];
		}
		expect(pages).toBe(3);
		expect(one.marks).toHaveLength(1);
	});

	test("that are as many as a page has need no other page", async () => {
		const { page } = recorded((run) => {
			reports(run, 500, () => "e");
			run.note(begin + 900, { type: "capture", v: 1, by: "powershell", unseen: [] });
		});
		expect(await page()).toMatchObject({ next: null });
	});
});
