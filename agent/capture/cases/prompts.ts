// Questions: where nobody may answer, the step stops there; where the plan allows them, it goes on with the answer.
import type { Case } from "./case.ts";

const text = (text: string) => ({ is: "text", text }) as const;
const choose = (...chosen: number[]) => ({ is: "choices", chosen }) as const;
const secret = (value: string) => ({ is: "secret", value }) as const;
const nothing = { is: "nothing" } as const;
const by = "answered by Tom Okafor";
/** Of a SecureString in $x: whether it is that. */
const isThat = "[Net.NetworkCredential]::new('', $x).Password -ceq ('P' + [char]0xe4 + '$(1+1) ''x'' \"')";
const that = `P\u00e4$(1+1) 'x' "`;

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
		name: "more choices than anyone can be shown, where choices are allowed",
		command: "$Host.UI.PromptForChoice('Which', 'One?', @(1..51 | ForEach-Object { \"c$_\" }), 0); 'b'",
		answers: [choose(0)],
		entries: ["asked for choices: Which\nOne?\n51 choices, of which no more than 50 can be shown"],
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
		command: "$null -eq [Console]::ReadLine(); [Console]::In.ReadToEnd().Length",
		stdout: "True\n0\n",
		entries: ["asked for text: [Console]::ReadLine()"],
	},
	{
		name: "a choice that is answered",
		command:
			"'a'; $c = $Host.UI.PromptForChoice('Restart', 'Now?', @('&Yes', '&No', '&Later'), 1); \"chose $c\"",
		answers: [choose(2)],
		stdout: "a\nchose 2\n",
		entries: ["asks for choices: Restart\nNow?\nYes / No* / Later", by],
	},
	{
		name: "several choices that are answered",
		command:
			"$c = $Host.UI.PromptForChoice('', 'Which?', [Management.Automation.Host.ChoiceDescription[]]('&Mail', '&Web', '&Disk'), [int[]](0, 2)); \"<$c>\"",
		answers: [choose(1, 2)],
		stdout: "<1 2>\n",
		entries: ["asks for choices: Which?\nMail* / Web / Disk*", by],
	},
	{
		name: "none of several choices",
		command:
			"$c = $Host.UI.PromptForChoice('', 'Which?', [Management.Automation.Host.ChoiceDescription[]]('&Mail', '&Web'), [int[]]@()); \"<$($c.Count)>\"",
		answers: [choose()],
		stdout: "<0>\n",
		entries: ["asks for choices: Which?\nMail / Web", by],
	},
	{
		name: "Read-Host that is answered",
		command: "$x = Read-Host 'Your name'; \"<$($x.Replace([string][char]0xfc, 'ue'))>\"",
		answers: [text("Jürgen $(1+1) 'x' `n")],
		stdout: "<Juergen $(1+1) 'x' `n>\n",
		entries: ["asks for text: Your name", by],
	},
	{
		name: "Read-Host that is answered with an empty line",
		command: '$x = Read-Host; "<$x>"',
		answers: [text("")],
		stdout: "<>\n",
		entries: ["asks for text: ", by],
	},
	{
		name: "a text that is code",
		command: "Invoke-Expression (Read-Host 'Formula')",
		answers: [text("6 * 7")],
		stdout: "42\n",
		entries: ["asks for text: Formula", by],
	},
	{
		name: "-Confirm that is answered",
		command: "'x', 'y' | ForEach-Object { Write-Output $_ } | Set-Variable seen -Confirm; \"<$seen>\"",
		answers: [choose(0)],
		stdout: /^<.*>\n$/,
		entries: [
			/^asks for choices: Confirm\nAre you sure.*\nYes\* \/ Yes to All \/ No \/ No to All \/ Suspend$/s,
			by,
		],
	},
	{
		name: "ShouldProcess that is answered with no",
		command:
			"function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('disk', 'wipe')) { 'gone' } else { 'kept' } }; f; 'b'",
		answers: [choose(2)],
		stdout: "kept\nb\n",
		entries: [/^asks for choices: Confirm\nAre you sure/, by],
	},
	{
		name: "ShouldProcess that is answered with Suspend",
		command:
			"function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('disk', 'wipe')) { 'gone' } else { 'kept' } }; f; 'b'",
		answers: [choose(4)],
		entries: [/^asks for choices: /, by, "asked for text: a nested prompt"],
		code: 1,
	},
	{
		name: "parameters that must be given, each of its type",
		command:
			"& { param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [int] $Size, [Parameter(Mandatory)] [string[]] $Tags) \"$Name $($Size + 1) $($Tags -join '+')\" }",
		answers: [text("a b"), text("four"), text("41"), text("x"), text("y"), nothing],
		stdout: "a b 42 x+y\n",
		entries: [
			/^asks for text: .*Name$/s,
			by,
			/^asks for text: .*Size$/s,
			by,
			/^asks for text: "four" can't be read as Int32\..*Size$/s,
			by,
			/^asks for text: .*Tags\[0\]$/s,
			by,
			/^asks for text: .*Tags\[1\]$/s,
			by,
			/^asks for text: .*Tags\[2\]$/s,
			by,
		],
	},
	{
		name: "Read-Host -AsSecureString that is answered",
		command: `$x = Read-Host Pin -AsSecureString; "$($x.GetType().Name) $(${isThat})"`,
		answers: [secret(that)],
		stdout: "SecureString True\n",
		entries: ["asks for secret: Pin", by],
	},
	{
		name: "Read-Host -AsSecureString without words that is answered",
		command: `$x = Read-Host -AsSecureString; ${isThat}`,
		answers: [secret(that)],
		stdout: "True\n",
		entries: ["asks for secret: ", by],
	},
	{
		name: "Read-Host -MaskInput that is answered",
		command: '$x = Read-Host Pin -MaskInput; $y = Read-Host -MaskInput; "$($x.GetType().Name) $x $y"',
		answers: [secret("four"), secret("five")],
		stdout: "String four five\n",
		entries: ["asks for secret: Pin", by, "asks for secret: ", by],
	},
	{
		name: "Get-Credential of a user that is answered",
		command: `$c = Get-Credential ada; $x = $c.Password; "$($c.UserName) $(${isThat})"`,
		answers: [secret(that)],
		stdout: "ada True\n",
		entries: [/^asks for secret: .*\nPassword for user ada$/s, by],
	},
	{
		name: "Get-Credential that asks for the user first",
		command: `$c = Get-Credential -Message Why; $x = $c.Password; "$($c.UserName) $(${isThat})"`,
		answers: [text(""), text("ACME\\ada"), secret(that)],
		stdout: "ACME\\ada True\n",
		entries: [
			...[/^asks for text: .*Why\nUser$/s, by, /^asks for text: .*Why\nUser$/s, by],
			...[/^asks for secret: .*Why\nPassword for user ACME\\ada$/s, by],
		],
	},
	{
		name: "Get-Credential whose user no one may give",
		command: "Get-Credential; 'b'",
		answers: [],
		entries: [/^asked for credential: .*\nUser$/s],
		code: 1,
	},
	{
		name: "PromptForCredential with a target",
		command: `$c = $Host.UI.PromptForCredential('Log in', 'Now', 'ada', 'ACME'); $x = $c.Password; "$($c.UserName) $(${isThat})"`,
		answers: [secret(that)],
		stdout: "ACME\\ada True\n",
		entries: ["asks for secret: Log in\nNow\nPassword for user ada", by],
	},
	{
		name: "parameters that must be given and that no one may see",
		command: `& { param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [securestring] $Pin, [Parameter(Mandatory)] [pscredential] $Login, [Parameter(Mandatory)] [securestring[]] $More) $x = $Pin; "$Name $(${isThat}) $($Login.UserName) $($Login.Password.Length) $($More.Count)" }`,
		answers: [text("a b"), secret(that), text("ada"), secret("four"), secret("five"), nothing],
		stdout: "a b True ada 4 1\n",
		entries: [
			...[/^asks for text: .*Name$/s, by, /^asks for secret: .*Pin$/s, by],
			...[/^asks for text: .*Login\nUser$/s, by, /^asks for secret: .*Login\nPassword for user ada$/s, by],
			...[/^asks for secret: .*More\[0\]$/s, by, /^asks for secret: .*More\[1\]$/s, by],
		],
	},
	{
		name: "a secret, where no one may answer",
		command: "'a'; $x = Read-Host Pin -AsSecureString; 'b'",
		answers: [],
		stdout: "a\n",
		entries: ["asked for secret: Pin"],
		code: 1,
	},
	{
		name: "a question in a try that is answered",
		command: "try { $x = Read-Host q; throw $x } catch { \"c $_\" } finally { 'f' }",
		answers: [text("boo")],
		stdout: "c boo\nf\n",
		entries: ["asks for text: q", by, /^swallowed, ends .* boo$/],
	},
];
