// What the record of a run for the logged-on user of Windows says of it, and what the agent doesn't look at for it.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ownAccount } from "../machine/account.ts";
import { findShell } from "../process/shells.ts";
import { gatherContext } from "./context.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-context-"));
afterAll(() => rmSync(folder, { recursive: true }));
const tool = join(folder, "tool.exe");
writeFileSync(tool, "");
chmodSync(tool, 0o755);

const contextOf = async (more: { session?: number }, command = "tool.exe -q") => {
	const { context } = await gatherContext(
		{
			...{ shell: "sh", shellPath: findShell("sh") ?? "", command, launcher: [], cwd: folder },
			...{ account: { ...(await ownAccount()), ...more }, env: { PATH: folder }, secrets: {}, runner: null },
		},
		"a runtime",
	);
	return context;
};

test.each(["tool.exe -q", "./tool.exe"])(
	"the program of %j isn't looked for by the PATH and folder of the logged-on user of Windows",
	async (command) => {
		expect((await contextOf({}, command)).executable).toMatchObject({ path: tool });
		expect((await contextOf({ session: 2 }, command)).executable).toBeNull();
	},
);

test("its locale is not the agent's in the place of theirs", async () => {
	const [own, theirs] = await Promise.all([contextOf({}), contextOf({ session: 2 })]);
	expect(own.locale).not.toContain("can't tell");
	expect(theirs.locale).toBe("can't tell: asked as the agent's account");
});
