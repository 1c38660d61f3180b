import { expect, test } from "vitest";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { InsideEvent } from "../../protocol/record/inside.ts";
import { outputReader, rowsHtml } from "./output.ts";
import { toShow } from "./record-words.ts";
import { usual } from "./stream.ts";

const common = { at: 0, place: { stdout: 0, stderr: 0 } };
const run = { run: "r_g1", endpoint: { id: "e", name: "HOST" }, left: 0 };

const drawn = (...entries: InsideEvent["entries"]): string => {
	const event: InsideEvent = { type: "inside", v: 1, entries };
	const none = {
		receivedAt: 0,
		offset: 0,
		length: 1,
		bytes: new Uint8Array(1),
		salt: null,
		hash: new Uint8Array(32),
	};
	const record: StoredRecord = { n: 7, kind: "event", at: 0, ...none, event };
	return String(rowsHtml("r_g1", outputReader({ page: null, ...usual }).read(toShow(record, run))));
};

const error = {
	...{
		what: "error" as const,
		...common,
		terminating: true,
		category: "NotSpecified",
		id: "",
		exception: "",
	},
	...{ position: { line: 3, column: 1, text: "<b>x" }, stack: "" },
};

test("each entry has an anchor of its own, its words, and the command's own behind a disclosure", () => {
	const html = drawn(
		{ ...error, how: "silenced", message: "quiet" },
		{ ...error, how: "swallowed", message: "</span><script>" },
	);
	expect(html).toContain('<span class="inside" id="r_g1-7-0">');
	expect(html).toContain('<span class="inside counts" id="r_g1-7-1">');
	expect(html).toContain("<summary>error swallowed on line 3: “&lt;/span&gt;&lt;script&gt;”</summary>");
	expect(html).toContain("Statement: &lt;b&gt;x");
	expect(html).not.toContain("<script");
});

test("what the output shows already gets no line of its own", () => {
	const warning = { what: "message" as const, ...common, stream: "warning" as const, text: "careful" };
	expect(drawn({ ...warning, shown: true })).toBe("");
	expect(drawn({ ...warning, shown: false })).toContain("warning, not shown: “careful”");
});

test("the margin says what an entry is: an error, an exit code, a question", () => {
	const native = { what: "native" as const, ...common, path: "/bin/x", arguments: [], code: 3 };
	const html = drawn(
		{ ...error, how: "swallowed", message: "quiet" },
		{ ...native, bestEffort: false, output: "bytes", position: null },
		{ what: "prompt-refused", ...common, prompt: "text", text: "Name?" },
	);
	expect(
		[...html.matchAll(/class="row note (\w+)".*?class="mark">(.)</g)].map(([, ...found]) => found),
	).toEqual([
		["error", "!"],
		["exit", "≠"],
		["asks", "?"],
	]);
});
