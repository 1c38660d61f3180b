// Which shell runs a file, and what it would read otherwise than was meant.
import { expect, test } from "vitest";
import type { Shell, Step } from "../protocol/plan/plan.ts";
import { Script } from "../protocol/plan/script.ts";
import { plainName, scriptDoubts, scriptProblem, shellsFor, typedScript } from "./script.ts";

test.each<[string, string, Shell[] | null]>([
	["fix.ps1", "a", ["powershell", "pwsh"]],
	["Fix.PS1", "#!/bin/bash\n", ["powershell", "pwsh"]],
	["clean.bat", "a", ["cmd"]],
	["clean.cmd", "a", ["cmd"]],
	["fix.sh", "a", ["sh"]],
	["fix.sh", "#!/bin/bash\n", ["bash"]],
	["fix.bash", "a", ["bash"]],
	["fix", "#!/usr/bin/env bash\n", ["bash"]],
	["fix.txt", "#!/bin/sh\n", ["sh"]],
	["fix.txt", "#!/usr/bin/env pwsh\n", ["pwsh"]],
	["fix.sh", "#!/usr/bin/python3\n", null],
	["fix.py", "#!/usr/bin/python3\n", null],
	["notes.txt", "a", null],
])("%s that begins with %j runs in %j", (name, text, shells) => {
	expect(shellsFor(name, text)).toEqual(shells);
});

test.each<[string, Shell, string]>([
	["fix.ps1", "pwsh", "fix.ps1"],
	["Ändere Drucker (2).PS1", "powershell", "Andere-Drucker-2.ps1"],
	["../../etc/x.sh", "sh", "x.sh"],
	["C:\\a\\b.bat", "cmd", "b.bat"],
	["con.bat", "cmd", "script-con.bat"],
	["日本.sh", "sh", "script.sh"],
	["fix", "bash", "fix.sh"],
	["fix.txt", "pwsh", "fix.ps1"],
	[`${"a".repeat(200)}.cmd`, "cmd", `${"a".repeat(48)}.cmd`],
])("the file %s is called plainly for %s", (name, shell, plain) => {
	expect(plainName(name, shell)).toBe(plain);
	expect(Script.shape.name.safeParse(plain).success).toBe(true);
});

test("what someone typed for cmd ends its lines as cmd needs it", () => {
	expect(typedScript("a\nb\r\n", "cmd")).toEqual({
		command: "a\r\nb\r\n",
		script: { name: "command.bat", encoding: "utf-8" },
	});
});

test("Windows PowerShell gets a mark before letters that it would misread", () => {
	expect(typedScript("'ä'", "powershell").script.encoding).toBe("utf-8-bom");
	expect(typedScript("'a'", "powershell").script.encoding).toBe("utf-8");
	expect(typedScript("'ä'", "pwsh").script.encoding).toBe("utf-8");
});

const step = (name: string, command: string, change: Partial<Script> = {}): Step => ({
	phase: "command",
	command,
	script: { name, encoding: "utf-8", arguments: [], ...change },
});

test.each<[string, Step, Shell, ReturnType<typeof scriptProblem>]>([
	[
		"in a shell for other files",
		step("a.bat", "a"),
		"pwsh",
		{ what: "ending", name: "a.bat", shell: "pwsh", shells: ["cmd"] },
	],
	[
		"whose first line names another shell",
		step("a.sh", "#!/bin/bash\n"),
		"sh",
		{ what: "shebang", program: "bash", shell: "sh" },
	],
	[
		"in UTF-16 for sh",
		step("a.sh", "a", { encoding: "utf-16le-bom" }),
		"sh",
		{ what: "encoding", encoding: "utf-16le-bom", shell: "sh" },
	],
	[
		"in UTF-16 for cmd",
		step("a.bat", "a", { encoding: "utf-16le-bom" }),
		"cmd",
		{ what: "encoding", encoding: "utf-16le-bom", shell: "cmd" },
	],
	[
		"with an argument that cmd expands",
		step("a.bat", "a", { arguments: ["%PATH%"] }),
		"cmd",
		{ what: "argument", argument: "%PATH%" },
	],
	[
		"with a quote for cmd",
		step("a.bat", "a", { arguments: ['a" & b'] }),
		"cmd",
		{ what: "argument", argument: 'a" & b' },
	],
	["that its shell runs", step("a.sh", "#!/bin/sh -e\n", { arguments: ['%"'] }), "sh", null],
	["that is none", { phase: "command", command: "#!/bin/bash" }, "sh", null],
])("a script %s is judged", (_, one, shell, problem) => {
	expect(scriptProblem(one, shell)).toEqual(problem);
});

test.each<[string, Step, Shell, string[]]>([
	["CR LF in sh", step("a.sh", "if true\r\nthen\r\n"), "sh", ["carriage-returns"]],
	["CR LF in PowerShell", step("a.ps1", "a\r\nb"), "pwsh", []],
	["a mark in bash", step("a.sh", "a", { encoding: "utf-8-bom" }), "bash", ["mark"]],
	["a mark in cmd", step("a.bat", "a", { encoding: "utf-8-bom" }), "cmd", ["mark"]],
	["letters beyond ASCII in cmd", step("a.bat", "echo ä"), "cmd", ["code-page"]],
	["the same after chcp 65001", step("a.bat", "@echo off\r\nchcp 65001 >nul\r\necho ä"), "cmd", []],
	["letters beyond ASCII without a mark", step("a.ps1", "'ä'"), "powershell", ["no-mark"]],
	["the same with a mark", step("a.ps1", "'ä'", { encoding: "utf-8-bom" }), "powershell", []],
	["labels between bare line feeds", step("a.bat", "goto end\n:end\n"), "cmd", ["line-feeds"]],
	["labels between CR LF", step("a.bat", "goto end\r\n:end\r\n"), "cmd", []],
	["a command line", { phase: "command", command: "a\r\nb" }, "sh", []],
])("%s: what its shell reads otherwise is named", (_, one, shell, doubts) => {
	expect(scriptDoubts(one, shell)).toEqual(doubts);
});
