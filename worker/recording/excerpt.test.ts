import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { lineCount } from "./excerpt.ts";
import { migrations, type RecordingStore, recordingStore } from "./store.ts";

let store: RecordingStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = recordingStore(storage.sql);
	const spec = { run: "r", session: "s", client: "c", endpoint: "e", key: "k", plan: "pl", digest: "d" };
	store.prepare(spec, 0, null);
});

const put = (kind: "stdout" | "stderr" | "event", bytes: Uint8Array) => {
	const tail = store.tail();
	store.append({ n: tail.n + 1, kind, at: 0, offset: kind === "event" ? 0 : tail[kind], bytes }, tail, 0);
};

test.each([
	["nothing", [], 0],
	[
		"a line cut in two",
		[
			["stdout", "a"],
			["stdout", "b\n"],
		],
		1,
	],
	["a last line without its line feed", [["stdout", "a\nb"]], 2],
	[
		"two streams, each within a line",
		[
			["stdout", "a"],
			["stderr", "x\ny"],
			["stdout", "b"],
		],
		3,
	],
	[
		"events, which aren't output",
		[
			["event", "{\n}\n"],
			["stdout", "\n\n"],
		],
		2,
	],
] as [string, ["stdout" | "stderr" | "event", string][], number][])("lines of %s", (_what, all, lines) => {
	for (const [kind, text] of all) put(kind, utf8(text));
	expect(lineCount(store)).toBe(lines);
});

test("lines of output too large to read again are not counted", () => {
	for (let n = 0; n < 9; n++) put("stdout", new Uint8Array(1_048_576));
	expect(lineCount(store)).toBeNull();
});
