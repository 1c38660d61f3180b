// What the agent learns about a shell, from a stand-in whose answers the test decides.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeShell } from "./shells.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-shells-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(process.platform === "win32")(
	"a PowerShell that did not answer is asked again, not written off [needs sh scripts as programs]",
	async () => {
		const path = join(folder, "pwsh");
		const answers = join(folder, "answers");
		const body = `#!/bin/sh\n[ -e '${answers}' ] || exit 1\nprintf '7.6.5\\r\\nAllSigned\\r\\n65001\\r\\n'\n`;
		writeFileSync(path, body, { mode: 0o755 });
		expect(existsSync(answers)).toBe(false);
		expect(await describeShell("pwsh", path)).toMatchObject({ version: null, facts: {} });
		writeFileSync(answers, "");
		await expect.poll(async () => (await describeShell("pwsh", path)).version).toBe("7.6.5");
		expect((await describeShell("pwsh", path)).facts).toMatchObject({
			PSVersion: "7.6.5",
			ExecutionPolicy: "AllSigned",
			"Code page": "65001",
		});
	},
);
