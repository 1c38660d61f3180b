import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { canMakeSmallDisks, newSmallDisk } from "../testing/small-disk.ts";
import { makeFifos, startFifos, takeFifos } from "./fifos.ts";

describe.skipIf(process.platform === "win32")("named pipes [POSIX]", () => {
	let base: string;
	let folder: string;
	beforeAll(() => {
		base = mkdtempSync(join(tmpdir(), "caisey-fifos-"));
		folder = join(base, "pipes");
	});
	afterAll(() => rmSync(base, { recursive: true, force: true }));
	const standing = (count: number) => expect.poll(() => readdirSync(folder)).toHaveLength(count);

	test("pipes are ready, a pair for each command; a former process's are gone", async () => {
		mkdirSync(folder);
		writeFileSync(join(folder, "left"), "");
		startFifos(folder);
		expect(existsSync(join(folder, "left"))).toBe(false);
		const first = await takeFifos(folder);
		for (const path of Object.values(first)) {
			expect(statSync(path).isFIFO()).toBe(true);
			expect(statSync(path).mode & 0o777).toBe(0o600);
		}
		await standing(4);
		const [second, third] = await Promise.all([takeFifos(folder), takeFifos(folder)]);
		expect(new Set([first, second, third].flatMap((pair) => Object.values(pair))).size).toBe(6);
		startFifos(folder);
		expect(statSync((await takeFifos(folder)).stderr).isFIFO()).toBe(true);
	});

	test("a caller hears when pipes can't be made, and the next try is a new one", async () => {
		const nowhere = join(base, "nowhere");
		await expect(takeFifos(nowhere)).rejects.toThrow("mkfifo");
		startFifos(nowhere);
		expect(statSync((await takeFifos(nowhere)).stdout).isFIFO()).toBe(true);
	});

	test("pipes for which there is no room for a moment are made after it", async () => {
		const tools = join(base, "tools");
		mkdirSync(tools);
		const full = `[ -e '${tools}/tried' ] || { : > '${tools}/tried'; echo 'No space left on device' >&2; exit 1; }`;
		writeFileSync(join(tools, "mkfifo"), `#!/bin/sh\n${full}\nPATH=\${PATH#*:} exec mkfifo "$@"\n`, {
			mode: 0o700,
		});
		vi.stubEnv("PATH", `${tools}:${process.env.PATH}`);
		onTestFinished(() => void vi.unstubAllEnvs());
		const path = join(base, "pipe");
		await makeFifos(path);
		expect(statSync(path).isFIFO()).toBe(true);
	});

	test("where there is no mkfifo, nothing is tried again", async () => {
		vi.stubEnv("PATH", join(base, "none"));
		onTestFinished(() => void vi.unstubAllEnvs());
		await expect(makeFifos(join(base, "other"))).rejects.toMatchObject({ code: "ENOENT" });
	});

	test.skipIf(!canMakeSmallDisks())(
		"where there can be no more files, that's the error, and none of them stays",
		async () => {
			const disk = newSmallDisk(1);
			try {
				disk.fillFiles();
				await expect(takeFifos(disk.path)).rejects.toMatchObject({ code: "ENOSPC" });
				rmSync(join(disk.path, "files", "0"));
				await expect(takeFifos(disk.path)).rejects.toMatchObject({ code: "ENOSPC" });
				// Those of the next command may be tried just now.
				await expect.poll(() => readdirSync(disk.path)).toEqual(["files"]);
			} finally {
				disk.remove();
			}
		},
	);
});
