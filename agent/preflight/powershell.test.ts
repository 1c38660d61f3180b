// A preflight of PowerShell, by a running agent: modules that are set as traps leave no trace, and the names are the machine's.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Plan } from "../../protocol/plan/plan.ts";
import { ownAccount } from "../machine/account.ts";
import { environmentFor } from "../machine/environment.ts";
import { findShell } from "../process/shells.ts";
import { askedBeforehand } from "../testing/preflight.ts";
import { pwshOfTests } from "../testing/pwsh.ts";
import { agentOfTests } from "../testing/suite.ts";
import { findInPowerShell } from "./powershell/find.ts";

const { peer, agent } = await agentOfTests();
const { hasPwsh, shell } = pwshOfTests(agent.folder.hosts, "preflights of PowerShell");
const folder = mkdtempSync(join(tmpdir(), "caisey-preflight-"));
const mark = join(folder, "mark");
const before = process.env.PSModulePath;
const trap = `[IO.File]::WriteAllText('${mark}', 'ran')`;

/** A module whose every file leaves a mark when it is loaded. */
beforeAll(() => {
	const own = join(folder, "modules", "Trap");
	mkdirSync(own, { recursive: true });
	writeFileSync(join(own, "Trap.psm1"), `${trap}\nfunction Get-Trapped { ${trap} }\n`);
	const manifest = `RootModule = 'Trap.psm1'; ModuleVersion = '1.2.3'; FunctionsToExport = @('Get-Trapped')`;
	writeFileSync(join(own, "Trap.psd1"), `@{\n${manifest}; ScriptsToProcess = @('first.ps1') }\n`);
	writeFileSync(join(own, "first.ps1"), trap);
	process.env.PSModulePath = join(folder, "modules");
});
afterAll(() => {
	if (before === undefined) delete process.env.PSModulePath;
	else process.env.PSModulePath = before;
	rmSync(folder, { recursive: true });
});

const asked = (steps: Plan["steps"]) => askedBeforehand(peer, { shell, steps });
const stepOf = (command: string) => ({ phase: "command" as const, command });

test.runIf(hasPwsh)("a trapped module leaves no trace, however a plan names it", async () => {
	const texts = [
		`Get-Trapped; ${trap}; Trap\\Get-Trapped`,
		"#Requires -Modules Trap\nGet-Trapped",
		"using module Trap\nGet-Trapped",
		`Configuration Trapped { Import-DscResource -ModuleName Trap; ${trap} }`,
	];
	const others = texts.map((command) => ({ phase: "before" as const, command }));
	const answer = await asked([...others, stepOf("Import-Module Trap; $(Get-Trapped) | Out-Null")]);
	expect(answer).toMatchObject({
		state: "checked",
		steps: [true, true, false, false, true].map((parsed) => ({ parsed })),
	});
	expect(existsSync(mark)).toBe(false);
});

test.runIf(hasPwsh)(
	"a plan runs whose commands are as they were, and not once a module of theirs changes",
	async () => {
		const steps = [stepOf("Get-Trapped; 'ran'")];
		const planned = async () => {
			const answer = await asked(steps);
			if (answer.state !== "checked") throw new Error(`${answer.because} ${answer.detail}`);
			const preflight: Plan["preflight"] = { v: 1, endpoints: [{ endpoint: peer.endpoint, ...answer }] };
			return peer.makePlan(steps, { shell, preflight });
		};
		const [first, second] = [await planned(), await planned()];
		expect((await peer.run(first)).end).toEqual({ outcome: "exited", code: 0 });
		rmSync(mark, { force: true });
		writeFileSync(
			join(folder, "modules", "Trap", "Trap.psm1"),
			`${trap}; ${trap}\nfunction Get-Trapped { }\n`,
		);
		const { end } = await peer.run(second);
		expect(end).toMatchObject({
			outcome: "not-started",
			reason: expect.stringContaining("Trap is another file now"),
		});
		expect(existsSync(mark)).toBe(false);
	},
);

test.runIf(hasPwsh)("PowerShell says where a text can't be parsed", async () => {
	const answer = await asked([stepOf("Get-Date"), stepOf("if ($true) {\n\tGet-Date")].slice(1));
	expect(answer).toMatchObject({
		state: "checked",
		steps: [{ problems: [{ what: "syntax", line: 1, column: 12, message: expect.stringContaining("}") }] }],
	});
});

test.runIf(hasPwsh)("nothing is claimed of names behind a PATH entry on the network", async () => {
	const text = "Get-Trapped; sh -c x; no-such-thing; Trap\\Get-Missing";
	const account = await ownAccount();
	const foundFor = async (path: string) => {
		const [found] = await findInPowerShell(agent.folder, shell, [text], {
			...{ shell, shellPath: findShell(shell) ?? "", launcher: [], cwd: folder },
			account,
			env: { ...environmentFor(account, "", shell), PATH: path },
			over: AbortSignal.timeout(600_000),
		});
		return [
			found?.names.map(({ name }) => name),
			found?.problems.flatMap((one) => (one.what === "missing" ? [one.name] : [])),
		];
	};
	const here = process.env.PATH ?? "";
	const [known, missing] = [
		["Get-Trapped", "sh"],
		["no-such-thing", "Trap\\Get-Missing"],
	];
	expect(await foundFor(here)).toEqual([known, missing]);
	expect(await foundFor(`//far/bin:${here}`)).toEqual([["Get-Trapped"], ["Trap\\Get-Missing"]]);
});
