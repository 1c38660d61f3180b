// What programs' own exit codes mean, and which of them are answers instead of failures: one table, from each program's manual.
// Most programs fail with any code but 0.

/** In `words/exit-codes.ts`. */
export type ProgramMeaning =
	| "restart-begun"
	| "restart-needed"
	| "cancelled-by-user"
	| "install-failed"
	| "not-installed"
	| "install-running"
	| "package-unreadable"
	| "other-version"
	| "nothing-applies"
	| "wrong-hash"
	| "no-package"
	| "needs-admin"
	| "no-update"
	| "already-installed"
	| "copied"
	| "extra-files"
	| "copied-and-extra"
	| "mismatched"
	| "copied-mismatched"
	| "extra-mismatched"
	| "copied-extra-mismatched"
	| "not-all-copied"
	| "copied-nothing"
	| "no-match"
	| "different"
	| "not-running"
	| "timed-out"
	| "forbidden-by-policy"
	| "wrong-platform"
	| "wrong-arguments"
	| "no-source"
	| "file-missing"
	| "path-missing"
	| "access-denied"
	| "in-use"
	| "unsupported"
	| "no-network-path"
	| "disk-full"
	| "no-answer"
	| "runs-already"
	| "service-disabled"
	| "no-service"
	| "to-be-deleted"
	| "exists-already"
	| "wrong-login"
	| "no-domain"
	| "server-error"
	| "no-tls"
	| "not-trusted"
	| "empty-reply"
	| "not-received"
	| "vanished"
	| "no-script"
	| "no-job-or-its-code"
	| "no-host"
	| "no-connection"
	| "no-input"
	| "no-installer-service"
	| "suspended"
	| "no-log"
	| "no-temp"
	| "agreements"
	| "download-failed"
	| "several-packages"
	| "restart-first"
	| "some-failed"
	| "store-corrupt"
	| "no-such-feature"
	| "all-failed"
	| "not-for-machine"
	| "no-update-now"
	| "no-update-service"
	| "no-network";

/** Whether a program's code means failure: `grep` 1 (nothing found), `robocopy` 3 (files copied) and the like don't.
 * `program` is a name or a path; codes are signed or unsigned, as the agent found them. */
export const isFailing = (program: string, code: number): boolean => {
	const codes = codesOf(programName(program.trim()).toLowerCase());
	return code !== 0 && codes?.answers?.[code >>> 0] === undefined;
};

/** By the manual of the program with this name, in lower case; null: it says nothing, or no words are needed. */
export const programMeaning = (name: string, code: number): ProgramMeaning | null => {
	const { answers, failures } = codesOf(name) ?? {};
	const meaning = answers?.[code >>> 0] ?? failures?.[code >>> 0];
	return meaning === undefined || meaning === "no" ? null : meaning;
};

/** `C:\Windows\System32\reg.exe` → `reg.exe` */
export const programName = (path: string): string => path.split(/[\\/]/).at(-1) || path;

/** By unsigned code. `no`: what was asked isn't so, which needs no words. */
type Codes = {
	answers?: Record<number, ProgramMeaning | "no">;
	failures?: Record<number, ProgramMeaning>;
};

/** https://learn.microsoft.com/windows/win32/msi/error-codes */
export const windowsInstaller = {
	answers: { 1641: "restart-begun", 3010: "restart-needed" },
	failures: {
		1601: "no-installer-service",
		1602: "cancelled-by-user",
		1603: "install-failed",
		1604: "suspended",
		1605: "not-installed",
		1612: "no-source",
		1614: "not-installed",
		1618: "install-running",
		1619: "package-unreadable",
		1620: "package-unreadable",
		1622: "no-log",
		1625: "forbidden-by-policy",
		1632: "no-temp",
		1633: "wrong-platform",
		1635: "package-unreadable",
		1636: "package-unreadable",
		1638: "other-version",
		1639: "wrong-arguments",
	},
} as const satisfies Codes;

/** https://learn.microsoft.com/windows/win32/debug/system-error-codes */
export const windowsErrors = {
	2: "file-missing",
	3: "path-missing",
	5: "access-denied",
	32: "in-use",
	50: "unsupported",
	53: "no-network-path",
	87: "wrong-arguments",
	112: "disk-full",
	740: "needs-admin",
	1053: "no-answer",
	1056: "runs-already",
	1058: "service-disabled",
	1060: "no-service",
	1062: "not-running",
	1072: "to-be-deleted",
	1073: "exists-already",
	1326: "wrong-login",
	1355: "no-domain",
} as const satisfies Codes["failures"];

/** Of Windows Update and of Windows' servicing (`dism`), as HRESULTs.
 * https://learn.microsoft.com/windows/deployment/update/windows-update-error-reference
 * https://learn.microsoft.com/troubleshoot/windows-server/installing-updates-features-roles/common-windows-update-errors */
export const updateErrors = {
	2149842966: "no-update-now",
	2149842967: "no-update",
	2149842974: "no-update-service",
	2149842975: "no-network",
	2149842977: "timed-out",
	2149842978: "all-failed",
	2148468767: "no-source",
	2148468785: "store-corrupt",
	2147956498: "store-corrupt",
	2148468748: "no-such-feature",
	2148468998: "download-failed",
	2148468999: "forbidden-by-policy",
} as const satisfies Codes["failures"];

/** In doubt a code is a failure. */
const table: (Codes & { programs: string[] })[] = [
	{
		programs: ["grep", "egrep", "fgrep", "zgrep", "rg", "findstr", "find.exe"],
		answers: { 1: "no-match" },
	},
	{ programs: ["diff", "cmp", "fc", "comp", "zdiff", "zcmp"], answers: { 1: "different" } },
	{ programs: ["test", "[", "[[", "((", "let", "expr"], answers: { 1: "no" } },
	{ programs: ["read"], answers: { 1: "no-input" } },
	{
		programs: ["pgrep", "pidof", "which", "where", "type", "command", "hash", "mountpoint"],
		answers: { 1: "no" },
	},
	{ programs: ["needs-restarting"], answers: { 1: "no" } },
	{ programs: ["systemctl", "service"], answers: { 3: "not-running" } },
	// Updates are available.
	{ programs: ["dnf", "yum"], answers: { 100: "no" } },
	// No more options.
	{ programs: ["getopts"], answers: { 1: "no" } },
	// Also what it waited for may have ended so.
	{ programs: ["wait"], failures: { 127: "no-job-or-its-code" } },
	{ programs: ["timeout"], failures: { 124: "timed-out" } },
	{
		// https://curl.se/docs/manpage.html#EXIT
		programs: ["curl"],
		failures: {
			6: "no-host",
			7: "no-connection",
			22: "server-error",
			28: "timed-out",
			35: "no-tls",
			52: "empty-reply",
			56: "not-received",
			60: "not-trusted",
		},
	},
	{
		// https://www.gnu.org/software/wget/manual/html_node/Exit-Status.html
		programs: ["wget"],
		failures: { 4: "no-connection", 5: "not-trusted", 8: "server-error" },
	},
	{ programs: ["rsync"], failures: { 23: "not-all-copied", 24: "vanished", 30: "timed-out" } },
	{ programs: ["sc", "icacls", "wevtutil", "nltest"], failures: windowsErrors },
	{ programs: ["powershell"], failures: { 4294770688: "no-script" } },
	{
		// https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy#exit-return-codes
		programs: ["robocopy"],
		answers: {
			1: "copied",
			2: "extra-files",
			3: "copied-and-extra",
			4: "mismatched",
			5: "copied-mismatched",
			6: "extra-mismatched",
			7: "copied-extra-mismatched",
		},
		failures: {
			...Object.fromEntries([8, 9, 10, 11, 12, 13, 14, 15].map((code) => [code, "not-all-copied" as const])),
			16: "copied-nothing",
		},
	},
	{ programs: ["msiexec"], ...windowsInstaller },
	{ programs: ["dism"], answers: windowsInstaller.answers, failures: windowsErrors },
	{
		// https://docs.chocolatey.org/en-us/choco/commands/install/#exit-codes
		programs: ["choco"],
		answers: windowsInstaller.answers,
		failures: { 350: "restart-first", 1604: "suspended" },
	},
	{
		programs: ["wusa"],
		answers: { ...windowsInstaller.answers, 2359301: "restart-needed", 2359302: "already-installed" },
		failures: { ...windowsInstaller.failures, 2149842967: "not-for-machine" },
	},
	{
		// https://github.com/microsoft/winget-cli/blob/master/doc/windows/package-manager/winget/returnCodes.md
		programs: ["winget"],
		answers: { 2316632107: "no-update", 2316632161: "already-installed" },
		failures: {
			2316632066: "wrong-arguments",
			2316632072: "download-failed",
			2316632080: "nothing-applies",
			2316632081: "wrong-hash",
			2316632084: "no-package",
			2316632086: "several-packages",
			2316632089: "needs-admin",
			2316632108: "some-failed",
			2316632122: "forbidden-by-policy",
			2316632129: "agreements",
			2316632134: "agreements",
		},
	},
];

const byName: ReadonlyMap<string, Codes> = new Map(
	table.flatMap((row) => row.programs.map((name) => [name, row])),
);

/** `find.exe` is another program than `find`; most are the same with and without an ending. */
const codesOf = (name: string): Codes | undefined =>
	byName.get(name) ?? byName.get(name.replace(/\.(?:exe|com|cmd|bat)$/, ""));
