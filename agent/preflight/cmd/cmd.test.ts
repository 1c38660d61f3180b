// Names in steps of cmd, looked up on this machine.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ownAccount } from "../../machine/account.ts";
import { findPosix } from "../posix/posix.ts";
import { findCmd } from "./cmd.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-cmd-"));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ["here.exe", "there.exe"]) {
	writeFileSync(join(folder, name), "");
	chmodSync(join(folder, name), 0o755);
}

const where = async (session?: number) => ({
	...{ shell: "cmd" as const, shellPath: "/bin/sh", launcher: [], cwd: folder },
	over: AbortSignal.timeout(60_000),
	account: { ...(await ownAccount()), ...(session !== undefined && { session }) },
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

test("for the logged-on user of Windows none is looked for, and none is called missing", async () => {
	const { names, problems } = await findCmd(text, await where(2));
	expect(names.map(({ name }) => name)).toEqual(["ver"]);
	expect(problems).toEqual([]);
	const sh = await findPosix("here.exe; ./there.exe; gone.exe; echo", { ...(await where(2)), shell: "sh" });
	expect(sh.names.map(({ name }) => name)).toEqual(["echo"]);
	expect(sh.problems).toEqual([]);
});
