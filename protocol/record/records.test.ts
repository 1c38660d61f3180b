// Records, frames and what is signed of a run: the vectors stay as they are for ever.
import { expect, test } from "vitest";
import { fromHex, hex, utf8 } from "../bytes.ts";
import { helloMessage } from "../wire.ts";
import { dataHelloMessage } from "./data-socket.ts";
import {
	decodeFrame,
	encodeFrame,
	eventBytes,
	maxRecordBytes,
	type RunRecord,
	readAnyEvent,
	readRunEvent,
	recordHeader,
	recordHeaderBytes,
	summaryMessage,
} from "./records.ts";

const records: RunRecord[] = [
	{ n: 1, kind: "stdout", at: 1767225600000001, offset: 0, bytes: utf8("hello") },
	{ n: 2, kind: "stderr", at: 1767225600000002, offset: 0, bytes: new Uint8Array([0xff, 0, 0x0a]) },
	{ n: 3, kind: "event", at: 1767225600000003, offset: 0, bytes: utf8("{}") },
];
const frame = fromHex(
	"0100000005000000010000000000000001402046484706000000000000000000" +
		"68656c6c6f" +
		"0101000003000000020000000000000002402046484706000000000000000000" +
		"ff000a" +
		"0102000002000000030000000000000003402046484706000000000000000000" +
		"7b7d",
);

test("a frame is its records' headers and bytes in a row", () => {
	expect(hex(encodeFrame(records))).toBe(hex(frame));
	expect(decodeFrame(frame)).toEqual(records);
});

test("an empty frame has no records", () => {
	expect(decodeFrame(new Uint8Array())).toEqual([]);
	expect(encodeFrame([])).toEqual(new Uint8Array());
});

test("a frame that is part of a larger buffer is read from its own beginning", () => {
	const larger = new Uint8Array(frame.length + 20);
	larger.set(frame, 7);
	expect(decodeFrame(larger.subarray(7, 7 + frame.length))).toEqual(records);
});

test("a header's numbers go up to 2^53 - 1", () => {
	const most = Number.MAX_SAFE_INTEGER;
	const header = recordHeader({ n: most, kind: "stdout", at: most, offset: most, length: 0 });
	expect(hex(header)).toBe("0100000000000000ffffffffffff1f00ffffffffffff1f00ffffffffffff1f00");
	expect(decodeFrame(header)).toEqual([
		{ n: most, kind: "stdout", at: most, offset: most, bytes: new Uint8Array() },
	]);
});

const changed = (at: number, value: number) => {
	const copy = new Uint8Array(frame);
	copy[at] = value;
	return copy;
};
const tooLong = recordHeader({ n: 1, kind: "stdout", at: 1, offset: 0, length: maxRecordBytes + 1 });
const malformed: [string, Uint8Array][] = [
	["of another version", changed(0, 2)],
	["of an unknown kind", changed(1, 3)],
	["with something where zeros belong", changed(2, 1)],
	["with a number above 2^53 - 1", changed(15, 1)],
	["that ends within a header", frame.subarray(0, recordHeaderBytes - 1)],
	["that ends within a record's bytes", frame.subarray(0, frame.length - 1)],
	[
		"with a record longer than a record may be",
		new Uint8Array([...tooLong, ...new Uint8Array(maxRecordBytes + 1)]),
	],
];
test.each(malformed)("a frame %s is refused", (_, bytes) => {
	expect(() => decodeFrame(bytes)).toThrow();
});

test("an event is its JSON, and is read strictly", () => {
	const bytes = eventBytes({ type: "started", v: 1, pid: 4711 });
	expect(hex(bytes)).toBe(hex(utf8('{"type":"started","v":1,"pid":4711}')));
	expect(readRunEvent(bytes)).toEqual({ type: "started", v: 1, pid: 4711 });
	expect(() => readRunEvent(utf8('{"type":"started","v":1,"pid":4711,"x":1}'))).toThrow();
	expect(() => readRunEvent(utf8('{"type":"unheard-of","v":1}'))).toThrow();
});

test("each thing that is signed begins with its own purpose", () => {
	expect(hex(summaryMessage("{}"))).toBe("6361697365792072756e2076310a7b7d");
	expect(hex(dataHelloMessage("e_g0123456789abcdef", "r_g0123456789abcdef", "AAAA"))).toBe(
		"63616973657920646174612076310a655f67303132333435363738396162636465660a" +
			"725f67303132333435363738396162636465660a41414141",
	);
	expect(
		hex(helloMessage("e_g0123456789abcdef", "caisey-runtime-7a3f-dc2", "0123456789abcdef", "AAAA")),
	).toBe(
		"6361697365792068656c6c6f2076310a655f67303132333435363738396162636465660a" +
			"6361697365792d72756e74696d652d376133662d6463320a303132333435363738396162636465660a41414141",
	);
});

test("an event of a kind that a later version brought is unknown, whatever else it says", () => {
	expect(readAnyEvent(utf8('{"type":"prompt.shown","v":2,"pid":"x"}'))).toEqual({ type: "unknown" });
	expect(readAnyEvent(utf8('{"type":"unknown","v":1}'))).toEqual({ type: "unknown" });
	expect(readAnyEvent(utf8('{"type":"started","v":1,"pid":7}'))).toEqual({ type: "started", v: 1, pid: 7 });
});

test.each([
	["a known kind with a key too many", '{"type":"started","v":1,"pid":7,"x":1}'],
	["a known kind in another version", '{"type":"started","v":2,"pid":7}'],
	["no kind", '{"v":1}'],
	["a kind that isn't text", '{"type":7,"v":1}'],
	["no version", '{"type":"prompt.shown"}'],
	["no object", '["prompt.shown"]'],
	["no JSON", "{"],
])("an event with %s is malformed", (_what, text) => {
	expect(() => readAnyEvent(utf8(text))).toThrow();
});
