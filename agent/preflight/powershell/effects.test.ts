// What people read about a command of PowerShell before anyone approves it, by the syntax tree that a real PowerShell gives; and
// that nothing of a text runs or is loaded while it is asked.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { effect } from "../../../domain/effects/effect.ts";
import { effectsOfTree, judgeTree } from "../../../domain/effects/powershell/judge.ts";
import { knownCmdlets } from "../../../domain/effects/powershell/lookup.ts";
import { effectsLine } from "../../../words/effects.ts";
import { ownAccount } from "../../machine/account.ts";
import { environmentFor } from "../../machine/environment.ts";
import { findShell } from "../../process/shells.ts";
import { pwshOfTests } from "../../testing/pwsh.ts";
import { ordinary } from "../cases/powershell.ts";
import { hidden } from "../cases/powershell-hidden.ts";
import { hostile } from "../cases/powershell-hostile.ts";
import { furtherOrdinary, harmless } from "../cases/powershell-machine.ts";
import type { Found, Where } from "../found.ts";
import { findInPowerShell, parseInPowerShell } from "./find.ts";

const folder = mkdtempSync(join(tmpdir(), "caisey-effects-"));
const folders = { hosts: join(folder, "hosts"), pipes: folder };
const { hasPwsh, shell } = pwshOfTests(folders.hosts, "what commands of PowerShell would touch");
afterAll(() => rmSync(folder, { recursive: true }));

const where = async (env: Record<string, string> = {}): Promise<Where> => ({
	shell,
	shellPath: findShell(shell) ?? "",
	account: await ownAccount(),
	launcher: [],
	cwd: folder,
	env: { ...environmentFor(await ownAccount(), "", shell), ...env },
	over: new AbortController().signal,
});

describe.skipIf(!hasPwsh)("what people read of PowerShell", () => {
	const rows = [...ordinary, ...furtherOrdinary, ...harmless, ...hostile, ...hidden];
	/** By text, of a Windows machine. */
	const lines = new Map<string, string | null>();
	beforeAll(async () => {
		const all = rows.map(([text]) => text);
		const { texts } = await parseInPowerShell(folders, shell, all, await where());
		for (const [i, parsed] of texts.entries()) {
			const text = all[i] ?? "";
			const effects = parsed.parsed
				? effectsOfTree({ text, ...parsed }, null, "windows")
				: [effect("unknown")];
			lines.set(text, effectsLine(effects, "SYSTEM"));
		}
	});

	test.each(rows)("%s [needs pwsh]", (text, line) => {
		expect(lines.get(text)).toBe(line);
	});

	test("no command that does more than it seems to reads only [needs pwsh]", () => {
		expect([...hostile, ...hidden].filter(([text]) => lines.get(text)?.includes("reads only"))).toEqual([]);
	});
});

/** Each calls `format`, or says that it runs what its text doesn't show. */
const formatting = [
	"format.com D:",
	"& 'C:\\Windows\\System32\\format.com' D:",
	"fo`rmat D:",
	"Start-Process format.com -ArgumentList 'D:'",
	"saps -FilePath format -Args 'D:'",
	"start 'format.com'",
	"Start-Process -FilePath ('for' + 'mat') D:",
	"Start-Process cmd -ArgumentList '/c format D:'",
	"Start-Process timeout -ArgumentList '5 format D:'",
	"function format { 'x' }; format D:",
	"function Get-Date { format D: }; Get-Date",
	"Set-Alias ls format; ls",
	"sal x format; x D:",
	"1 | % { format D: }",
	"Get-ChildItem | Where-Object { format D: }",
	"Invoke-Command { format D: }",
	"Start-Job { format D: }",
	"if ($true) { $x = format D: }",
	'"$(format D:)"',
	"iex 'format D:'",
	"& $x",
	"[Diagnostics.Process]::Start('format')",
	"cmd /c format D:",
	"sudo -n format D:",
	"Invoke-CimMethod Win32_Process Create @{ CommandLine = 'format D:' }",
	"Invoke-Item format.com",
];

describe.skipIf(!hasPwsh)("what a step of PowerShell calls", () => {
	const missed: Record<"windows" | "unix", string[]> = { windows: [], unix: [] };
	beforeAll(async () => {
		const { texts } = await parseInPowerShell(folders, shell, formatting, await where());
		for (const style of ["windows", "unix"] as const)
			missed[style] = formatting.filter((text, i) => {
				const parsed = texts[i];
				if (!parsed?.parsed) return true;
				const { effects, calls } = judgeTree({ text, ...parsed }, null, style);
				const isCalled = calls.some((name) => /(?:^|[\\/])format(?:\.com)?$/.test(name));
				return !isCalled && !effects.some(({ what }) => what === "unseen" || what === "unknown");
			});
	});

	// On Windows, `timeout` waits and runs nothing.
	test.each(["windows", "unix"] as const)("is found, or said to be unread, on %s [needs pwsh]", (style) => {
		expect(missed[style]).toEqual(
			style === "windows" ? ["Start-Process timeout -ArgumentList '5 format D:'"] : [],
		);
	});
});

test("the table knows the usual cmdlets and aliases", () => {
	expect(new Set(knownCmdlets()).size).toBeGreaterThan(120);
});

describe.skipIf(!hasPwsh)("PowerShell that is asked", () => {
	const [modules, programs, trace] = ["modules", "programs", "trace"].map((name) => join(folder, name)) as [
		string,
		string,
		string,
	];
	const touch = `[IO.File]::AppendAllText('${trace}', 'x')`;
	const texts = {
		"a module's command": "Get-Trap",
		"a module's command by its module": "Trap\\Get-Trap; Bare\\Get-Bare",
		"a command of a module whose manifest is code": "Get-Bad",
		"a required module": "#Requires -Modules Trap\nGet-Date",
		"a module that is used": "using module Trap\nGet-Trap",
		"a module that is used further on": "Get-Date; using module Trap",
		"a configuration": "Configuration C { Import-DscResource -ModuleName Trap\nNode x { } }",
		"a configuration after a carriage return":
			"Get-Date\rconfiguration C { Import-DscResource -ModuleName Trap }",
		"a configuration after a comment": "# x\rconfiguration C { Import-DscResource -ModuleName Trap }",
		"a command of a module whose manifest hides a configuration": "Get-Hidden",
		"help that mentions configurations": "<#\nConfiguration: none, using the module's types\n#>\nGet-Date",
		"a workflow": "workflow W { }",
		"code that runs at once": `${touch}; Set-Content '${trace}' x`,
		"code within a text": `"$(${touch})"`,
		"a default value": `param($x = $(${touch}))`,
		"a class": `class A { static $x = $(${touch}) }; [A]::x`,
		"a program": "trap-program",
		"a script": "trap-script; .\\here.ps1; ./here.ps1",
		"a name that asks the network":
			"\\\\server\\share\\x.exe; //server/x; /\\server\\share\\x; & '/\\server\\y.exe'",
		"a missing command": "Get-Date\nGet-Nothing -Force",
		"a function of its own": "function Get-Own { Get-Date }; Get-Own",
		"a syntax error": "Get-Date\nif (",
		aliases: "gci; sp x y z",
		"no command": "'Get-Trap'",
	};
	const found = new Map<string, Found>();
	const of = (what: keyof typeof texts) => found.get(what) as Found;

	beforeAll(async () => {
		const made = [
			modules,
			programs,
			join(modules, "Trap"),
			...["Bare", "Bad", "Hidden"].map((name) => join(modules, name)),
		];
		for (const one of made) mkdirSync(one);
		const module = (name: string) => `${touch}\nfunction ${name} { ${touch} }\n`;
		writeFileSync(join(modules, "Trap", "Trap.psm1"), module("Get-Trap"));
		writeFileSync(join(modules, "Trap", "init.ps1"), touch);
		const manifest = `@{ ModuleVersion = '1.2'; RootModule = 'Trap.psm1'; ScriptsToProcess = 'init.ps1'; FunctionsToExport = @('Get-Trap') }`;
		writeFileSync(join(modules, "Trap", "Trap.psd1"), manifest);
		const bad = `@{ ModuleVersion = $(${touch}); FunctionsToExport = 'Get-Bad' }`;
		writeFileSync(join(modules, "Bad", "Bad.psd1"), bad);
		const hidden =
			"@{ FunctionsToExport = 'Get-Hidden' }\rconfiguration C { Import-DscResource -ModuleName Trap }";
		writeFileSync(join(modules, "Hidden", "Hidden.psd1"), hidden);
		writeFileSync(join(modules, "Bare", "Bare.psm1"), module("Get-Bare"));
		const program = process.platform === "win32" ? "trap-program.cmd" : "trap-program";
		writeFileSync(join(programs, program), `#!/bin/sh\necho x > '${trace}'\n`, { mode: 0o755 });
		for (const path of [join(programs, "trap-script.ps1"), join(folder, "here.ps1")])
			writeFileSync(path, touch);
		const env = { PSModulePath: modules, PATH: `${programs}${delimiter}${process.env.PATH}` };
		const all = await findInPowerShell(folders, shell, Object.values(texts), await where(env));
		for (const [i, what] of Object.keys(texts).entries()) found.set(what, all[i] as Found);
	});

	test("runs and loads nothing of a text, nor of the modules, programs and scripts that it names [needs pwsh]", () => {
		expect(existsSync(trace)).toBe(false);
	});

	test("would leave a trace if it ran one of them [needs pwsh]", async () => {
		const { shellPath } = await where();
		const args = ["-NoProfile", "-NonInteractive", "-Command", "Get-Trap"];
		spawnSync(shellPath, args, { env: { ...process.env, PSModulePath: modules } });
		expect(existsSync(trace)).toBe(true);
		rmSync(trace);
	});

	test("says which module a command comes from, by the text of its manifest [needs pwsh]", () => {
		const path = join(modules, "Trap", "Trap.psd1");
		const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
		const named = { kind: "cmdlet", path, version: "1.2", sha256, module: "Trap" };
		expect(of("a module's command")).toEqual({
			parsed: true,
			calls: ["Get-Trap"],
			problems: [],
			names: [{ name: "Get-Trap", ...named }],
			effects: [effect("unknown", "Get-Trap")],
		});
		expect(of("a module's command by its module").names).toMatchObject([
			{ name: "Bare\\Get-Bare", path: join(modules, "Bare", "Bare.psm1"), version: null },
			{ name: "Trap\\Get-Trap", ...named },
		]);
	});

	test("can't tell what a text does that loads a module while it is parsed, and doesn't parse it [needs pwsh]", () => {
		for (const what of [
			"a module that is used",
			"a module that is used further on",
			"a configuration",
			"a configuration after a carriage return",
			"a configuration after a comment",
			"a workflow",
		] as const)
			expect(of(what)).toEqual({
				parsed: false,
				problems: [],
				names: [],
				calls: null,
				effects: [effect("unknown")],
			});
	});

	test("doesn't parse a manifest that would load something meanwhile [needs pwsh]", () => {
		expect(of("a command of a module whose manifest hides a configuration")).toMatchObject({
			problems: [{ what: "missing", name: "Get-Hidden" }],
			names: [],
		});
	});

	test("parses a text that only speaks of such things [needs pwsh]", () => {
		expect(of("help that mentions configurations")).toMatchObject({
			parsed: true,
			effects: [effect("reads-only")],
		});
	});

	test("can't tell what a required module does that didn't come with PowerShell [needs pwsh]", () => {
		expect(of("a required module")).toMatchObject({
			problems: [],
			effects: [effect("unknown", "module Trap")],
		});
	});

	test("finds programs and scripts, with their hashes [needs pwsh]", () => {
		expect(of("a program").names).toMatchObject([
			{ kind: "program", path: expect.stringContaining("trap-program"), sha256: expect.any(String) },
		]);
		const here = { kind: "script", path: join(folder, "here.ps1") };
		expect(of("a script").names).toMatchObject([
			{ name: "./here.ps1", ...here },
			{ name: ".\\here.ps1", ...here },
			{ name: "trap-script", kind: "script", path: join(programs, "trap-script.ps1") },
		]);
	});

	test("looks up nothing on the network [needs pwsh]", () => {
		expect(of("a name that asks the network")).toMatchObject({ problems: [], names: [] });
	});

	test("names a missing command with its line, and a syntax error with line and column [needs pwsh]", () => {
		expect(of("a missing command").problems).toEqual([
			{ what: "missing", kind: "command", name: "Get-Nothing", line: 2 },
		]);
		expect(of("a syntax error").problems).toMatchObject([
			{ what: "syntax", line: 2, column: 5, message: expect.stringContaining("if") },
		]);
	});

	test("knows the text's own functions, and what an alias stands for [needs pwsh]", () => {
		expect(of("a function of its own")).toMatchObject({ problems: [], effects: [effect("reads-only")] });
		expect(of("aliases").names).toMatchObject([
			{ name: "gci", kind: "alias", module: "Get-ChildItem" },
			{ name: "Get-ChildItem", kind: "cmdlet", module: "Microsoft.PowerShell.Management" },
			{ name: "Set-ItemProperty", kind: "cmdlet", module: "Microsoft.PowerShell.Management" },
			{ name: "sp", kind: "alias", module: "Set-ItemProperty" },
		]);
		expect(of("no command").names).toEqual([]);
	});
});
