// Evidence bundles, and the script in docs/: what was done to one is found, and named.
import { beforeAll, describe, expect, test } from "vitest";
import { concat, fromUtf8, utf8 } from "../../../protocol/bytes.ts";
import { workerKey } from "../../keys/crypto.ts";
import {
	bundleOf,
	type Files,
	packed,
	rewritten,
	smallSession,
	unpacked,
	zipped,
} from "./testing/bundles.ts";
import { numbers, randomOf } from "./testing/changes.ts";
import { exportOf } from "./testing/making.ts";
import { provenSession } from "./testing/proven.ts";
import { newKey } from "./testing/recordings.ts";
import { ask } from "./testing/script.ts";
import type { Loose } from "./testing/stored.ts";

let made: Awaited<ReturnType<typeof smallSession>>;
let bundle: Uint8Array;
let key: string;
beforeAll(async () => {
	made = await smallSession();
	bundle = await bundleOf(made);
	({ key } = await workerKey(made.env));
});

const first = ({ lines }: { lines: string[] }): string => lines.at(-2) ?? "";

test("everything in a bundle holds where nothing was changed", async () => {
	const { code, lines } = await ask(bundle, key);
	expect(lines.filter((line) => /^(BROKEN|open)/.test(line))).toEqual([]);
	expect([code, lines.at(-1)]).toEqual([0, "Everything holds."]);
});

test("a bundle of a session that went through everything holds, with what was erased left out", async () => {
	const proven = await provenSession();
	const whole = await bundleOf(proven);
	expect(await ask(whole, proven.key.key)).toMatchObject({ code: 0 });
	expect(fromUtf8(concat(...Object.values(unpacked(whole))))).not.toContain("Jane Roe");
});

test("a bundle says of a session what its JSON export says", async () => {
	const telling = ({ lines }: { lines: string[] }) =>
		lines.filter((line) => !/archive|manifest|heads\.jsonl|byte for byte/.test(line));
	expect(telling(await ask(bundle, key))).toEqual(telling(await ask(await exportOf(made), key)));
});

test("a bundle is consistent, and not authenticated, where no key is named", async () => {
	const { code, lines } = await ask(bundle);
	expect([code, lines.at(-1)]).toEqual([
		3,
		expect.stringMatching(/^Consistent, but NOT authenticated: anyone can make such a file/),
	]);
});

test("a bundle that someone else signed is consistent, and not by the key that is named", async () => {
	const { raw } = newKey();
	const { code, lines } = await ask(bundle, raw);
	expect(code).toBe(1);
	expect(first({ lines })).toMatch(
		/^The first thing that doesn't hold: key [0-9a-f]{16} is one that you named$/,
	);
});

/** Run `n` of the session, by its folder. */
const runOf = (files: Files, n: number): string =>
	Object.keys(files)
		.filter((name) => name.endsWith("/records.jsonl"))
		.map((name) => name.replace("/records.jsonl", ""))[n] ?? "";
const edited = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] ?? 0) ^ 1);

/** Each change by someone who makes manifest and archive again, and what the script names first of it. */
const attacks: Record<string, [change: (files: Files) => void, named: RegExp]> = {
	"one changed byte of output": [
		(files) => {
			const name = `${runOf(files, 1)}/stdout`;
			files[name] = edited(files[name] as Uint8Array, 2);
		},
		/every record has its hash: wrong at 3$/,
	],
	"two swapped chunks of output": [
		(files) => {
			const name = `${runOf(files, 1)}/stdout`;
			files[name] = utf8("3\n4\n1\n2\n");
		},
		/every record has its hash: wrong at 3, 5$/,
	],
	"the tail of an output cut": [
		(files) => {
			const name = `${runOf(files, 1)}/stdout`;
			files[name] = (files[name] as Uint8Array).slice(0, -2);
		},
		/stdout has the 8 bytes that its records say$/,
	],
	"a removed event": [
		(files) => rewritten(files, "events.jsonl", (rows) => rows.toSpliced(2, 1)),
		/events, none missing in between$/,
	],
	"a removed event, the others renumbered": [
		(files) =>
			rewritten(files, "events.jsonl", (rows) =>
				rows.toSpliced(2, 1).map((row, i) => ({ ...row, seq: i + 1 })),
			),
		/^BROKEN head [0-9a-f]{64} over 15 events, signed with /,
	],
	"all after the plan cut": [
		(files) => rewritten(files, "events.jsonl", (rows) => rows.slice(0, 3)),
		/heads\.jsonl has the 0 signed heads of the events$/,
	],
	"an erased run": [
		(files) => {
			const folder = runOf(files, 1);
			for (const name of Object.keys(files)) if (name.startsWith(`${folder}/`)) delete files[name];
			rewritten(files, "runs.jsonl", (rows) => rows.toSpliced(1, 1));
		},
		/3 runs are due: each step of each approved plan on each endpoint, and each is here once$/,
	],
	"an erased output that no event tells": [
		(files) => {
			const folder = runOf(files, 1);
			files[`${folder}/stderr`] = new Uint8Array(0);
			rewritten(files, `${folder}/records.jsonl`, (rows) => {
				const row = rows.find(({ kind }: Loose) => kind === "stderr");
				Object.assign(row, { bytes: null, salt: null, erased: true });
			});
		},
		/its records: the erasure of record 4 not as recorded$/,
	],
	"another plan": [
		(files) =>
			rewritten(files, "plans.jsonl", ([plan]) => {
				plan.text = plan.text.replace("seq 1 3", "seq 1 9");
			}),
		/has the digest [0-9a-f]{64} that was proposed$/,
	],
	"another head": [
		(files) =>
			rewritten(files, "heads.jsonl", ([head]) => {
				head.count++;
			}),
		/heads\.jsonl has the 4 signed heads of the events$/,
	],
	"other keys": [
		(files) => {
			const keys = JSON.parse(fromUtf8(files["keys.json"] as Uint8Array));
			keys.workerKeys[0].key = newKey().raw;
			files["keys.json"] = utf8(`${JSON.stringify(keys)}\n`);
		},
		/the id [0-9a-f]{16} is not its key's$/,
	],
	"another header among the keys": [
		(files) => {
			const [keys, header] = ["keys.json", "header.json"].map((name) =>
				JSON.parse(fromUtf8(files[name] as Uint8Array)),
			);
			files["keys.json"] = utf8(`${JSON.stringify({ ...keys, header })}\n`);
			files["header.json"] = utf8(`${JSON.stringify({ ...header, request: "something else" })}\n`);
		},
		/the header says what the events say: not request$/,
	],
	"a file more": [
		(files) => {
			files["runs/extra"] = utf8("x");
		},
		/nothing in the bundle names runs\/extra$/,
	],
	"a file less": [(files) => void delete files["heads.jsonl"], /heads\.jsonl is missing from the bundle$/],
	"another client in the header": [
		(files) => {
			files["header.json"] = utf8(fromUtf8(files["header.json"] as Uint8Array).replace("Acme", "Bcme"));
		},
		/the manifest is, byte for byte, what the Worker exported$/,
	],
};

describe("the script finds and names, though manifest and archive are made again,", () => {
	test.each(Object.entries(attacks))("%s", async (_what, [change, named]) => {
		const files = unpacked(bundle);
		change(files);
		const { code, lines } = await ask(await packed(files), key);
		expect(lines.filter((line) => line.startsWith("BROKEN"))).not.toEqual([]);
		expect(lines.join("\n")).toMatch(new RegExp(named.source, "m"));
		expect([code, lines.at(-1)]).toEqual([1, "Something does NOT hold."]);
		// Where its manifest stays, that alone names the file.
		if (Object.keys(files).length !== Object.keys(unpacked(bundle)).length) return;
		expect(first(await ask(await zipped(files), key))).toMatch(
			/^The first thing that doesn't hold: \d+ files are, byte for byte, those of the manifest: (\S+ is changed(, )?)+$/,
		);
	});
});

/** What can be done to the archive itself. */
const archives: Record<string, [change: (whole: Uint8Array) => Uint8Array, named: RegExp]> = {
	"its tail cut": [(whole) => whole.slice(0, -40), /the archive has no end: its tail is cut/],
	"half of it": [(whole) => whole.slice(0, whole.length / 2), /the archive has no end/],
	"something after it": [
		(whole) => concat(whole, utf8("x")),
		/the archive has no end.*or something follows it/,
	],
	"a byte of a name": [
		(whole) => edited(whole, 30),
		/laid out as Caisey writes it.*: not what stands before README\.txt$/,
	],
	"a byte of a time": [(whole) => edited(whole, 10), /: not what stands before README\.txt$/],
	"something before it": [
		(whole) => concat(utf8("PK"), whole),
		/the archive's directory breaks off at file 1|laid out as Caisey writes it/,
	],
};

describe("the script names what is wrong with an archive:", () => {
	test.each(Object.entries(archives))("%s", async (_what, [change, named]) => {
		const said = await ask(change(bundle), key);
		expect(first(said)).toMatch(named);
		expect(said.code).toBe(1);
	});
});

/** A change of the file as such: a bit, a byte more or less, two parts swapped, the tail cut. */
const changed = (whole: Uint8Array, seed: number): Uint8Array => {
	const random = randomOf(seed);
	const at = random(whole.length);
	const by = 1 + random(63);
	const parts = [whole.slice(0, at), whole.slice(at, at + by), whole.slice(at + by)] as const;
	const ways: (() => Uint8Array)[] = [
		() => whole.with(at, (whole[at] ?? 0) ^ (1 << random(8))),
		() => concat(parts[0], parts[2]),
		() => concat(parts[0], parts[1], parts[1], parts[2]),
		() => concat(parts[0], parts[2].slice(0, by), parts[1], parts[2].slice(by)),
		() => parts[0],
	];
	return ways[random(ways.length)]?.() ?? whole;
};

test("none of 1,000 random changes of a bundle stays unfound, and each is named", async () => {
	const unseen: number[] = [];
	for (const seed of numbers(1_000)) {
		const now = changed(bundle, seed);
		if (Buffer.compare(now, bundle) === 0) continue;
		const said = await ask(now, key);
		// What no longer begins as an archive is no JSON either.
		if (said.code !== 1 || !first(said).startsWith("The first thing that doesn't hold: ")) unseen.push(seed);
	}
	expect(unseen).toEqual([]);
});
