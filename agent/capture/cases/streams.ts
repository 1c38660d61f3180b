// Each stream of PowerShell, shown, hidden and redirected.
import { type Case, node } from "./case.ts";

export const streams: Case[] = [
	{ name: "output is bytes alone", command: "'a'; 'b'", stdout: "a\nb\n" },
	{ name: "a warning", command: "Write-Warning w", stdout: "WARNING: w\n", entries: ["warning: w"] },
	{
		name: "a warning that is silenced leaves nothing",
		command: "Write-Warning w -WarningAction SilentlyContinue; 'a'",
		stdout: "a\n",
	},
	{
		name: "a warning that is redirected to output",
		command: "Write-Warning w 3>&1",
		stdout: "WARNING: w\n",
		entries: ["warning: w"],
	},
	{ name: "verbose is silent by default", command: "Write-Verbose v; 'a'", stdout: "a\n" },
	{
		name: "verbose that is asked for",
		command: "Write-Verbose v -Verbose",
		stdout: "VERBOSE: v\n",
		entries: ["verbose: v"],
	},
	{
		name: "verbose by the preference",
		command: "$VerbosePreference = 'Continue'; Write-Verbose v",
		stdout: "VERBOSE: v\n",
		entries: ["verbose: v"],
	},
	{
		name: "debug that is asked for",
		command: "$DebugPreference = 'Continue'; Write-Debug d",
		stdout: "DEBUG: d\n",
		entries: ["debug: d"],
	},
	{
		name: "Write-Host",
		command: "Write-Host 'h' -ForegroundColor Red",
		stdout: "h\n",
		entries: ["information: h"],
	},
	{
		name: "Write-Host without a line end",
		command: "Write-Host h -NoNewline; 'a'",
		stdout: "ha\n",
		entries: ["information: h"],
	},
	{
		name: "information, which nobody shows, is recorded",
		command: "Write-Information i; 'a'",
		stdout: "a\n",
		entries: ["information (not shown): i"],
	},
	{
		name: "information that is asked for",
		command: "Write-Information i -InformationAction Continue",
		stdout: "i\n",
		entries: [/^information.*: i$/],
	},
	{
		name: "progress is shown nowhere, and recorded",
		command: "Write-Progress Copying -Status half -PercentComplete 50; 'a'",
		stdout: "a\n",
		entries: ["progress (not shown): Copying, half, 50 %"],
	},
	{
		name: "a flood of progress is counted",
		command: "1..500 | % { Write-Progress Copying -PercentComplete ($_ / 5) }",
		entries: [/^progress \(not shown\): Copying/, /^left out 49\d of progress$/],
	},
	{
		name: "both streams keep apart",
		command: "'out'; [Console]::Error.WriteLine('err')",
		stdout: "out\n",
		stderr: "err\n",
	},
	{
		name: "all streams into one variable",
		command: "$all = & { 'o'; Write-Warning w; Write-Error e } *>&1; $all.Count",
		stdout: "3\n",
		entries: ["swallowed 1:8 e"],
	},
	{
		name: "a transcript of PowerShell's own goes on",
		command: "$null = Start-Transcript -Path ([IO.Path]::GetTempFileName()); 'a'; $null = Stop-Transcript",
		stdout: "a\n",
	},
	{ name: "Out-Host in the middle", command: "'a' | Out-Host; 'b'", stdout: "a\nb\n" },
	{ name: "Tee-Object", command: "'a' | Tee-Object -Variable x | Out-Null; $x", stdout: "a\n" },
	{
		name: "a program's stderr is no error of PowerShell",
		command: node("console.error(1)"),
		stderr: "1\n",
		entries: ["1:1 node -e console.error(1) = 0 (bytes)"],
	},
];
