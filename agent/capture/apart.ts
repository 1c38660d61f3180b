// What a step hands to another process, session or runspace, where the host sees nothing of it: as far as its text tells.

/** Whether the text asks PowerShell for such a thing by one of the usual forms. */
export const runsApart = (command: string): boolean =>
	anywhere.test(command) ||
	another.test(command) ||
	(invokes.test(command) && (elsewhere.test(command) || plainly.test(command)));

const anywhere =
	/\b(?:Start-(?:Thread)?Job|sajb|Register-\w+Event|RunspaceFactory|RunspacePool|(?:Enter|New|Connect)-PSSession|etsn|nsn|cnsn|Invoke-(?:Cim|Wmi)Method|icim|iwmi)\b|-(?:AsJ\w*|Par\w*)\b|\[(?:System\.Management\.Automation\.)?PowerShell\]::|Process\]::Start\b|Diagnostics\.Process\b|[^&>]&\s*(?:$|[\n;)}])/i;

/** Another PowerShell, as a program. */
const another =
	/(?:^|[\n;|&({=]|\b(?:Start-Process|saps|start)\s+(?:-FilePath\s+)?)\s*["']?(?:[\w:.$\\/-]*[\\/])?(?:pwsh|powershell)(?:\.exe)?["']?(?:\s|$)/i;

const invokes = /\b(?:Invoke-Command|icm)\b/i;
/** Of Invoke-Command, also abbreviated. */
const elsewhere = /-(?:Co(?:mp\w*|n\w*)|Cn|Ho\w*|Se\w*|VM\w*)\b/i;
/** Its computer is the first argument: `icm srv01 { … }`. */
const plainly = /\b(?:Invoke-Command|icm)\s+(?!-|\{|\$\w+\s*(?:$|[\n;|)}]))\S/i;
