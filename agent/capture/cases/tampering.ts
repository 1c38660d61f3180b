// A step that changes what PowerShell gives everyone: preferences, and commands of its own with others' names.
import type { Case } from "./case.ts";

export const tampering: Case[] = [
	{
		name: "Write-Error redefined",
		code: 1,
		command: "function Write-Error { 'mine' }; Write-Error boo; try { throw 'bad' } catch { }",
		stdout: "mine\n",
		entries: ["swallowed, ends 1:57 bad"],
	},
	{
		name: "Out-Default redefined",
		command: "function Out-Default { 'mine' }; 'a'; Write-Error boo",
		stdout: "a\n",
		stderr: "Write-Error: boo\n",
		entries: ["shown 1:39 boo"],
		code: 1,
	},
	{
		name: "an error with the id of a program's line on stderr",
		command: "try { Write-Error boo -ErrorId NativeCommandError -ErrorAction Stop } catch { }; 'a'",
		stdout: "a\n",
		entries: ["swallowed, ends 1:7 boo"],
	},
	{
		name: "$Error replaced by nothing",
		code: 1,
		command:
			"try { throw 'one' } catch { }; try { $global:Error = $null } catch { }; try { throw 'two' } catch { }",
		entries: [
			"swallowed, ends 1:7 one",
			/^swallowed, ends 1:\d+ Cannot overwrite variable/,
			/^swallowed, ends 1:\d+ two$/,
		],
	},
	{
		name: "$LASTEXITCODE set by hand is no program",
		command: "$LASTEXITCODE = 5; 'a'",
		stdout: "a\n",
		status: "true 5",
	},
	{
		name: "Set-StrictMode",
		command:
			"Set-StrictMode -Version Latest; try { $nothing } catch { }; try { $LASTEXITCODE } catch { }; 'a'",
		stdout: "a\n",
		entries: [
			/^swallowed, ends 1:39 The variable '\$nothing'/,
			/^swallowed, ends 1:\d+ The variable '\$LASTEXITCODE'/,
		],
	},
	{
		name: "$FormatEnumerationLimit set by the step counts",
		command: "$FormatEnumerationLimit = 2; [pscustomobject]@{ all = 1..9 }",
		stdout: /\{1, 2…\}/,
		// Code page 437 has no ellipsis: Windows takes what looks most like it.
		onWindows: { stdout: /\{1, 2\.\}/ },
	},
	{
		name: "the host looks like PowerShell's own",
		command:
			"$Host.Name; $Host.Version -eq $PSVersionTable.PSVersion; $Host.PrivateData.GetType().Name; [bool]$PROFILE",
		stdout: "ConsoleHost\nTrue\nConsoleColorProxy\nTrue\n",
	},
	{
		name: "[Console]::Out of its own",
		command: "[Console]::SetOut([IO.TextWriter]::Null); [Console]::WriteLine('lost'); 'kept'",
		alone: "changes its process",
		stdout: "kept\n",
	},
	{
		name: "Invoke-Expression",
		command: "Invoke-Expression \"try { throw 'bad' } catch { }; 'a'\"",
		stdout: "a\n",
		entries: ["swallowed, ends 1:7 bad"],
	},
	{
		name: "a runspace of its own",
		command: "$p = [powershell]::Create(); $p.AddScript(\"'in'\").Invoke(); $p.Dispose()",
		stdout: "in\n",
	},
];
