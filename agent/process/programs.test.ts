// The hash of a file: only of one that ends, and no longer than someone waits for it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileHash } from "./programs.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-programs-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "tool");
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

test("a file is hashed again when it has changed", async () => {
	writeFileSync(file, "one");
	expect([await fileHash(file), await fileHash(file)]).toEqual([hashOf("one"), hashOf("one")]);
	writeFileSync(file, "three");
	expect(await fileHash(file)).toBe(hashOf("three"));
});

test.skipIf(process.platform === "win32")("a device or a pipe isn't read: it may never end", async () => {
	const pipe = join(folder, "pipe");
	execFileSync("mkfifo", [pipe]);
	expect([await fileHash("/dev/zero"), await fileHash(pipe), await fileHash(folder)]).toEqual([
		null,
		null,
		null,
	]);
});

test("a file that is larger than was asked for isn't read", async () => {
	writeFileSync(file, "large");
	expect([await fileHash(file, { largest: 4 }), await fileHash(file, { largest: 5 })]).toEqual([
		null,
		hashOf("large"),
	]);
});

test("a hash that no one waits for any more ends, and isn't taken to be impossible", async () => {
	writeFileSync(file, "awaited");
	const over = AbortSignal.abort();
	await expect(fileHash(file, { over })).rejects.toBe(over.reason);
	expect(await fileHash(file)).toBe(hashOf("awaited"));
});
