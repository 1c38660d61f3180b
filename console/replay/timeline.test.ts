// A replay's parts: where they begin, when, and what one of them has.
import { describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { TranscriptSource } from "../../protocol/read/transcript-source.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import type { MemoryRun } from "../testing/memory-run.ts";
import { endRun, startRun } from "../testing/play.ts";
import { approvedSession, friday, runStart } from "../testing/sample.ts";
import { castOf } from "./cast.ts";
import { PartWish, type PlayedPart, partAddress, partOf } from "./part.ts";
import { type Pauses, partsOf, timelineOf } from "./timeline.ts";

const begin = friday("16:47:31");
const recorded = (play: (run: MemoryRun, at: (seconds: number) => number) => void) => {
	const session = approvedSession();
	const run = session.run(runStart("before"));
	startRun(session, run, begin);
	play(run, (seconds) => begin + 1_000 * seconds);
	return { session, run, source: session.source() };
};
const line = (n: number) => `${`line ${n} `.padEnd(63, ".")}\n`;
/** Records of 1,024 lines of 64 bytes, one each second from the first on. */
const flood = (run: MemoryRun, at: (seconds: number) => number, records: number) => {
	for (let i = 0; i < records; i++) {
		const lines = Array.from({ length: 1_024 }, (_, n) => line(1_024 * i + n + 1));
		run.write(at(i + 1), "stdout", utf8(lines.join("")));
	}
};
const wishOf = (address: string): PartWish =>
	PartWish.parse(Object.fromEntries(new URLSearchParams(address.replace("part?", ""))));

const partsIn = async (
	{ source, run }: { source: TranscriptSource; run: MemoryRun },
	pauses: Pauses = "kept",
) => {
	const found = await timelineOf(source, run.facts.run);
	if (!found) throw new Error("nothing was recorded");
	const { parts, duration } = partsOf(found, pauses);
	const played: PlayedPart[] = [];
	for (const [i, part] of parts.entries()) {
		const wish = wishOf(partAddress(part, pauses, i === parts.length - 1));
		const one = await partOf(source, run.transcript(), wish);
		if (!one) throw new Error("too much in a part");
		played.push(one);
	}
	return { parts, duration, played, at: found.at, clock: found.clock };
};
const textOf = ({ events }: PlayedPart) => events.map(([, , text]) => text).join("");
const castText = async ({ source, run }: { source: TranscriptSource; run: MemoryRun }) => {
	let text = "";
	for await (const one of castOf(source, run.transcript())) text += one;
	return text
		.trimEnd()
		.split("\n")
		.slice(1)
		.flatMap((one) => {
			const [, kind, said] = JSON.parse(one) as [number, string, string];
			return kind === "o" ? [said] : [];
		})
		.join("");
};

describe("a replay in parts", () => {
	test("of a short run is one part, from its first record to its last", async () => {
		const of = recorded((run, at) => {
			run.write(at(1), "stdout", utf8("one\n"));
			run.write(at(3), "stderr", utf8("two\n"));
			run.note(at(4), { type: "left", v: 1, processes: [77] });
		});
		const { parts, duration, played } = await partsIn(of);
		expect(parts).toMatchObject([{ from: { n: 1, skip: 0 }, before: null, start: 0, end: 4_000_000 }]);
		expect(duration).toBe(4_000_000);
		expect(played).toEqual([
			{
				snapshot: { cols: 120, rows: 30, init: "" },
				events: [
					[0, "o", ""],
					[1, "o", "one\r\n"],
					[3, "o", "two\r\n"],
					[4, "o", ""],
				],
			},
		]);
	});

	test("holds together what the whole cast has, and a part reads little more than it plays", async () => {
		const of = recorded((run, at) => flood(run, at, 100));
		let [read, most] = [0, 0];
		const source: TranscriptSource = {
			...of.source,
			records: async (...wish) => {
				const found = await of.source.records(...wish);
				for (const { bytes } of found) read += bytes?.length ?? 0;
				return found;
			},
			block: async (...wish) => {
				const found = await of.source.block(...wish);
				for (const { bytes } of found?.records ?? []) read += bytes?.length ?? 0;
				return found;
			},
		};
		const line = await timelineOf(source, of.run.facts.run);
		expect(read).toBe(0);
		const { parts } = partsOf(line ?? expect.fail(), "kept");
		expect(parts.length).toBeGreaterThan(5);
		let text = "";
		for (const [i, part] of parts.entries()) {
			read = 0;
			const wish = wishOf(partAddress(part, "kept", i === parts.length - 1));
			text += textOf((await partOf(source, of.run.transcript(), wish)) ?? expect.fail());
			most = Math.max(most, read);
		}
		expect(text === (await castText(of))).toBe(true);
		expect(most).toBeLessThan(3_500_000);
	});

	test("begins each part with the screen that playing up to there leaves", async () => {
		const of = recorded((run, at) => flood(run, at, 60));
		const { parts, played } = await partsIn(of);
		for (const [i, { snapshot }] of played.entries()) {
			if (i === 0) continue;
			const last = textOf(played[i - 1] ?? expect.fail()).slice(-3_000);
			expect(snapshot.init.endsWith(last)).toBe(true);
			expect(snapshot.init).not.toContain("isn't known");
			expect(snapshot.init.length).toBeLessThan(300_000);
		}
		expect(parts.length).toBeGreaterThan(2);
	});

	test("says where the screen before a part isn't known, and begins it in its colour", async () => {
		const of = recorded((run, at) => {
			run.write(at(1), "stdout", utf8("\u001b[1;31m"));
			for (let i = 0; i < 300; i++) run.write(at(2 + i), "stdout", utf8("x".repeat(10_000)));
		});
		const { played } = await partsIn(of);
		expect(played.length).toBeGreaterThan(1);
		expect(played[0]?.snapshot.init).toBe("");
		const said = "\u001b[2m(what was on the screen before isn't known here)\u001b[m\r\n";
		expect(played[1]?.snapshot.init.slice(0, said.length + 8)).toBe(`${said}\u001b[1;31mx`);
	});

	test("keeps letters, encodings and sequences whole that are cut where a part begins", async () => {
		const wide = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le"));
		const of = recorded((run, at) => {
			run.write(at(1), "stdout", wide(`\ufeff${"日本語日本語日本語日本語\n".repeat(120_000)}`));
			run.write(at(2), "stderr", utf8("é".repeat(900_000)));
			run.write(at(3), "stderr", utf8("\u001b[31mred".repeat(100_000)));
		});
		const { played } = await partsIn(of);
		const text = played.map(textOf).join("");
		expect(played.length).toBeGreaterThan(3);
		expect(text.match(/日本語日本語日本語日本語\r\n/g)?.length).toBe(120_000);
		expect(text.match(/é/g)?.length).toBe(900_000);
		expect(text.split("\u001b[31mred")).toHaveLength(100_001);
		expect(text).not.toMatch(/\\x|\ufffd/);
	});

	test("cuts pauses in all parts alike, and a mark within a pause is at its end", async () => {
		const of = recorded((run, at) => {
			flood(run, at, 20);
			run.write(at(1_000), "stdout", utf8("after a long pause\n"));
			flood(run, (seconds) => at(2_000 + seconds), 20);
		});
		const kept = await partsIn(of);
		const cut = await partsIn(of, "cut");
		expect(kept.duration).toBe(2_020_000_000);
		// 20 s, 2 s, 2 s, 19 s.
		expect(cut.duration).toBe(43_000_000);
		expect(cut.parts.length).toBe(kept.parts.length);
		const moment = (seconds: number) => 1_000 * (begin + 1_000 * seconds);
		expect(cut.at.cut(moment(21))).toBe(21_000_000);
		expect(cut.at.cut(moment(500))).toBe(22_000_000);
		expect(cut.at.cut(moment(1_000))).toBe(22_000_000);
		expect(cut.at.cut(moment(2_001))).toBe(24_000_000);
		expect(cut.at.cut(0)).toBe(0);
		for (const seconds of [0, 0.5, 20, 20.5, 21.9, 1_000, 1_001, 2_001, 2_010, 2_020]) {
			const clock = moment(seconds);
			expect(cut.clock.kept(cut.at.kept(clock))).toBe(clock);
			expect(cut.clock.cut(cut.at.cut(clock))).toBe(clock);
		}
		expect(cut.clock.cut(21_500_000)).toBe(moment(21.5));
		expect(cut.clock.cut(99_000_000)).toBe(moment(2_020));
		expect(kept.at.kept(moment(500))).toBe(500_000_000);
		const last = cut.played.at(-1)?.events.at(-1) ?? expect.fail();
		expect(last).toEqual([43, "o", ""]);
	});

	test("has times that a player takes: parts that never share a moment, events within their part", async () => {
		const of = recorded((run, at) => {
			// A flood within one moment, then a clock that goes back.
			for (let i = 0; i < 60; i++) run.write(at(1), "stdout", utf8(line(i).repeat(1_024)));
			for (let i = 0; i < 60; i++) run.write(at(0.5), "stdout", utf8(line(i).repeat(1_024)));
		});
		for (const pauses of ["kept", "cut"] as const) {
			const { parts, duration, played } = await partsIn(of, pauses);
			expect(parts.length).toBeGreaterThan(5);
			for (const [i, { events }] of played.entries()) {
				const { start, end } = parts[i] ?? expect.fail();
				const isLast = i === parts.length - 1;
				expect(start).toBeGreaterThan(parts[i - 1]?.start ?? -1);
				expect(events[0]?.[0]).toBe(start / 1_000_000);
				const times = events.map(([at]) => at);
				expect(times).toEqual([...times].sort((a, b) => a - b));
				const most = times.at(-1) ?? 0;
				if (isLast) expect(most).toBe(duration / 1_000_000);
				else expect(most).toBeLessThan(end / 1_000_000);
			}
			expect(duration / 1_000_000).toBeGreaterThan((parts.at(-1)?.start ?? 0) / 1_000_000);
		}
	});

	test("of many small records has no more of them in a part than a page takes", async () => {
		const of = recorded((run, at) => {
			for (let i = 0; i < 35_000; i++) run.write(at(i / 100), "stdout", utf8(`${i}\n`));
		});
		const { played } = await partsIn(of);
		expect(Math.max(...played.map(({ events }) => events.length))).toBeLessThan(15_000);
		expect(played.map(textOf).join("").split("\r\n")).toHaveLength(35_001);
	});

	test("of a step with many errors plays, however much they say", async () => {
		const entry = (at: number): InsideEntry => ({
			...{ what: "error", at: 1_000 * at, place: { stdout: 6, stderr: 0 }, how: "swallowed" },
			...{ terminating: false, message: "m".repeat(1_000), category: "", id: "", exception: "" },
			...{ position: null, stack: "" },
		});
		const of = recorded((run, at) => {
			run.write(at(1), "stdout", utf8("hello\n"));
			for (let i = 0; i < 100; i++)
				run.note(at(2), { type: "inside", v: 1, entries: Array.from({ length: 60 }, () => entry(at(2))) });
			run.write(at(3), "stdout", utf8("bye\n"));
		});
		const events = await of.source.records(of.run.facts.run, 0, 100_000_000, "events");
		expect(events.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(4_194_304);
		const { played } = await partsIn(of);
		expect(played.map(textOf)).toEqual(["hello\r\nbye\r\n"]);
	});

	test("is there while the run goes on, up to what came so far", async () => {
		const of = recorded((run, at) => flood(run, at, 3));
		const { parts } = await partsIn(of);
		flood(of.run, (seconds) => begin + 1_000 * (100 + seconds), 40);
		const wish = wishOf(partAddress(parts[0] ?? expect.fail(), "kept", true));
		const part = (await partOf(of.source, of.run.transcript(), wish)) ?? expect.fail();
		expect(textOf(part).split("\r\n")).toHaveLength(3 * 1_024 + 1);
	});

	test("says how much was erased, and goes on", async () => {
		const of = recorded((run, at) => flood(run, at, 40));
		const before = await timelineOf(of.source, of.run.facts.run);
		const old = partsOf(before ?? expect.fail(), "kept").parts.at(-1) ?? expect.fail();
		endRun(of.session, of.run, friday("16:49:00"), { outcome: "exited", code: 0 });
		of.run.erase();
		const { played } = await partsIn(of);
		const text = played.map(textOf).join("");
		expect(text.match(/\[65536 bytes erased\]\r\n/g)).toHaveLength(40);
		// Of a page that was opened before.
		const late = await partOf(of.source, of.run.transcript(), wishOf(partAddress(old, "kept", true)));
		expect(late?.snapshot.init).toContain("isn't known here");
	});

	test("isn't there before anything was recorded", async () => {
		const session = approvedSession();
		const run = session.run(runStart("before"));
		expect(await timelineOf(session.source(), run.facts.run)).toBeNull();
	});

	test.each([
		["more records than a part of ours has", { toN: 30_001 }],
		["an end before its start", { start: 9, end: 8 }],
		["other pauses", { pauses: "none" }],
		["no number", { n: "x" }],
	])("has no part with %s", (_what, wrong) => {
		const wish = { n: 1, skip: 0, toN: 2, toSkip: 0, clock: 0, start: 0, end: 1, pauses: "cut", ...wrong };
		expect(PartWish.safeParse(wish).success).toBe(false);
	});

	test("gives no part that has more bytes than ours", async () => {
		const of = recorded((run, at) => flood(run, at, 100));
		const wish = { n: 1, skip: 0, toN: 102, toSkip: 0, clock: 0, start: 0, end: 1, pauses: "cut" as const };
		expect(await partOf(of.source, of.run.transcript(), wish)).toBeNull();
	});
});
