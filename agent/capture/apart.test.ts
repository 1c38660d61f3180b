import { expect, test } from "vitest";
import { runsApart } from "./apart.ts";

test.each([
	"icm srv01 { throw 'x' }",
	"Invoke-Command $servers { Get-Service }",
	"Invoke-Command { hostname } -Comp srv01",
	"Invoke-Command -ScriptBlock { hostname } -HostName srv01",
	"icm -VMId $id { hostname }",
	"icm -ContainerId $id { hostname }",
	"icm -Session $s { hostname }",
	"1 | ForEach-Object -Par { $_ }",
	"Get-WmiObject Win32_BIOS -AsJob",
	"$s = New-PSSession srv01",
	"Enter-PSSession srv01",
	"Start-Job { 1 }",
	"(New-Object System.Diagnostics.Process).Start()",
	"[Diagnostics.Process]::Start('x')",
	"Invoke-CimMethod Win32_Process Create @{ CommandLine = 'x' }",
	"ping srv01 &",
	"powershell.exe -NoProfile -File C:\\x.ps1",
	"& 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe' -c x",
	"$out = pwsh -c { throw 1 }",
	"Start-Process powershell -ArgumentList '-File x.ps1' -Wait",
])("runs apart from its step: %s", (text) => {
	expect(runsApart(text)).toBe(true);
});

test.each([
	"Get-Service -ComputerName srv01",
	"Invoke-Command { hostname }",
	"icm -ScriptBlock { hostname }",
	"Invoke-Command $block",
	"Get-ChildItem -Path C:\\ -Container",
	"'a & b' 2>&1 # Parallel",
	"Get-Process | Select-Object Name",
	"Get-Item HKLM:\\SOFTWARE\\Microsoft\\PowerShell\\1",
	"Get-Process powershell",
	"Set-PSRepository 'powershell gallery'",
])("runs in its step: %s", (text) => {
	expect(runsApart(text)).toBe(false);
});
