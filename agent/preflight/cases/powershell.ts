// Commands of PowerShell as technicians write them, about the registry, services, processes and files; and what people read about them before
// they run on a Windows machine as SYSTEM.

export const ordinary: [text: string, line: string][] = [
	[
		"& Set-Culture de-DE",
		"changes settings: “& Set-Culture de-DE”; as SYSTEM, Set-Culture is not the user's",
	],
	["Get-AppxPackage -AllUsers *xbox*", "reads only"],
	["[Environment]::GetFolderPath('CommonDesktopDirectory')", "reads only"],
	["[Environment]::GetFolderPath([Environment+SpecialFolder]::CommonStartup)", "reads only"],
	[
		"[Environment]::GetFolderPath([Environment+SpecialFolder]::Desktop)",
		"as SYSTEM, Desktop is not the user's; reads only",
	],
	["[Environment]::GetFolderPath('Desktop')", "as SYSTEM, Desktop is not the user's; reads only"],
	[
		String.raw`Set-ItemProperty -Path "HKLM:\SOFTWARE\Vendor\Auth" -Name "LegacyMode" -Value 0`,
		String.raw`changes the registry HKLM:\SOFTWARE\Vendor\Auth, LegacyMode`,
	],
	[String.raw`Get-ItemProperty HKLM:\SOFTWARE\Vendor\Auth | Select LegacyMode`, "reads only"],
	[
		String.raw`sp HKLM:\SOFTWARE\Vendor\Auth LegacyMode 0`,
		String.raw`changes the registry HKLM:\SOFTWARE\Vendor\Auth, LegacyMode`,
	],
	[
		String.raw`New-ItemProperty -Path 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate' -Name NoAutoUpdate -PropertyType DWord -Value 1 -Force`,
		String.raw`changes the registry HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate, NoAutoUpdate`,
	],
	[
		String.raw`New-Item -Path HKLM:\SOFTWARE\Vendor -Force | Out-Null`,
		String.raw`changes the registry HKLM:\SOFTWARE\Vendor`,
	],
	[
		String.raw`Remove-ItemProperty -LiteralPath HKLM:\SOFTWARE\Vendor -Name Old -ErrorAction SilentlyContinue`,
		String.raw`deletes from the registry HKLM:\SOFTWARE\Vendor, Old`,
	],
	[
		String.raw`Remove-Item HKLM:\SOFTWARE\Vendor -Recurse -Force`,
		String.raw`deletes from the registry HKLM:\SOFTWARE\Vendor`,
	],
	[
		String.raw`rp HKCU:\Software\Vendor Token`,
		String.raw`deletes from the registry HKCU:\Software\Vendor, Token; as SYSTEM, HKCU is not the user's`,
	],
	[
		String.raw`reg add "HKLM\SOFTWARE\Vendor" /v LegacyMode /t REG_DWORD /d 0 /f`,
		String.raw`changes the registry HKLM\SOFTWARE\Vendor, LegacyMode`,
	],
	[
		String.raw`reg.exe delete HKCU\Software\Vendor /f`,
		String.raw`deletes from the registry HKCU\Software\Vendor; as SYSTEM, HKCU is not the user's`,
	],
	[String.raw`reg query HKLM\SOFTWARE\Vendor /s`, "reads only"],
	["Restart-Service Spooler", "restarts the service Spooler"],
	["Get-Service Spooler | Restart-Service -Force", "restarts the service Spooler"],
	[
		String.raw`Stop-Service -Name Spooler -Force; Remove-Item C:\Windows\System32\spool\PRINTERS\* -Force; Start-Service Spooler`,
		String.raw`deletes files C:\Windows\System32\spool\PRINTERS\*; stops the service Spooler; starts the service Spooler`,
	],
	["Set-Service -Name RemoteRegistry -StartupType Disabled", "disables the service RemoteRegistry"],
	[
		"Set-Service BITS -StartupType Automatic -Status Running",
		"changes the service BITS; starts the service BITS",
	],
	["sc.exe config wuauserv start= disabled", "disables the service wuauserv"],
	["sc.exe query Spooler", "reads only"],
	["spsv W32Time", "stops the service W32Time"],
	["Get-Service | Where-Object Status -eq Stopped | Start-Service", "starts services"],
	[String.raw`New-Service -Name Agent -BinaryPathName C:\agent.exe`, "changes the service Agent"],
	["net stop spooler", "stops the service spooler"],
	["net start spooler", "starts the service spooler"],
	["Stop-Process -Name outlook -Force", "ends the process outlook"],
	["Get-Process outlook -ErrorAction SilentlyContinue | Stop-Process -Force", "ends the process outlook"],
	["kill 1234", "ends the process 1234"],
	["taskkill /IM teams.exe /F", "ends the process teams.exe"],
	[
		String.raw`Get-ChildItem C:\Temp -Recurse | Where-Object { $_.LastWriteTime -lt (Get-Date).AddDays(-30) } | Remove-Item -Force -Recurse`,
		String.raw`deletes files some of C:\Temp`,
	],
	[String.raw`Remove-Item -Path "$env:TEMP\*" -Recurse -Force`, String.raw`deletes files $env:TEMP\*`],
	[String.raw`rm C:\old.log`, String.raw`deletes files C:\old.log`],
	["ri $path", "deletes files, registry keys or other items: $path"],
	[String.raw`del C:\x.txt`, String.raw`deletes files C:\x.txt`],
	[String.raw`Copy-Item C:\a.txt D:\b.txt`, String.raw`writes files D:\b.txt`],
	[String.raw`Move-Item -Path C:\a -Destination C:\b`, String.raw`moves or renames C:\a; writes files C:\b`],
	[String.raw`Set-Content -Path C:\x.ini -Value 'a=1'`, String.raw`writes files C:\x.ini`],
	[String.raw`Add-Content C:\x.log "done"`, String.raw`writes files C:\x.log`],
	[String.raw`"x" | Out-File C:\x.txt -Encoding utf8`, String.raw`writes files C:\x.txt`],
	[String.raw`Get-Process > C:\p.txt`, String.raw`writes files C:\p.txt`],
	["Get-Process 2> $null", "reads only"],
	[
		String.raw`Get-EventLog System -Newest 20 | Export-Csv -NoTypeInformation -Path C:\e.csv`,
		String.raw`writes files C:\e.csv`,
	],
	[String.raw`New-Item -ItemType Directory -Force -Path C:\Temp`, String.raw`writes files C:\Temp`],
	[String.raw`Expand-Archive C:\a.zip -DestinationPath C:\a`, String.raw`writes files C:\a`],
	[
		"$log = 'C:\\x.log'; function Add-Line($text) { Add-Content $log $text }; Add-Line hello",
		String.raw`writes files C:\x.log`,
	],
	[
		"function Add-Line($text) { Add-Content $log $text }; Add-Line hello; $log = 'C:\\x.log'",
		"changes files, registry keys or other items: $log",
	],
	[
		"Remove-Item (Join-Path $root 'x')",
		"deletes files, registry keys or other items: “(Join-Path $root 'x')”",
	],
];
