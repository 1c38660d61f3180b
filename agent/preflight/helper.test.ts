import { getPriority } from "node:os";
import { expect, test } from "vitest";
import { ownAccount } from "../machine/account.ts";
import { environmentFor } from "../machine/environment.ts";
import { findShell } from "../process/shells.ts";
import type { Where } from "./found.ts";
import { askHelper } from "./helper.ts";

test.skipIf(process.platform === "win32")(
	"a proposal's check stands behind what runs, and an approved plan's doesn't wait for it [POSIX]",
	async () => {
		const account = await ownAccount();
		const priorityOf = async (background: boolean) => {
			const where: Where = {
				shell: "sh",
				...{ shellPath: findShell("sh") ?? "", launcher: [], cwd: "/", account, background },
				env: environmentFor(account, "", "sh"),
				over: AbortSignal.timeout(600_000),
			};
			// It reads first: its input comes once its priority is set.
			const { stdout } = await askHelper(where, [where.shellPath, "-c", "read line; nice"], "go\n");
			return Number(stdout);
		};
		expect(await priorityOf(true)).toBeGreaterThan(getPriority());
		expect(await priorityOf(false)).toBe(getPriority());
	},
);
