// Made-up scripts in the ways of those that MSPs run: what people and editors leave in them, in each shell, at usual lengths.
// And how many of any scripts chat can decide on.
import { shellsFor } from "../../domain/script.ts";
import { secretText } from "../../domain/secrets.ts";
import { readScript } from "../../protocol/plan/script.ts";
import { canApproveInChat } from "../kinds/chat-approval.ts";

export type ScriptFile = { name: string; bytes: Uint8Array };

/** A script's judgement: chat decides, or why it doesn't, in a word. */
export type Judged = { name: string; where: "chat" | "long" | "odd" | "secret" | "unread"; why: string };

/** As a technician who attaches it meets it: first what looks like a secret, then what chat can show. */
export const judgeScript = ({ name, bytes }: ScriptFile): Judged => {
	const read = readScript(bytes);
	if (read === null) return { name, where: "unread", why: "it isn't a text file" };
	const { text, encoding } = read;
	const secret = secretText(text);
	if (secret !== null) return { name, where: "secret", why: secret };
	const file = shellsFor(name, text) === null ? {} : { script: { name, encoding, arguments: [] } };
	const { ok, reasons } = canApproveInChat({ steps: [{ phase: "command", command: text, ...file }] });
	if (ok) return { name, where: "chat", why: "" };
	const long = reasons.filter((reason) => reason.startsWith("its steps have"));
	return { name, where: long.length > 0 ? "long" : "odd", why: (long[0] ?? reasons[0] ?? "").slice(0, 100) };
};

/** Lines as they are repeated up to the length that is wanted. */
type Kind = { name: string; head: string[]; body: string[]; end: "\n" | "\r\n"; mark?: true };

const kinds: Kind[] = [
	{
		name: "Fix-Spooler.ps1",
		head: ["<#", ".SYNOPSIS", " Restarts the spooler", "#>", "[CmdletBinding()]", "param()", ""],
		body: [
			"Stop-Service -Name Spooler -Force ",
			'Remove-Item "$env:SystemRoot\\System32\\spool\\PRINTERS\\*" -ErrorAction SilentlyContinue',
			"Start-Service   -Name Spooler\t# again",
			"",
		],
		end: "\r\n",
		mark: true,
	},
	{
		name: "set_registry.ps1",
		head: ["#Requires -RunAsAdministrator", "#region Settings"],
		body: [
			"$Path          = 'HKLM:\\SOFTWARE\\Policies\\Microsoft\\Edge'",
			"$Name          = 'HomepageLocation'",
			"if (-not (Test-Path $Path)) { New-Item -Path $Path -Force | Out-Null }",
			"Set-ItemProperty -Path $Path -Name $Name -Value 'https://example.com/?a=1&b=2'  ",
			"",
			"",
		],
		end: "\n",
	},
	{
		name: "report.ps1",
		head: ["# Größe der Profile, je Benutzer (Jürgen)"],
		body: [
			'$rows = @"',
			"  <td>$($_.Name)</td>",
			'"@',
			"Get-ChildItem C:\\Users | ForEach-Object { [pscustomobject]@{ User = $_.Name; MB = [math]::Round($_.Length / 1MB, 2) } }",
			'Write-Output "Done: $(Get-Date -Format s)"',
		],
		end: "\r\n",
	},
	{
		name: "cleanup.bat",
		head: ["@echo off", "setlocal EnableDelayedExpansion", "REM ====== temp files ======"],
		body: [
			'for /d %%i in ("C:\\Users\\*") do (',
			'\tdel /q /s "%%i\\AppData\\Local\\Temp\\*.*" >nul 2>&1',
			")",
			"if %errorlevel% neq 0 goto :failed   ",
			"echo Cleaned.",
		],
		end: "\r\n",
	},
	{
		name: "update.sh",
		head: ["#!/bin/bash", "set -euo pipefail", ""],
		body: [
			"apt-get update -qq && apt-get -y upgrade \\",
			"    -o Dpkg::Options::=--force-confold",
			'if [ -f /var/run/reboot-required ]; then echo "reboot needed"; fi',
			"df -h / | awk 'NR==2 {print $5}'",
			"",
		],
		end: "\n",
	},
	{
		name: "check.sh",
		head: ["#!/bin/sh"],
		body: [
			"for s in cron ssh; do",
			'  systemctl is-active --quiet "$s" || echo "$s is down"',
			"done",
			"exit 0",
			"",
		],
		end: "\n",
	},
];

/** In lines: of the public scripts that the limits were measured on, seven of ten are no longer than 60. */
const lengths = [6, 12, 20, 28, 36, 44, 55, 90, 160, 400];

export const madeScripts: ScriptFile[] = kinds.flatMap(({ name, head, body, end, mark }) =>
	lengths.map((length) => {
		const lines = Array.from({ length }, (_, i) => head[i] ?? body[(i - head.length) % body.length]);
		const text = lines.map((line) => `${line}${end}`).join("");
		return { name: `${length}-${name}`, bytes: new TextEncoder().encode(mark ? `\ufeff${text}` : text) };
	}),
);
