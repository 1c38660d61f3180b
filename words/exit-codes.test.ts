import { expect, test } from "vitest";
import { ranOf } from "../domain/exit-codes.ts";
import type { Shell } from "../protocol/plan/plan.ts";
import { exitCodeText } from "./exit-codes.ts";

const said = (code: number, shell: Shell, command = "x") => exitCodeText(code, ranOf(shell, command, false));

test.each([
	[0, "powershell", "x", "0"],
	[1, "powershell", "x", "1"],
	[4_294_967_295, "cmd", "exit -1", "-1 (0xFFFFFFFF)"],
	[2_316_632_107, "powershell", "exit -1978335189", "-1978335189 (0x8A15002B)"],
	[
		2_316_632_107,
		"cmd",
		"winget upgrade Git.Git",
		"-1978335189 (0x8A15002B, winget: no newer version applies)",
	],
	[3_221_225_477, "powershell", "exit -1073741819", "0xC0000005 (crashed)"],
	[-1_073_741_819, "pwsh", "x", "0xC0000005 (crashed)"],
	[3_221_225_781, "cmd", "setup", "0xC0000135 (could not start, a library is missing)"],
	[3010, "powershell", "exit 3010", "3010 (as Windows Installer uses it: done, a restart is needed)"],
	[1641, "cmd", "msiexec /i a.msi /qn", "1641 (Windows Installer: done, and a restart has begun)"],
	[1603, "cmd", "msiexec /i a.msi /qn", "1603 (Windows Installer: the installation failed)"],
	[1618, "powershell", "setup.exe", "1618 (Windows Installer: another installation is running)"],
	[1603, "powershell", "C:\\temp\\SetupX64.exe /S", "1603 (Windows Installer: the installation failed)"],
	[1603, "cmd", "C:\\temp\\agent.msi /qn", "1603 (Windows Installer: the installation failed)"],
	[3010, "cmd", "wusa a.msu /quiet", "3010 (wusa: done, a restart is needed)"],
	[2_359_302, "cmd", "wusa a.msu /quiet", "2359302 (wusa: already installed)"],
	[1625, "cmd", "msiexec /i a.msi /qn", "1625 (Windows Installer: a policy of this machine forbids it)"],
	[1060, "cmd", "sc query nosuch", "1060 (sc: no such service)"],
	[740, "cmd", "dism /online /add-package", "740 (dism: needs administrator rights)"],
	[2_147_942_405, "cmd", "manage-bde -status", "-2147024891 (0x80070005, access denied)"],
	[2_147_944_003, "cmd", "setup-x.exe", "-2147023293 (0x80070643, the installation failed)"],
	[2_147_942_405, "pwsh", "exit -2147024891", "-2147024891 (0x80070005, access denied)"],
	[3_221_225_506, "cmd", "x.exe", "-1073741790 (0xC0000022, access denied)"],
	[3_228_369_022, "cmd", "x.exe", "0xC06D007E (could not start, a library is missing)"],
	[
		4_294_770_688,
		"cmd",
		"powershell -File nosuch.ps1",
		"-196608 (0xFFFD0000, powershell: the script's file can't be run)",
	],
	[9, "cmd", "robocopy a b", "9 (robocopy: some files weren't copied)"],
	[60, "bash", "curl https://x", "60 (curl: the server's certificate isn't trusted)"],
	[127, "bash", "set -eu; echo $NAME", "127 (command not found, or a variable isn't set)"],
	[127, "bash", `echo "\${NAME:?}"`, "127 (command not found, or a variable isn't set)"],
	[127, "sh", "set -u; nosuch", "127 (command not found, or a variable isn't set)"],
	[127, "sh", `echo "\${NAME:?}"`, "127 (command not found, or a variable isn't set)"],
	[127, "sh", "nosuch", "127 (command not found)"],
	[127, "bash", "wait 4711", "127 (wait: no such process of this shell, or it ended with 127)"],
	[127, "bash", "nosuch & wait $!", "127 (wait: no such process of this shell, or it ended with 127)"],
	[56, "bash", "curl -x http://proxy https://x", "56 (curl: could not receive the answer)"],
	[3010, "cmd", "dism /online /add-package", "3010 (dism: done, a restart is needed)"],
	[1603, "cmd", "choco install x", "1603 (as Windows Installer uses it: the installation failed)"],
	[1605, "cmd", "inventory.exe", "1605 (as Windows Installer uses it: the product isn't installed)"],
	[
		1604,
		"cmd",
		"msiexec /i a.msi /qn",
		"1604 (Windows Installer: the installation is suspended, incomplete)",
	],
	[350, "cmd", "choco install x", "350 (choco: nothing was done, a restart is pending)"],
	[2_316_632_108, "cmd", "winget upgrade --all", "-1978335188 (0x8A15002C, winget: it ended with failures)"],
	[2_148_468_767, "cmd", "dism /online /x", "-2146498529 (0x800F081F, the package's source isn't there)"],
	[
		2_149_842_966,
		"pwsh",
		"x",
		"-2145124330 (0x80240016, another installation is running, or a restart is pending)",
	],
	[194, "powershell", "exit 194", "194 (a restart is asked for)"],
	[1, "cmd", "robocopy C:\\a D:\\b /mir", "1 (robocopy: files were copied)"],
	[
		3,
		"powershell",
		"robocopy.exe a b; exit $LASTEXITCODE",
		"3 (robocopy: files were copied, the target has extra files)",
	],
	[8, "cmd", '"C:\\Windows\\System32\\Robocopy.exe" a b', "8 (robocopy: some files weren't copied)"],
	[1, "bash", "cat /etc/hosts | grep acme", "1 (grep: no match)"],
	[1, "bash", "grep -q 'a; b' x", "1 (grep: no match)"],
	[1, "bash", "grep acme x; make", "1"],
	[1, "bash", "grep -q 'a && b' x", "1 (grep: no match)"],
	[1, "bash", "cd /nope && grep -q x f", "1"],
	[1, "cmd", "cd C:\\nope && findstr x f", "1"],
	[1, "bash", "set -eu; cd /nope; grep -q x f", "1"],
	[1, "bash", "set -x -e\ncd /nope\ngrep -q x f", "1"],
	[1, "bash", "set -o pipefail; cat /nope | grep x", "1"],
	[1, "sh", "set -o errexit; cd /nope; grep -q x f", "1"],
	[1, "sh", "test -f f || exit 1; grep -q x f", "1"],
	[1, "powershell", "$ErrorActionPreference = 'Stop'; Get-Item x; findstr x f", "1"],
	[1, "powershell", "if (!$x) { throw 'none' }; findstr x f; exit $LASTEXITCODE", "1"],
	[2, "bash", "grep acme x", "2"],
	[1, "bash", "zgrep acme x.gz", "1 (zgrep: no match)"],
	[1, "cmd", "comp a b", "1 (comp: there are differences)"],
	[1, "bash", "test -f x", "1"],
	[126, "sh", "./x", "126 (not executable)"],
	[127, "bash", "nosuch", "127 (command not found)"],
	[137, "bash", "x", "137 (ended by signal 9)"],
	[255, "bash", "ssh host", "255"],
	[3010, "bash", "x", "3010"],
	[137, "cmd", "x", "137"],
	[9009, "cmd", "nosuch", "9009 (command not found)"],
] as const)("exit code %i of %s running %s is said as %s", (code, shell, command, text) => {
	expect(said(code, shell, command)).toBe(text);
});

test("a code of a step that is not known is its number alone", () => {
	expect(exitCodeText(3010, null)).toBe("3010");
	expect(exitCodeText(4_294_967_295, null)).toBe("-1 (0xFFFFFFFF)");
	expect(exitCodeText(1, ranOf("bash", "grep a b", true))).toBe("1");
});
