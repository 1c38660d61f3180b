// What looks like a prompt that was copied with a command, and what only has a sign of one.
import { expect, test } from "vitest";
import { copiedPrompt } from "./copied.ts";

test.each([
	["$ ls", "$"],
	["PS C:\\Users\\tom> Get-Service", "PS C:\\Users\\tom>"],
	["PS C:\\Program Files\\x> ls", "PS C:\\Program Files\\x>"],
	["PS /home/tom> ls", "PS /home/tom>"],
	["(base) PS C:\\> ls", "(base) PS C:\\>"],
	["C:\\Windows\\System32>dir", "C:\\Windows\\System32>"],
	["C:\\Windows\\System32>ipconfig /all>C:\\temp\\ip.txt", "C:\\Windows\\System32>"],
	["C:\\Program Files>dir", "C:\\Program Files>"],
	["C:\\Program Files (x86)\\Vendor>dir", "C:\\Program Files (x86)\\Vendor>"],
	["C:\\>dir", "C:\\>"],
	["C:\\> ipconfig", "C:\\>"],
	['C:\\>"C:\\Program Files\\x\\y.exe" /s', "C:\\>"],
	["(venv) C:\\src>python x.py", "(venv) C:\\src>"],
	["tom@srv01:~$ ls", "tom@srv01:~$"],
	["(venv) tom@srv:~$ ls", "(venv) tom@srv:~$"],
	["root@srv01:/etc# ls", "root@srv01:/etc#"],
	["[tom@srv01 ~]$ ls", "[tom@srv01 ~]$"],
	["tom@mac ~ % ls", "tom@mac ~ %"],
])("%j begins with a prompt", (line, prompt) => {
	expect(copiedPrompt(`cd x\n${line}`)).toEqual({ line: 2, prompt });
});

test.each([
	"C:\\tools\\x.exe>out.txt",
	"C:\\Windows\\System32\\ipconfig.exe /all>C:\\temp\\ip.txt",
	"C:\\Windows\\System32\\ipconfig /all>C:\\temp\\ip.txt",
	"C:\\tools\\x.exe /s 2>nul",
	"C:\\tools\\x arg>out.txt",
	"C:\\tools\\x 2>nul",
	"C:\\tools\\x & dir>out.txt",
	"C:\\tools\\x.exe -in C:\\temp>out.txt",
	"C:\\tools\\x.exe ..\\in>out.txt",
	"C:\\Program Files\\x\\y.exe>out.txt",
	"C:\\x.exe > y",
	"$x = 1",
	"$(ls)",
	"(ls) > x",
	"ps aux > x",
	"ssh tom@srv01 ls",
	"scp a tom@srv01:b",
	"# ls",
])("%j has none", (line) => {
	expect(copiedPrompt(line)).toBeNull();
});
