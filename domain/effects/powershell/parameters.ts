// Parameters that many cmdlets have, in lower case: with a value, or as switches.

const words = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_commonparameters, and usual ones. */
export const commonSwitches = words(`
	Confirm cf WhatIf wi Verbose vb Debug db Force Recurse PassThru AsJob Wait NoNewline Append NoClobber UseBasicParsing AllUsers
	Online All Full NoTypeInformation NoNewWindow Persist Quiet Raw Hidden Directory AllowClobber SkipPublisherCheck AcceptLicense
	AsSecureString MaskInput Restart NoRestart IncludeManagementTools IncludeAllSubFeature UseTransaction NoProxy Unique
	IncludeUserName DisableNameChecking Global NoWait AllowPrerelease SkipCertificateCheck UseSSL Descending AsHashTable AsArray
	Compress AutoSize Wrap List Detailed Examples Hidden ReadOnly System FollowSymlink NoEncryption Reset ReleaseComObject
	AccountNeverExpires PasswordNeverExpires UserMayNotChangePassword NoPassword Disabled RunElevated CaseSensitive SimpleMatch AllMatches
	NotMatch NoElement AsString Leaf Parent Resolve IsAbsolute Qualifier NoQualifier ListAvailable Refresh Stable AllVersions CreateIfNotExist`);

/** With a value. */
export const commonValues = words(`
	ErrorAction ea WarningAction wa InformationAction infa ProgressAction proga ErrorVariable ev WarningVariable wv InformationVariable
	iv OutVariable ov OutBuffer ob PipelineVariable pv ComputerName Credential Value Type PropertyType ItemType Filter Include
	Exclude Encoding Depth Scope Stream Description DisplayName Status StartupType Server Identity Properties Method Headers Body
	OutFile Uri ContentType UserAgent TimeoutSec Delimiter Path LiteralPath Destination Action Direction Protocol LocalPort
	RemotePort RemoteAddress LocalAddress Profile Program Group Password Member Members InputObject Trigger User RunLevel TaskName
	TaskPath Principal Settings Property ExpandProperty First Last Skip Index Category LogName MaxEvents FilterHashtable FilterXPath
	Newest Since After Before EntryType Source Message ForegroundColor BackgroundColor Separator Object FilePath ArgumentList Verb
	WorkingDirectory WindowStyle RedirectStandardOutput RedirectStandardError RedirectStandardInput Version RequiredVersion
	MinimumVersion MaximumVersion Repository ProviderName Namespace ClassName Class Query Key Id Seconds Milliseconds Timeout Delay
	Count Port InterfaceAlias InterfaceIndex IPAddress PrefixLength DefaultGateway ServerAddresses AddressFamily DriveLetter FileSystem
	NewFileSystemLabel Size Number DiskNumber PartitionNumber DriverName PortName PrinterName FullName Name AccountPassword
	SamAccountName UserPrincipalName OU SearchBase SearchScope LDAPFilter NewPassword Enabled ThrottleLimit ScriptBlock
	Pattern Context Minimum Maximum Format UFormat Date Year Month Day Hour Minute Second Culture CimSession Session Attributes
	Tail TotalCount ReadCount Width ChildPath Body WebSession SessionVariable Proxy ProxyCredential MaximumRedirection Certificate
	DependsOn BinaryPathName Execute Argument At DaysOfWeek Target NewName Stream MemberName Process Begin End Parallel Prompt
	ReferenceObject DifferenceObject GroupBy View`);
