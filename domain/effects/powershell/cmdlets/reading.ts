// Cmdlets that change nothing outside the step, whatever their parameters. Not here: what calls a member by its name, writes a
// file, or asks another machine to do something.

import { bound } from "../bind.ts";
import { always, file, own, type Rule, reading, unless } from "../rules.ts";
import { asking, associated, collecting, creating, members, script, tee, wmi } from "./special.ts";

/** Names with PowerShell's own aliases. */
export const readers: [names: string, rule: Rule][] = [
	[
		"Get-Item gi Get-ItemProperty gp Get-ItemPropertyValue gpv Get-ChildItem gci ls dir Get-Content gc cat type Get-Acl Get-FileHash",
		reading,
	],
	[
		"Test-Path Resolve-Path rvpa Split-Path Join-Path Convert-Path cvpa Get-Location gl pwd Get-PSDrive gdr Get-PSProvider",
		reading,
	],
	[
		"Get-Process gps ps Get-Service gsv Get-EventLog Get-WinEvent Get-Counter Get-HotFix Get-ComputerInfo gin Get-TimeZone gtz",
		reading,
	],
	["Get-CimClass gcls", reading],
	["Get-CimAssociatedInstance gcai", associated],
	["Get-CimInstance gcim Get-WmiObject gwmi", wmi],
	[
		"Get-NetAdapter Get-NetIPAddress Get-NetIPConfiguration gip Get-NetRoute Get-NetTCPConnection Get-NetUDPEndpoint Get-NetNeighbor",
		reading,
	],
	[
		"Get-NetFirewallRule Get-NetFirewallProfile Get-NetFirewallPortFilter Get-NetFirewallAddressFilter Get-NetConnectionProfile",
		reading,
	],
	[
		"Get-DnsClientServerAddress Get-DnsClientCache Get-DnsClient Get-DnsServerZone Get-DhcpServerv4Scope Get-SmbShare Get-SmbMapping",
		reading,
	],
	[
		"Get-LocalUser glu Get-LocalGroup glg Get-LocalGroupMember glgm Get-ADUser Get-ADGroup Get-ADComputer Get-ADGroupMember Get-ADDomain",
		reading,
	],
	[
		"Get-ADOrganizationalUnit Get-ADPrincipalGroupMembership Get-ADForest Get-ADDomainController Search-ADAccount Get-GPO",
		reading,
	],
	[
		"Get-Disk Get-PhysicalDisk Get-Volume Get-Partition Get-StorageReliabilityCounter Get-BitLockerVolume Get-Tpm Get-SecureBootUEFI",
		reading,
	],
	["Get-Printer Get-PrintJob Get-PrinterPort Get-PrinterDriver Get-PnpDevice Get-PnpDeviceProperty", reading],
	[
		"Get-ScheduledTask Get-ScheduledTaskInfo Get-ScheduledJob Get-Job gjb Receive-Job rcjb Wait-Job wjb",
		reading,
	],
	[
		"Get-MpComputerStatus Get-MpPreference Get-MpThreat Get-MpThreatDetection Get-ExecutionPolicy Get-AuthenticodeSignature",
		reading,
	],
	/** https://learn.microsoft.com/powershell/module/appx/get-appxpackage: by default those of the current user. */
	[
		"Get-AppxPackage",
		(command, piped, name) => {
			const given = bound(command, "AllUsers? User");
			return given.has("AllUsers") || given.has("User") ? [] : own(command, piped, name);
		},
	],
	["Get-Package Get-Module gmo Get-InstalledModule", reading],
	[
		"Get-Command gcm Get-Help Get-Alias gal Get-Variable gv Get-History h ghy Get-Host Get-Culture Get-UICulture Get-Verb Get-Member gm",
		reading,
	],
	[
		"Get-Date Get-Random Get-Unique gu Get-Credential Get-Clipboard gcb Get-PSSession Get-Runspace Get-Error Get-Uptime New-TimeSpan New-Guid",
		reading,
	],
	[
		"Get-VM Get-VMSnapshot Get-VMSwitch Get-Cluster Get-ClusterNode Get-IISSite Get-Website Get-WebBinding Get-Mailbox Get-MessageTrace",
		reading,
	],
	[
		"Select-Object select Sort-Object sort Where-Object where ? Group-Object group Measure-Object measure Compare-Object compare diff",
		reading,
	],
	[
		"Select-String sls Format-Table ft Format-List fl Format-Wide fw Format-Custom fc Format-Hex fhx Out-String oss Out-Null Out-Host oh Out-Default Out-GridView ogv",
		reading,
	],
	[
		"ConvertTo-Json ConvertFrom-Json ConvertTo-Csv ConvertFrom-Csv ConvertTo-Html ConvertTo-Xml ConvertFrom-StringData ConvertTo-SecureString ConvertFrom-SecureString",
		reading,
	],
	[
		"Import-Csv ipcsv Import-PowerShellDataFile Export-ModuleMember Select-Xml Write-Output echo write Write-Host Write-Warning Write-Error Write-Verbose Write-Debug Write-Information Write-Progress",
		reading,
	],
	[
		"Start-Sleep sleep Read-Host Test-Connection Test-NetConnection tnc Resolve-DnsName Test-WSMan pause clear cls Clear-Host",
		asking,
	],
	["Set-StrictMode Get-PSCallStack Get-TraceSource Join-String Get-FormatData Get-TypeData", reading],
	[
		"Get-ItemPropertyNames-None Get-PSRepository Get-PackageSource Get-Timezone Show-ControlPanelItem",
		reading,
	],
	["Get-GPOReport", unless("Path", file("write", "Path"))],
	[
		"Get-WindowsFeature Get-WindowsOptionalFeature Get-WindowsCapability Get-WindowsPackage Get-WindowsDriver Get-AppxProvisionedPackage",
		unless("LogPath ScratchDirectory", always("write")),
	],
	["ForEach-Object foreach %", members],
	["New-Object", creating],
	["Invoke-Command icm Start-Job sajb Start-ThreadJob", script],
	["Tee-Object tee", tee],
	["Measure-Command", script],
	[
		"Get-PackageProvider Find-Module fimo Find-Package Find-Script",
		unless("Force ForceBootstrap", always("software")),
	],
	["Add-Member", unless("MemberType", collecting)],
	[
		"Out-File Export-Csv epcsv Export-Clixml Start-Transcript Export-Certificate Export-PfxCertificate Export-ScheduledTask",
		file("write", "FilePath|LiteralPath|Path|OutputDirectory@0"),
	],
];
