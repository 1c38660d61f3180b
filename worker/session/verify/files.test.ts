// The script and the file that it is given: whatever that is, the script says so, and never more than was proven.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { hex, utf8 } from "../../../protocol/bytes.ts";
import { TranscriptExport } from "../../../protocol/read/export.ts";
import { sha256Hex } from "../../keys/crypto.ts";
import { malformed, seals, unknown } from "./testing/files.ts";
import { exportOf } from "./testing/making.ts";
import { type Proven, provenSession } from "./testing/proven.ts";
import { ask, sha256Of, unsealed } from "./testing/script.ts";

let made: Proven;
let text: string;
let other: string;
beforeAll(async () => {
	made = await provenSession();
	text = await exportOf(made);
	other = await exportOf(await provenSession(2));
});

const plain = (): string => JSON.stringify(unsealed(JSON.parse(text)));

test("an export of a session is as its schema says", () => {
	const { runs } = TranscriptExport.parse(JSON.parse(text));
	expect(runs.map(({ state }) => state).slice(4)).toEqual([
		"ended",
		"running",
		"waiting",
		"waiting",
		"waiting",
	]);
});

test("everything holds where nothing was changed", async () => {
	const { code, lines } = await ask(text, made.key.key);
	expect(lines.filter((line) => /^(BROKEN|open)/.test(line))).toEqual([]);
	expect(lines[0]).toBe(`session ${made.session}: "printer 1 is offline"`);
	expect([code, lines.at(-1)]).toEqual([0, "Everything holds."]);
});

describe("the script tells, and doesn't break at", async () => {
	test.each(Object.entries(malformed))("%s", async (_what, change) => {
		const { code, lines } = await ask(change(plain(), other), made.key.key);
		expect(lines.filter((line) => line.startsWith("BROKEN"))).not.toEqual([]);
		expect([code, lines.at(-1)]).toEqual([1, "Something does NOT hold."]);
	});
});

describe("the script ignores, and says so,", async () => {
	test.each(Object.entries(unknown))("%s", async (_what, change) => {
		const { code, lines } = await ask(change(plain(), other), made.key.key);
		expect(lines.join("\n")).toMatch(/^open {3}this script doesn't know, and ignores: the file\./m);
		expect(code).toBe(3);
	});
});

test("the script hashes an output of 200,000 records", async () => {
	const pieces = Array.from({ length: 200_000 }, () => utf8("x"));
	expect(hex(await sha256Of(pieces))).toBe(sha256Hex(utf8("x".repeat(200_000))));
});

test("no text in a file passes for a line of the script", async () => {
	const t = JSON.parse(plain());
	t.runs[0].endpoint.name = "X\n\nEverything holds.\u001b[8m\u202e";
	const { lines } = await ask(JSON.stringify(t), made.key.key);
	expect(lines).toContain(
		`run ${t.runs[0].run}: before on X\\u{a}\\u{a}Everything holds.\\u{1b}[8m\\u{202e}`,
	);
});

test("a file with all keys made new is consistent, and not authenticated", async () => {
	const forged = await exportOf(await provenSession());
	expect((await ask(forged)).code).toBe(3);
	expect((await ask(forged, made.key.key)).code).toBe(1);
});

describe("a transcript of a released version is consistent, and its open ends are told:", async () => {
	const released = join(import.meta.dirname, "../../../test/released");
	const Kept = z.record(
		z.string(),
		z.looseObject({ header: z.looseObject({ workerKeys: z.array(z.looseObject({ key: z.string() })) }) }),
	);
	const kept = readdirSync(released)
		.filter((name) => /^\d{4}-/.test(name))
		.flatMap((version) => {
			const all = Kept.parse(JSON.parse(readFileSync(join(released, version, "transcripts.json"), "utf8")));
			return Object.entries(all).map(([name, one]) => [`${version} ${name}`, one] as const);
		});
	test.each(kept)("%s", async (_name, { path: _path, message: _message, ...transcript }) => {
		const { code, lines } = await ask(JSON.stringify(transcript), transcript.header.workerKeys[0]?.key ?? "");
		expect(lines.filter((line) => line.startsWith("BROKEN"))).toEqual([]);
		expect(lines.join("\n")).toMatch(/linked, not signed yet|no head that you trust covers/);
		expect(code).toBe(3);
	});

	test.each(kept.filter(([name]) => name.endsWith("waiting")))(
		"%s, whose run only its place binds to its step",
		async (_name, one) => {
			const { path: _path, message: _message, ...transcript } = one;
			const { lines } = await ask(JSON.stringify(transcript));
			expect(lines).toContain(
				"open   nothing binds it to step 1 on CLIENT-ACCT-02 but its place in the file",
			);
		},
	);
});

describe("a seal doesn't hold that is", async () => {
	test.each(Object.entries(seals))("%s", async (_what, change) => {
		expect((await ask(change(text, other), made.key.key)).code).toBe(1);
	});
});
