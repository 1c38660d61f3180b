// Names in steps of cmd, looked up on this machine.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ownAccount } from "../../machine/account.ts";
import { findCmd } from "./cmd.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-cmd-"));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ["here.exe", "there.exe"]) {
	writeFileSync(join(folder, name), "");
	chmodSync(join(folder, name), 0o755);
}

const where = async () => ({
	...{ shell: "cmd" as const, shellPath: "/bin/sh", launcher: [], cwd: folder },
	over: AbortSignal.timeout(600_000),
	account: await ownAccount(),
	env: { PATH: folder },
});
const text = "here.exe & ver & gone.exe & ./there.exe";

test("programs are found in the folder and on the PATH of the step, or missing", async () => {
	const { names, problems } = await findCmd(text, await where());
	expect(names.map(({ name, kind }) => [name, kind])).toEqual([
		["here.exe", "program"],
		["ver", "builtin"],
		["./there.exe", "program"],
	]);
	expect(problems).toEqual([{ what: "missing", kind: "command", name: "gone.exe", line: 1 }]);
});
