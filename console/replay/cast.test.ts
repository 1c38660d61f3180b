import { expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import type { InsideEvent } from "../../protocol/record/inside.ts";
import type { MemoryRun } from "../testing/memory-run.ts";
import { endRun, startRun } from "../testing/play.ts";
import { approvedSession, friday, runStart } from "../testing/sample.ts";
import { castOf } from "./cast.ts";

const played = async (play: (run: MemoryRun, at: (seconds: number) => number) => void) => {
	const session = approvedSession();
	const run = session.run(runStart("before"));
	startRun(session, run, friday("16:47:31"));
	play(run, (seconds) => friday("16:47:31") + 1_000 * seconds);
	endRun(session, run, friday("16:48:00"), { outcome: "exited", code: 0 });
	let text = "";
	for await (const line of castOf(session.source(), run.transcript())) text += line;
	const [header, ...events] = text
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
	return { header, events };
};
const inside = (at: number, ...entries: [string, number][]): InsideEvent => ({
	type: "inside",
	v: 1,
	entries: entries.map(([message, seconds]) => ({
		...{
			what: "error",
			at: 1_000 * (at + 1_000 * seconds),
			place: { stdout: 0, stderr: 0 },
			how: "swallowed",
		},
		...{ terminating: true, message, category: "", id: "", exception: "", position: null, stack: "" },
	})),
});

test("output comes at its own times, both streams, its lines ended as a terminal gets them", async () => {
	const { header, events } = await played((run, at) => {
		run.write(at(0.5), "stdout", utf8("one\ntw"));
		run.write(at(2), "stderr", utf8("oops\r\n"));
		run.write(at(40.25), "stdout", utf8("o\n\u001b[31mred\u001b[0m"));
	});
	expect(header).toEqual({
		...{ version: 2, width: 120, height: 30, timestamp: friday("16:47:31") / 1_000, idle_time_limit: 2 },
		title: "CLIENT-ACCT-01: Get-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth | Select LegacyMode",
	});
	expect(events).toEqual([
		[0.5, "o", "one\r\ntw"],
		[2, "o", "oops\r\n"],
		[40.25, "o", "o\r\n\u001b[31mred\u001b[0m"],
	]);
});

test("what a shell reports late is a mark at its own moment", async () => {
	const { events } = await played((run, at) => {
		run.note(at(0), { type: "capture", v: 1, by: "powershell", unseen: [] });
		run.write(at(1), "stdout", utf8("a\n"));
		run.write(at(3), "stdout", utf8("b\n"));
		run.note(at(5), inside(at(0), ["second", 4], ["first", 2]));
		run.note(at(6), { type: "left", v: 1, processes: [77] });
	});
	expect(events).toEqual([
		[1, "o", "a\r\n"],
		[2, "m", "error swallowed: “first”"],
		[3, "o", "b\r\n"],
		[4, "m", "error swallowed: “second”"],
		[6, "m", "still running: process 77"],
	]);
});

test("bytes that are no text are written out, letters that records cut are joined, and time never goes back", async () => {
	const { events } = await played((run, at) => {
		run.write(at(3), "stdout", Uint8Array.of(0xff, 0x41));
		run.write(at(2), "stdout", utf8("é").subarray(0, 1));
		run.write(at(4), "stdout", Uint8Array.of(...utf8("é").subarray(1), ...utf8("😀\r")));
		run.write(at(5), "stdout", utf8("\n"));
	});
	expect(events).toEqual([
		[3, "o", "\\xffA"],
		[4, "o", "é😀"],
		[5, "o", "\r\n"],
	]);
});

test("sequences that do more than draw are written out, wherever records cut them, and so are those in marks", async () => {
	const { header, events } = await played((run, at) => {
		run.note(at(0), { type: "capture", v: 1, by: "powershell", unseen: [] });
		run.write(at(1), "stdout", utf8("\u001b]52;c;ZX"));
		run.write(at(2), "stderr", utf8("a\u001b[3"));
		run.write(at(3), "stdout", utf8("hp\u0007"));
		run.write(at(4), "stderr", utf8("1mred"));
		run.note(at(5), inside(at(0), ["\u001b]0;evil\u0007", 5]));
		run.write(at(6), "stdout", utf8("\u001b["));
	});
	expect(JSON.stringify(header)).not.toContain("\\u001b");
	expect(events).toEqual([
		[1, "o", "\\x1b]52;c;ZX"],
		[2, "o", "a"],
		[3, "o", "hp\\x07"],
		[4, "o", "\u001b[31mred"],
		[5, "m", "error swallowed: “⟨U+001B escape⟩]0;evil⟨U+0007 bell⟩”"],
		[29, "o", "\\x1b["],
	]);
});

test("marks end with a word that there are more of them", async () => {
	const { events } = await played((run, at) => {
		run.note(at(0), { type: "capture", v: 1, by: "powershell", unseen: [] });
		run.note(at(1), inside(at(0), ...Array.from({ length: 600 }, (): [string, number] => ["e", 1])));
	});
	expect(events).toHaveLength(501);
	expect(events.at(-1)).toEqual([1, "m", "only 500 moments are marked"]);
});

test("erased output says so", async () => {
	const session = approvedSession();
	const run = session.run(runStart("before"));
	startRun(session, run, friday("16:47:31"));
	run.write(friday("16:47:32"), "stdout", utf8("secret"));
	run.erase();
	let text = "";
	for await (const line of castOf(session.source(), run.transcript())) text += line;
	expect(text).toContain("[6 bytes erased]");
	expect(text).not.toContain("secret");
});
