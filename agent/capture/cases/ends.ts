// How a step ends: exit codes, exit with something left to format, what can't be parsed, a process that ends itself.
import type { Case } from "./case.ts";

export const ends: Case[] = [
	{ name: "exit", command: "exit 5", code: 5 },
	{ name: "exit without a code", command: "'a'; exit", stdout: "a\n" },
	{ name: "exit in a function", command: "function f { exit 6 }; f; 'a'", code: 6 },
	{ name: "exit in a script block", command: "& { exit 7 }; 'a'", code: 7 },
	{
		name: "exit while a table is open loses nothing",
		command: "[pscustomobject]@{ a = 1 } | Select-Object a; Write-Error boo; exit 5",
		stdout: /\na *\n- *\n1 *\n/,
		stderr: "Write-Error: boo\n",
		entries: ["shown 1:47 boo"],
		code: 5,
	},
	{
		name: "a throw while a table is open loses nothing",
		command: "[pscustomobject]@{ a = 1 }; throw 'bad'",
		stdout: /\na *\n- *\n1 *\n/,
		stderr: /bad/,
		entries: ["shown, ends 1:29 bad"],
		code: 1,
	},
	{ name: "return", command: "'a'; return; 'b'", stdout: "a\n" },
	{ name: "break without a loop", command: "'a'; break; 'b'", stdout: "a\n" },
	{
		name: "what can't be parsed",
		command: "'a'\n1 +* 2",
		stderr: /1 \+\* 2/,
		entries: ["unparsed 2:4 ExpectedValueExpression"],
		code: 1,
	},
	{
		name: "what lacks its end",
		command: "'a'; if ($true) {",
		stderr: "Missing closing '}' in statement block or type definition.\n",
		entries: ["unparsed 1:17 MissingEndCurlyBrace"],
		code: 1,
	},
	{
		name: "what lacks all but its beginning",
		// PowerShell itself doesn't complain about it: https://github.com/PowerShell/PowerShell/issues/14284
		command: "if (",
		stderr: "Missing condition in if statement after 'if ('.\n",
		entries: ["unparsed 1:5 IfStatementMissingCondition"],
		code: 1,
	},
	{
		name: "a process that ends itself",
		command: "'a'; [Environment]::Exit(7)",
		alone: "ends its process",
		stdout: "a\n",
		entries: ["cut off"],
		code: 7,
	},
	{
		name: "a process that ends itself after a swallowed error",
		command: "try { throw 'bad' } catch { }; [Environment]::Exit(0)",
		alone: "ends its process",
		entries: ["swallowed, ends 1:7 bad", "cut off"],
	},
	{ name: "$Host.SetShouldExit", command: "$Host.SetShouldExit(4); 'a'", stdout: "a\n", code: 4 },
	{
		name: "Ignore alone still fails the last statement",
		command: "Get-Item nope:x -ErrorAction Ignore",
		entries: [/^silenced 1:1 /],
		code: 1,
		status: "false null",
	},
	{
		name: "a module that is made in memory",
		command: "New-Module m { function f { 'in m' } } | Import-Module; f",
		stdout: "in m\n",
		commands: ["f Function m"],
	},
	{
		name: "an error in a module's function",
		command: "New-Module m { function f { try { throw 'bad' } catch { } ; 'a' } } | Import-Module; f",
		stdout: "a\n",
		entries: [/^swallowed, ends .* bad$/],
	},
	{
		name: "names are resolved once",
		command: "Get-Date | Out-Null; Get-Date | Out-Null; gci variable: | Out-Null",
		commands: [
			"Get-Date Cmdlet Microsoft.PowerShell.Utility",
			"gci Alias null",
			"Get-ChildItem Cmdlet Microsoft.PowerShell.Management",
		],
	},
	{
		name: "a program's name is its path",
		command: `Set-Alias n '{node}'; n -e 'process.exit(0)'`,
		entries: [/^1:\d+ node -e process\.exit\(0\) = 0 \(bytes\)$/],
	},
];
