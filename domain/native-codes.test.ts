import { expect, test } from "vitest";
import { isFailing, programName } from "./native-codes.ts";

test.each<[string, number]>([
	["C:\\Windows\\System32\\reg.exe", 1],
	["false", 1],
	["/usr/bin/grep", 2],
	["robocopy.exe", 8],
	["/usr/bin/find", 1],
	["msiexec.exe", 1603],
	["grep", 127],
	["winget.exe", -1978335212],
	["systemctl", 1],
	["\\\\server\\tools\\grep.exe.old", 1],
])("%s that returns %d failed", (program, code) => {
	expect(isFailing(program, code)).toBe(true);
});

test.each<[string, number]>([
	["reg.exe", 0],
	["/usr/bin/grep", 1],
	["C:\\Windows\\System32\\findstr.exe", 1],
	["C:\\Windows\\system32\\FIND.EXE", 1],
	["Robocopy.exe", 3],
	["fc", 1],
	["msiexec.exe", 3010],
	["[", 1],
	["winget.exe", -1978335189],
	["winget.exe", 0x8a15002b],
	["systemctl", 3],
])("%s that returns %d gave an answer", (program, code) => {
	expect(isFailing(program, code)).toBe(false);
});

test("a program is named without its folder", () => {
	expect(["C:\\Windows\\reg.exe", "/bin/false", "true", "/"].map(programName)).toEqual([
		"reg.exe",
		"false",
		"true",
		"/",
	]);
});
