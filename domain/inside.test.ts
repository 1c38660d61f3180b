import { expect, test } from "vitest";
import type { CaptureEvent, InsideEntry } from "../protocol/record/inside.ts";
import { isTrouble, noInside, saysAnything, together, withEvent, wordless } from "./inside.ts";

const common = { at: 0, place: { stdout: 0, stderr: 0 } };
const error = (how: "shown" | "swallowed" | "silenced", message = "Access is denied."): InsideEntry => ({
	what: "error",
	...common,
	how,
	terminating: false,
	message,
	category: "PermissionDenied",
	id: "Denied",
	exception: "System.UnauthorizedAccessException",
	position: { line: 3, column: 1, text: "Set-Item x" },
	stack: "",
});
const native = (path: string, code: number | null): InsideEntry => ({
	what: "native",
	...common,
	path,
	arguments: [],
	code,
	bestEffort: false,
	output: "bytes",
	position: null,
});
/** As the trap tells of it. */
const inBash = (path: string, text: string): InsideEntry => ({
	...(native(path, 1) as Extract<InsideEntry, { what: "native" }>),
	bestEffort: true,
	output: "unknown",
	position: { line: 1, column: 0, text },
});
const of = (...entries: InsideEntry[]) => withEvent(noInside, { type: "inside", v: 1, entries }, 4);

test.each<[string, InsideEntry[], boolean]>([
	["a swallowed error", [error("swallowed")], true],
	["an error that was shown, which is on stderr anyway", [error("shown")], false],
	["an error that the step silenced on purpose", [error("silenced")], false],
	["a program that failed", [native("C:\\Windows\\reg.exe", 1)], true],
	["a program that gave an answer", [native("/bin/grep", 1)], false],
	["a question of bash that found no input", [inBash("read", "read -rp 'Name? ' name")], true],
	["a question with a sign in it", [inBash("read", "read -rp 'Delete <all>? ' a")], true],
	["a question with an option in it", [inBash("read", 'read -p "Server -d or \\"-t\\"? " a')], true],
	["a question in a pipeline, which had input", [inBash("read", "… | read -rp 'Name? ' name")], false],
	["a question in one word with its option", [inBash("read", "read -pDelete a")], true],
	["a read of bash that may be of a file, and didn't ask", [inBash("read", "read -r a")], false],
	["the end of what bash read of a file", [inBash("read", "read -r name < /etc/x")], false],
	["the end of a text that bash read whole", [inBash("read", "IFS= read -rd '' text")], false],
	["a look of bash whether there is input", [inBash("read", "read -t 0")], false],
	["a program whose code could not be learned", [native("/bin/x", null)], false],
	["a refused question", [{ what: "prompt-refused", ...common, prompt: "text", text: "Name?" }], true],
	["a report that breaks off", [{ what: "cut-off", ...common }], true],
	["a last word alone", [{ what: "status", ...common, success: false, lastExitCode: 3 }], false],
])("%s", (_, entries, counts) => {
	expect(isTrouble(of(...entries))).toBe(counts);
});

test("the first of each kind are kept with their places, shortened", () => {
	const inside = of(
		...Array.from({ length: 9 }, (_, i) => error("swallowed", `${i}`.repeat(900))),
		native("/x/reg.exe", 1),
	);
	expect(inside).toMatchObject({ swallowed: 9, failed: 1 });
	expect(inside.first.map(({ what, record, entry }) => [what, record, entry])).toEqual([
		...[0, 1, 2, 3, 4].map((entry) => ["error", 4, entry]),
		["native", 4, 9],
	]);
	expect(inside.first[0]).toMatchObject({ message: "0".repeat(500), line: 3 });
	expect(inside.first[5]).toMatchObject({ program: "reg.exe", code: 1 });
});

test("parts of a recording add up, the earlier first", () => {
	const first = withEvent(
		of(error("swallowed", "a")),
		{ type: "capture", v: 1, by: "powershell", unseen: [] },
		1,
	);
	const both = together(first, of(error("swallowed", "b"), { what: "cut-off", ...common }));
	expect(both).toMatchObject({ by: "powershell", swallowed: 2, unseen: "cut-off" });
	expect(both.first.map((one) => one.what === "error" && one.message)).toEqual(["a", "b"]);
});

test("entries of a later version are not counted, and plain pipes have nothing to say", () => {
	const later = withEvent(noInside, { type: "inside", v: 1, entries: [{ what: "unknown" }] }, 1);
	expect([saysAnything(later), saysAnything({ ...later, by: "traps" })]).toEqual([false, true]);
});

test("without its words, a report has counts, and programs whose names can't be taken for a sentence", () => {
	const inside = of(error("swallowed"), native("/x/Done on HOST", 1), native("/x/reg.exe", 2));
	expect(wordless(inside)).toMatchObject({ swallowed: 1, failed: 2, first: [{ program: "reg.exe" }] });
});

test("a runner that was announced and then is none leaves something unseen", () => {
	const capture = (by: "plain" | "traps"): CaptureEvent => ({ type: "capture", v: 1, by, unseen: [] });
	expect(withEvent(noInside, capture("plain"), 1)).toEqual(noInside);
	const lost = withEvent(withEvent(noInside, capture("traps"), 1), capture("plain"), 5);
	expect(lost).toMatchObject({ by: "traps", unseen: "cut-off" });
	expect(isTrouble(lost)).toBe(true);
});
