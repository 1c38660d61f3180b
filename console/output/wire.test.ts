import { expect, test } from "vitest";
import { segmentReader } from "../../domain/output/segments.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { modes } from "../../protocol/read/modes.ts";
import { BlockRecords } from "../app/wire.ts";

const le = (text: string) => Buffer.from(text, "utf16le");
const style = { colour: null, bold: false, dim: false, italic: false, underline: false };

test("a page takes up output after a line of any kind", () => {
	const before = [
		new Uint8Array(0),
		utf8("line\n"),
		utf8("N\0A\0M\0E\0\r\n\0\r\n\0U\0p\0\r\n\0\r\n"),
		le("NAME\r\n"),
		le("NAME\r\n").swap16(),
	];
	const seen = before.map((bytes) => {
		const reader = segmentReader(null);
		reader.read(bytes);
		return reader.carried().mode;
	});
	expect(seen).toEqual(modes);
	for (const mode of seen) {
		const carried = { mode, rest: "", held: "", style };
		const came = { next: 1, more: false, generation: 0, codePage: null, records: [] };
		const block = { ...came, carried: { stdout: carried, stderr: null } };
		expect(BlockRecords.parse(block)).toEqual(block);
	}
});
