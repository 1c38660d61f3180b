// Questions that nobody may answer: the step stops there.
import type { Case } from "./case.ts";

export const prompts: Case[] = [
	{
		name: "Read-Host",
		command: "'a'; $x = Read-Host 'Your name'; \"<$x>\"",
		stdout: "a\n",
		entries: ["asked for text: Your name"],
		code: 1,
	},
	{
		name: "Read-Host -AsSecureString",
		command: "$x = Read-Host Pin -AsSecureString; 'b'",
		entries: ["asked for secret: Pin"],
		code: 1,
	},
	{
		name: "a choice",
		command: "$Host.UI.PromptForChoice('Restart', 'Now?', @('&Yes', '&No'), 0); 'b'",
		entries: ["asked for choices: Restart\nNow?\nYes / No"],
		code: 1,
	},
	{
		name: "-Confirm",
		command: "Remove-Item ([IO.Path]::GetTempFileName()) -Confirm; 'b'",
		entries: [/^asked for choices: Confirm\nAre you sure/],
		code: 1,
	},
	{
		name: "ShouldProcess of a function",
		command:
			"function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('disk', 'wipe')) { 'gone' } }; f; 'b'",
		entries: [/^asked for choices: Confirm\nAre you sure/],
		code: 1,
	},
	{
		name: "a parameter that must be given",
		command: "& { param([Parameter(Mandatory)] $Name) $Name }; 'b'",
		entries: [/^asked for text: .*Name$/s],
		code: 1,
	},
	{
		name: "Get-Credential",
		command: "Get-Credential ada; 'b'",
		entries: [/^asked for credential: /],
		code: 1,
	},
	{
		name: "a question in a try",
		command: "try { Read-Host q } catch { 'c' } finally { 'f' }; 'b'",
		entries: ["asked for text: q"],
		code: 1,
	},
	{
		name: "a question in a trap's reach",
		command: "trap { continue }\nRead-Host q\n'b'",
		entries: ["asked for text: q"],
		code: 1,
	},
	{ name: "a key", command: "$Host.UI.RawUI.ReadKey(); 'b'", entries: ["asked for text: a key"], code: 1 },
	{
		name: "$WhatIfPreference asks nothing",
		// On a slow disk Remove-Item reports its progress.
		command:
			"$ProgressPreference = 'SilentlyContinue'; $f = [IO.Path]::GetTempFileName(); $WhatIfPreference = $true; Remove-Item $f; $WhatIfPreference = $false; Test-Path $f; Remove-Item $f",
		stdout: /^What if: Performing the operation "Remove File" on target "[^"\n]+"\.\nTrue\n$/,
	},
	{
		name: "the process's own input is at its end",
		command: "$null -eq [Console]::ReadLine()",
		stdout: "True\n",
	},
];
