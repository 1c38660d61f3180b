import { expect, test } from "vitest";
import { fromUtf8, utf8 } from "../../protocol/bytes.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { inPlace } from "./in-place.ts";
import type { Shown } from "./output.ts";

const none = { at: 0, note: null, inside: [], left: false, last: false };
const out = (kind: Stream, offset: number, text: string): Shown => ({
	...none,
	...{ kind, offset, length: text.length, bytes: utf8(text) },
});
const event: Shown = { ...none, kind: "event", offset: 0, length: 0, bytes: null };
const reported = (...places: [string, number, number][]): Shown => ({
	...event,
	inside: places.map(([text, stdout, stderr]) => ({
		...{ id: text, text, detail: [], counts: false, sign: "note" as const },
		place: { stdout, stderr },
	})),
});
const read = (records: Shown[]) =>
	inPlace(records).map(({ kind, bytes, inside: [note] }) => note?.text ?? (bytes ? fromUtf8(bytes) : kind));

test("entries that came late stand between the lines before and after them", () => {
	const page = [out("stdout", 0, "a\nb\nc\n"), reported(["first", 2, 0], ["second", 4, 0], ["third", 6, 0])];
	expect(read(page)).toEqual(["a\n", "first", "b\n", "second", "c\n", "third"]);
});

test("an entry waits for the bytes of both streams", () => {
	const page = [
		out("stdout", 0, "a\n"),
		out("stderr", 0, "x\ny\n"),
		out("stdout", 2, "b\n"),
		reported(["one", 2, 2]),
	];
	expect(read(page)).toEqual(["a\n", "x\n", "one", "y\n", "b\n"]);
});

test("an entry that came early stays where it came, and one of an earlier page begins this one", () => {
	expect(read([reported(["early", 9, 0]), out("stdout", 0, "a\n"), event])).toEqual([
		"early",
		"a\n",
		"event",
	]);
	expect(read([out("stdout", 100, "z\n"), reported(["old", 50, 0])])).toEqual(["old", "z\n"]);
});

test("what was cut short or erased is not cut again", () => {
	const short = { ...out("stdout", 0, "ab"), length: 900 };
	expect(inPlace([short, reported(["in the part left out", 500, 0])]).map(({ length }) => length)).toEqual([
		900, 0,
	]);
	const erased = { ...out("stdout", 0, "ab"), bytes: null };
	expect(inPlace([erased, reported(["x", 1, 0])]).map(({ bytes }) => bytes)).toEqual([null, null]);
});
