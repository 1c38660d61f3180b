// What the agent learns about a shell, from a stand-in whose answers the test decides.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeShell } from "./shells.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-shells-"));
const configuration = process.env.XDG_CONFIG_HOME;
afterAll(() => {
	if (configuration === undefined) delete process.env.XDG_CONFIG_HOME;
	else process.env.XDG_CONFIG_HOME = configuration;
	rmSync(folder, { recursive: true });
});

test.skipIf(process.platform === "win32")(
	"a PowerShell that did not answer is asked again, not written off [needs sh scripts as programs]",
	async () => {
		const path = join(folder, "pwsh");
		const answers = join(folder, "answers");
		const body = `#!/bin/sh\n[ -e '${answers}' ] || exit 1\nprintf '%s\\r\\n' 'table PSVersion=7.6.5' ExecutionPolicy=AllSigned 'Code page=65001'\n`;
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

test.skipIf(process.platform === "win32")(
	"a PowerShell is asked again as soon as a file with its policies changes [needs sh scripts as programs]",
	async () => {
		const home = mkdtempSync(join(folder, "home-"));
		const path = join(home, "pwsh");
		const policy = join(home, "policy");
		process.env.XDG_CONFIG_HOME = join(home, "user");
		mkdirSync(join(home, "user", "powershell"), { recursive: true });
		writeFileSync(policy, "RemoteSigned");
		const body = `#!/bin/sh\nprintf '%s\\n' 'table PSVersion=7' "ExecutionPolicy=$(cat '${policy}')"\n`;
		writeFileSync(path, body, { mode: 0o755 });
		const told = async () => (await describeShell("pwsh", path)).facts.ExecutionPolicy;
		expect(await told()).toBe("RemoteSigned");
		for (const [file, now] of [
			[join(home, "powershell.config.json"), "AllSigned"],
			[join(home, "user", "powershell", "powershell.config.json"), "Restricted"],
		] as const) {
			writeFileSync(policy, now);
			writeFileSync(file, "{}");
			expect(await told()).toBe(now);
		}
	},
);
