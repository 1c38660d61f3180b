import { expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { maxRecordBytes } from "../../protocol/record/records.ts";
import { newCoalescer } from "./coalesce.ts";

const seen = (gathered: ReturnType<typeof newCoalescer>) =>
	gathered.take().map(({ kind, at, bytes }) => [kind, at, Buffer.from(bytes).toString()]);

test("reads of one stream become one piece, with the time of the first", () => {
	const gathered = newCoalescer();
	gathered.output("stdout", 1, utf8("a"));
	gathered.output("stdout", 2, utf8("b"));
	expect(seen(gathered)).toEqual([["stdout", 1, "ab"]]);
});

test("a read of the other stream, and an event, end a piece: nothing is merged across it", () => {
	const gathered = newCoalescer();
	gathered.output("stdout", 1, utf8("a"));
	gathered.output("stderr", 2, utf8("b"));
	gathered.output("stdout", 3, utf8("c"));
	gathered.event(4, utf8("{}"));
	gathered.output("stdout", 5, utf8("d"));
	expect(seen(gathered).map(([kind]) => kind)).toEqual(["stdout", "stderr", "stdout", "event", "stdout"]);
});

test("no piece is longer than a record may be", () => {
	const gathered = newCoalescer();
	const bytes = new Uint8Array(maxRecordBytes - 1).fill(7);
	gathered.output("stdout", 1, bytes);
	gathered.output("stdout", 2, bytes);
	gathered.output("stdout", 3, utf8("xyz"));
	expect(gathered.size()).toBe(2 * bytes.length + 3);
	expect(gathered.take().map((piece) => piece.bytes.length)).toEqual([maxRecordBytes, maxRecordBytes, 1]);
});

test("the reader's buffer may be used again", () => {
	const gathered = newCoalescer();
	const buffer = utf8("one");
	gathered.output("stdout", 1, buffer);
	buffer.set(utf8("two"));
	gathered.output("stdout", 2, buffer);
	expect(seen(gathered)).toEqual([["stdout", 1, "onetwo"]]);
});
