// A run's output as a terminal gets it: each piece at once, in its encoding, with a line's end as terminals want it. Nothing in it
// does more than draw.
import { readerState } from "../../domain/output/blocks.ts";
import { segmentReader } from "../../domain/output/segments.ts";
import { utf8Text } from "../../domain/output/utf8.ts";
import type { BlockStart } from "../../protocol/read/blocks.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { tamer } from "./tame.ts";

/** Takes the records of a run in their order. */
export type Drawing = { read(record: StoredRecord): string };

/** `page`: the code page of what isn't UTF-8. `from`: where it begins; the start of the output by itself. */
export const drawing = (page: number | null, from?: BlockStart): Drawing => {
	const reader = (stream: Stream) =>
		segmentReader(page, from && readerState(from.carried[stream], from[stream]));
	const readers = { stdout: reader("stdout"), stderr: reader("stderr") };
	const tamed = {
		stdout: tamer(from?.carried.stdout?.held),
		stderr: tamer(from?.carried.stderr?.held),
	};
	const ends = { stdout: "", stderr: "" };
	const text = (stream: Stream, segments: ReturnType<(typeof readers)["stdout"]["read"]>): string => {
		const all = segments.map((one) => ("bytes" in one ? utf8Text(one.bytes) : one.text)).join("");
		const before = ends[stream];
		if (all !== "") ends[stream] = all.at(-1) ?? "";
		const lines = `${before}${all}`
			.replace(/(?<!\r)\n/g, "\r\n")
			.slice(before === "\n" ? 2 : before.length)
			.replace(/[\udc80-\udcff]/g, byteShown)
			.toWellFormed();
		return tamed[stream].read(lines);
	};
	const end = (): string =>
		(["stdout", "stderr"] as const).map((one) => text(one, readers[one].end()) + tamed[one].end()).join("");
	return {
		read({ kind, bytes, length, event }) {
			if (kind === "event") return event?.type === "end" ? end() : "";
			if (!bytes) return `${tamed[kind].end()}[${length} bytes erased]\r\n`;
			return text(kind, [...readers[kind].read(bytes), ...readers[kind].flush()]);
		},
	};
};

/** A byte that is no text; half of a character stays, and becomes U+FFFD. */
const byteShown = (unit: string, at: number, whole: string): string => {
	const before = whole.charCodeAt(at - 1);
	const isHalf = before >= 0xd800 && before <= 0xdbff;
	return isHalf ? unit : `\\x${(unit.charCodeAt(0) & 0xff).toString(16)}`;
};
