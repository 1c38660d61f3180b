// The environment of a helper process: what it needs to start and to find programs, and nothing that a shell would run.

/** By their names in any case. PowerShell as a tool of .NET doesn't start without `DOTNET_ROOT`: as the PATH, it is the agent's own. No BASH_ENV, ENV, BASH_FUNC_…, SHELLOPTS, PS4, LD_PRELOAD, COMPLUS_… or DOTNET_STARTUP_HOOKS. */
const kept =
	/^(?:PATH|PATHEXT|PSModulePath|SystemRoot|SystemDrive|windir|ComSpec|ProgramFiles(?:\(x86\))?|ProgramW6432|ProgramData|CommonProgramFiles(?:\(x86\))?|LOCALAPPDATA|APPDATA|USERPROFILE|HOME|HOMEDRIVE|HOMEPATH|TEMP|TMP|TMPDIR|USER|LOGNAME|USERNAME|DOTNET_ROOT(?:\(x86\)|_X(?:64|86)|_ARM64)?|WINEPREFIX|WINEDEBUG|WINEARCH)$/i;

export const environmentOfHelper = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
	...Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name))),
	LC_ALL: "C",
	POWERSHELL_TELEMETRY_OPTOUT: "1",
	POWERSHELL_UPDATECHECK: "Off",
	DOTNET_CLI_TELEMETRY_OPTOUT: "1",
});
