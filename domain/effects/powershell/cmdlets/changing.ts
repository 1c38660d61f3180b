// Cmdlets that change something, by https://learn.microsoft.com/powershell/module: a row each, with PowerShell's own aliases. Of the
// parameters, the first one names what is changed; `@0` is its position.
import {
	always,
	both,
	file,
	item,
	on,
	own,
	type Rule,
	reading,
	unknown,
	unless,
	unseen,
	whole,
} from "../rules.ts";
import { cim, membership, service, starting, transfer, variable, web } from "./special.ts";

const path = "Path|LiteralPath|PSPath@0";
const named = "Name@0";

export const changers: [names: string, rule: Rule][] = [
	// Items: files, registry keys and values, and what else has a drive
	[
		"Set-ItemProperty sp New-ItemProperty",
		item("change", `${path} Name|PSProperty@1 Value@2 PropertyType|Type`, "Name"),
	],
	["Remove-ItemProperty rp", item("delete", `${path} Name|PSProperty@1`, "Name")],
	[
		"Clear-ItemProperty clp Rename-ItemProperty rnp",
		item("change", `${path} Name|PSProperty@1 NewName@2`, "Name"),
	],
	[
		"Copy-ItemProperty cpp Move-ItemProperty mp",
		item("change", "Destination@1 Path|LiteralPath|PSPath@0 Name@2", "Name"),
	],
	["Set-Item si New-Item ni Clear-Item cli", item("change", `${path} Value@1 Name ItemType|Type`)],
	["Rename-Item rni ren", item("move", `${path} NewName@1`)],
	["Remove-Item ri rm rmdir del erase rd", item("delete", path)],
	["Copy-Item copy cp cpi", item("change", "Destination@1 Path|LiteralPath|PSPath@0")],
	[
		"Move-Item move mv mi",
		both(item("move", `${path} Destination@1`), item("change", "Destination@1 Path|LiteralPath|PSPath@0")),
	],
	["Set-Content Add-Content ac Clear-Content clc", item("change", `${path} Value@1`)],
	["mkdir md", item("change", "Path@0")],
	["Set-Acl", on("permission", `${path} AclObject@1`)],
	["Compress-Archive Expand-Archive", file("write", "DestinationPath@1 Path|LiteralPath@0")],
	["Unblock-File Set-FileIntegrity", file("write", path)],
	[
		"New-TemporaryFile Export-Alias epal Export-FormatData New-ModuleManifest Export-StartLayout",
		always("write"),
	],
	["New-PSDrive ndr mount Remove-PSDrive rdr", always("setting")],
	["Clear-RecycleBin", always("delete")],
	["Set-Location cd chdir sl Push-Location pushd Pop-Location popd", reading],
	// Services and processes
	["Restart-Service", on("service-restart", "Name|ServiceName@0 DisplayName InputObject@0")],
	["Stop-Service spsv Suspend-Service", on("service-stop", "Name|ServiceName@0 DisplayName InputObject")],
	["Start-Service sasv Resume-Service", on("service-start", "Name|ServiceName@0 DisplayName InputObject")],
	["Set-Service", service],
	["New-Service Remove-Service", on("service", "Name|ServiceName@0 BinaryPathName@1")],
	["Stop-Process spps kill", on("process", "Name|ProcessName Id@0 InputObject")],
	["Start-Process saps start", starting],
	["Debug-Process", unknown],
	["Wait-Process Stop-Job spjb Remove-Job rjb Suspend-Job Resume-Job", reading],
	// The machine
	["Restart-Computer", always("restart")],
	["Stop-Computer", always("shutdown")],
	[
		"Rename-Computer Add-Computer Remove-Computer Reset-ComputerMachinePassword Test-ComputerSecureChannel",
		unless(
			"NewName Name DomainName DomainCredential WorkgroupName Repair Server UnjoinDomainCredential ComputerName",
			always("setting"),
		),
	],
	["Set-TimeZone stz Set-Date Set-WinSystemLocale Set-SystemPreferredUILanguage", whole("setting")],
	/** https://learn.microsoft.com/powershell/module/international: of the current user account. */
	[
		"Set-Culture Set-WinUserLanguageList Set-WinHomeLocation Set-WinUILanguageOverride",
		both(whole("setting"), own),
	],
	["Set-ExecutionPolicy", whole("setting")],
	["Checkpoint-Computer Restore-Computer Enable-ComputerRestore Disable-ComputerRestore", always("setting")],
	["Clear-EventLog Remove-EventLog", on("log-clearing", "LogName|LN@0")],
	["Limit-EventLog New-EventLog Write-EventLog", whole("setting")],
	[
		"Enable-PSRemoting Disable-PSRemoting Set-WSManInstance Set-WSManQuickConfig winrm Enable-WSManCredSSP Set-PSSessionConfiguration Register-PSSessionConfiguration",
		always("network"),
	],
	["Set-CimInstance scim Set-WmiInstance swmi New-CimInstance ncim", whole("setting")],
	[
		"Remove-CimInstance rcim Remove-WmiObject rwmi",
		on("delete-item", "ClassName|Class|Path|Query|InputObject@0"),
	],
	["Invoke-CimMethod icim Invoke-WmiMethod iwmi", cim],
	[
		"Set-Printer Add-Printer Remove-Printer Rename-Printer Add-PrinterDriver Remove-PrinterDriver Add-PrinterPort Remove-PrinterPort Set-PrintConfiguration Remove-PrintJob Restart-PrintJob",
		whole("setting"),
	],
	[
		"Enable-PnpDevice Disable-PnpDevice Add-WindowsDriver Remove-WindowsDriver Set-Clipboard scb gpupdate Invoke-GPUpdate Set-GPRegistryValue New-GPO Remove-GPO Set-GPLink New-GPLink",
		whole("setting"),
	],
	["Set-Variable sv set New-Variable nv Clear-Variable clv Remove-Variable rv", variable],
	// Software
	["Install-WindowsUpdate Get-WUInstall", both(always("software"), unless("AutoReboot", always("restart")))],
	[
		"Install-Package Install-Module inmo Update-Module upmo Install-Script isc Install-PackageProvider Update-Script Install-PSResource Update-PSResource",
		on("software", named),
	],
	[
		"Uninstall-Package Uninstall-Module Uninstall-Script Uninstall-PSResource",
		on("software-removal", `${named} InputObject`),
	],
	[
		"Install-WindowsFeature Add-WindowsFeature Enable-WindowsOptionalFeature Add-WindowsCapability Add-WindowsPackage",
		on("software", "Name|FeatureName|PackageName|PackagePath@0"),
	],
	[
		"Uninstall-WindowsFeature Remove-WindowsFeature Disable-WindowsOptionalFeature Remove-WindowsCapability Remove-WindowsPackage",
		on("software-removal", "Name|FeatureName|PackageName@0"),
	],
	[
		"Add-AppxPackage Add-AppxProvisionedPackage Add-AppPackage",
		on("software", "Path|PackagePath|Register@0"),
	],
	[
		"Remove-AppxPackage Remove-AppxProvisionedPackage Remove-AppPackage",
		on("software-removal", "Package|PackageName@0"),
	],
	["Repair-WindowsImage", unless("RestoreHealth StartComponentCleanup", always("setting"))],
	["Save-Module Save-Package Save-Script Save-Help Update-Help", on("download", named)],
	[
		"Set-PSRepository Register-PSRepository Unregister-PSRepository Register-PackageSource Set-PackageSource",
		whole("setting"),
	],
	// Accounts
	["New-LocalUser nlu", on("account", `${named} Password FullName Description`)],
	[
		"Set-LocalUser slu",
		both(
			unless("Password", on("password", `${named} Password`)),
			on("account", `${named} Password InputObject`),
		),
	],
	[
		"Enable-LocalUser elu Disable-LocalUser dlu Rename-LocalUser rnlu",
		on("account", `${named} NewName@1 InputObject`),
	],
	["Remove-LocalUser rlu", on("account-removal", `${named} InputObject SID`)],
	[
		"Add-LocalGroupMember algm Remove-LocalGroupMember rlgm New-LocalGroup nlg Set-LocalGroup slg Remove-LocalGroup rlg Rename-LocalGroup rnlg",
		membership,
	],
	[
		"New-ADUser New-ADComputer New-ADServiceAccount New-Mailbox New-RemoteMailbox New-MgUser New-MsolUser New-AzureADUser",
		on("account", "Name|UserPrincipalName|DisplayName@0 SamAccountName AccountPassword Path"),
	],
	[
		"Set-ADUser Set-ADComputer Enable-ADAccount Disable-ADAccount Unlock-ADAccount Set-ADAccountControl Set-ADAccountExpiration Move-ADObject Rename-ADObject Set-ADObject Restore-ADObject Set-Mailbox Update-MgUser Set-MsolUser Set-AzureADUser",
		on("account", "Identity|UserId|ObjectId|UserPrincipalName@0"),
	],
	[
		"Set-ADAccountPassword Set-MsolUserPassword",
		on("password", "Identity|UserPrincipalName@0 NewPassword OldPassword Reset?"),
	],
	[
		"Remove-ADUser Remove-ADComputer Remove-ADObject Remove-Mailbox Remove-MgUser Remove-MsolUser Remove-AzureADUser",
		on("account-removal", "Identity|UserId|ObjectId|UserPrincipalName@0"),
	],
	[
		"Add-ADGroupMember Remove-ADGroupMember New-ADGroup Set-ADGroup Remove-ADGroup Add-ADPrincipalGroupMembership Remove-ADPrincipalGroupMembership New-ADOrganizationalUnit Remove-ADOrganizationalUnit Add-DistributionGroupMember",
		membership,
	],
	[
		"Add-MailboxPermission Remove-MailboxPermission Add-RecipientPermission Set-MailboxFolderPermission Add-MailboxFolderPermission Grant-SmbShareAccess Revoke-SmbShareAccess Block-SmbShareAccess",
		on("permission", "Identity|Name@0 User@1"),
	],
	["New-SmbShare Set-SmbShare Remove-SmbShare", on("permission", `${named} Path@1`)],
	["New-SmbMapping Remove-SmbMapping", whole("setting")],
	// Network
	[
		"New-NetFirewallRule Set-NetFirewallRule Remove-NetFirewallRule Enable-NetFirewallRule Disable-NetFirewallRule Set-NetFirewallProfile Copy-NetFirewallRule Rename-NetFirewallRule",
		on("firewall", "DisplayName Name|Profile|All@0 DisplayGroup Group"),
	],
	[
		"Set-NetIPAddress New-NetIPAddress Remove-NetIPAddress New-NetRoute Remove-NetRoute Set-NetRoute",
		on("network", "IPAddress|DestinationPrefix@0 InterfaceAlias InterfaceIndex"),
	],
	[
		"Set-DnsClientServerAddress Set-DnsClient Set-NetIPInterface Set-NetConnectionProfile Set-NetAdapterBinding Enable-NetAdapterBinding Disable-NetAdapterBinding Set-NetAdapterAdvancedProperty",
		on("network", "InterfaceAlias|Name@0 ServerAddresses InterfaceIndex"),
	],
	[
		"Restart-NetAdapter Disable-NetAdapter Enable-NetAdapter Rename-NetAdapter Set-NetAdapter",
		on("network", "Name|InterfaceAlias@0 NewName@1"),
	],
	[
		"Clear-DnsClientCache Register-DnsClient Add-VpnConnection Remove-VpnConnection Set-VpnConnection Add-DnsServerResourceRecordA Remove-DnsServerResourceRecord Add-DhcpServerv4Reservation Set-DhcpServerv4Scope Add-DnsClientNrptRule",
		on("network", "Name|ComputerName@0"),
	],
	["Invoke-WebRequest iwr wget curl Invoke-RestMethod irm", web],
	["Start-BitsTransfer", transfer],
	["Send-MailMessage Send-MgUserMail", on("send", "To@0 Subject@1 Body SmtpServer From")],
	[
		"Enter-PSSession etsn New-PSSession nsn Connect-PSSession cnsn",
		on("elsewhere", "ComputerName|HostName|VMName|Cn@0"),
	],
	["Exit-PSSession exsn Remove-PSSession rsn Disconnect-PSSession", reading],
	[
		"Connect-ExchangeOnline Connect-MgGraph Connect-AzAccount Connect-AzureAD Connect-MsolService Connect-SPOService Connect-MicrosoftTeams",
		on("elsewhere", "UserPrincipalName|TenantId"),
	],
	// Tasks, protection, certificates, disks
	[
		"Register-ScheduledTask Unregister-ScheduledTask Set-ScheduledTask Enable-ScheduledTask Disable-ScheduledTask Register-ScheduledJob Unregister-ScheduledJob",
		on("task", "TaskName|Name@0 TaskPath Action Trigger InputObject Xml User"),
	],
	["Start-ScheduledTask Stop-ScheduledTask", on("task", "TaskName@0 TaskPath@1 InputObject")],
	[
		"New-ScheduledTaskAction New-ScheduledTaskTrigger New-ScheduledTaskPrincipal New-ScheduledTaskSettingsSet New-ScheduledTask New-JobTrigger New-ScheduledJobOption New-CimSession New-CimSessionOption New-PSSessionOption",
		reading,
	],
	["Set-MpPreference Add-MpPreference Remove-MpPreference", whole("protection")],
	["Update-MpSignature Start-MpScan Remove-MpThreat Start-MpWDOScan", always("protection")],
	[
		"Enable-BitLocker Disable-BitLocker Suspend-BitLocker Resume-BitLocker Lock-BitLocker Unlock-BitLocker Add-BitLockerKeyProtector Remove-BitLockerKeyProtector Backup-BitLockerKeyProtector Clear-Tpm Initialize-Tpm",
		on("protection", "MountPoint@0"),
	],
	[
		"Import-Certificate Import-PfxCertificate New-SelfSignedCertificate Switch-Certificate Set-AuthenticodeSignature",
		on("certificate", "FilePath|DnsName|Subject@0 CertStoreLocation"),
	],
	[
		"Format-Volume Repair-Volume Optimize-Volume Set-Volume",
		on("disk", "DriveLetter@0 FileSystemLabel Path"),
	],
	[
		"Clear-Disk Initialize-Disk Set-Disk New-Partition Remove-Partition Resize-Partition Set-Partition Add-PartitionAccessPath Remove-PartitionAccessPath New-Volume Mount-DiskImage Dismount-DiskImage",
		on("disk", "Number|DiskNumber|DriveLetter|ImagePath@0 PartitionNumber@1"),
	],
	[
		"New-VM Remove-VM Start-VM Stop-VM Restart-VM Set-VM Checkpoint-VM Restore-VMSnapshot Remove-VMSnapshot New-VHD Resize-VHD Mount-VHD Dismount-VHD",
		whole("setting"),
	],
	[
		"New-Website Remove-Website Start-Website Stop-Website Restart-WebAppPool Start-WebAppPool Stop-WebAppPool Set-WebConfigurationProperty New-WebBinding iisreset",
		on("service", named),
	],
	["Set-SecureBootUEFI", always("boot")],
	// Code that the text doesn't hold
	[
		"Invoke-Expression iex Invoke-History r ihy Invoke-Item ii Add-Type Import-Module ipmo New-Module nmo Import-PSSession ipsn Import-Alias ipal Set-Alias sal New-Alias nal Remove-Alias",
		unseen,
	],
	[
		"Register-ObjectEvent Register-EngineEvent Register-WmiEvent Register-CimIndicationEvent Register-ArgumentCompleter Set-PSBreakpoint Set-PSReadLineOption Set-PSReadLineKeyHandler Update-TypeData Update-FormatData Trace-Command New-WebServiceProxy Start-DscConfiguration Invoke-DscResource Set-DscLocalConfigurationManager",
		unseen,
	],
	["Remove-Module rmo Stop-Transcript Write-Progress Wait-Event Remove-Event Unregister-Event", reading],
];
