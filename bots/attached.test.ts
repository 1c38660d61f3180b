// Which attached file a technician means as a command, and what they hear if none can be taken.
import { expect, test } from "vitest";
import { utf8 } from "../protocol/bytes.ts";
import { refusalText } from "../words/refusals.ts";
import { commandIn, type Exact } from "./typed.ts";

const none: Exact = { kind: "none" };
const typed: Exact = { kind: "command", command: ".\\fix.ps1 -Force" };
const file = (name: string, text = "x", type = "text/plain") => ({ name, type, bytes: utf8(text) });
const took = (...files: ReturnType<typeof file>[]) => commandIn(none, files);
const heard = (found: ReturnType<typeof commandIn>) =>
	found.kind === "refused" ? refusalText(found.refusal) : found.kind;

test.each([
	["fix.ps1", "Get-Service", "fix.ps1"],
	["FIX.BAT", "@echo off", "FIX.bat"],
	["fix.ps1.txt", "Get-Service", "fix.ps1"],
	["fix", "#!/usr/bin/env bash\nls", "fix.sh"],
	["fix.txt", "#!/bin/sh\nls", "fix.sh"],
])("%s is the script that its name or first line says", (name, text, called) => {
	expect(took(file(name, text))).toMatchObject({ kind: "command", command: text, script: { name: called } });
});

test.each([
	["utf-16le-bom", "\ufeff#!/bin/sh\r\nls", (bytes: Buffer) => bytes],
	["utf-16be-bom", "\ufeff#!/bin/sh\nls", (bytes: Buffer) => bytes.swap16()],
] as const)("a text in %s is a script by its first line, too", (encoding, text, order) => {
	const bytes = Uint8Array.from(order(Buffer.from(text, "utf16le")));
	expect(commandIn(none, [{ name: "fix.txt", type: "text/plain", bytes }])).toMatchObject({
		command: text.slice(1),
		script: { name: "fix.sh", encoding },
	});
});

test("a script for which env gets options is a command as it is, if it is for our shells", () => {
	const text = "#!/usr/bin/env -i bash\nls";
	expect(took(file("fix.sh", text))).toEqual({ kind: "command", command: text });
	const other = took(file("fix.sh", "#!/usr/bin/env -i A=b /usr/bin/python3\nprint(1)"));
	expect(other).toMatchObject({ refusal: { code: "foreign-script", program: "python3" } });
	expect(took(file("fix.py", text))).toMatchObject({ refusal: { code: "foreign-script" } });
});

test.each(["steps.txt", "Untitled", "Fix spooler v1.2"])("%s is a command as it is", (name) => {
	expect(took(file(name))).toEqual({ kind: "command", command: "x" });
});

test.each([
	["fix.py", "print(1)", null],
	["fix.py", "#!/usr/bin/env python3\nprint(1)", "python3"],
	["fix.sh", "#!/bin/zsh\nprint 1", "zsh"],
	["fix.sh", "#!/usr/bin/env python3\nprint(1)", "python3"],
	["fix.txt", "#!/usr/bin/perl -w\nprint 1", "perl"],
	["fix", "#!/bin/dash\nls", "dash"],
	["fix.zsh", "print 1", null],
	["tweak.reg", "Windows Registry Editor Version 5.00", null],
	["fix.vbs", "MsgBox 1", null],
	["query.sql", "select 1", null],
	["tools.psm1", "function a {}", null],
	["fix.py.txt", "print(1)", null],
	["tweak.reg.txt", "Windows Registry Editor Version 5.00", null],
	["fix", "\ufeff#!/usr/bin/perl\nprint 1", "perl"],
	["fix", "#!/usr/bin/env\nls", null],
])("%s of another program isn't handed to a shell: %j", (name, text, program) => {
	const found = took(file(name, text));
	expect(found).toMatchObject({ refusal: { code: "foreign-script", name, program } });
	expect(heard(found)).toContain(program ?? "sh, bash, PowerShell and cmd");
});

test.each(["users.csv", "install.log", "README.md", "page.html", "config.xml"])(
	"%s is shown to someone, not proposed",
	(name) => {
		expect(took(file(name, "x", "text/x"))).toEqual(none);
		expect(commandIn(typed, [file(name)])).toEqual(typed);
	},
);

test("what begins with #! and no path is a text", () => {
	expect(took(file("steps.txt", "#! important"))).toEqual({ kind: "command", command: "#! important" });
	expect(took(file("Untitled", "#!important"))).toEqual({ kind: "command", command: "#!important" });
	expect(took(file("Untitled", "#! bash notes"))).toEqual({ kind: "command", command: "#! bash notes" });
});

test("of two scripts neither is guessed", () => {
	expect(heard(took(file("a.ps1"), file("b.ps1"), file("c.log")))).toContain("a.ps1 and b.ps1");
});

test("a script beside notes is the one that is meant", () => {
	expect(took(file("notes.txt"), file("fix.ps1"))).toMatchObject({ script: { name: "fix.ps1" } });
	expect(took(file("notes.txt"), file("more.txt"))).toEqual(none);
});

test("a command that comes with a script would run without it, so both are refused", () => {
	expect(heard(commandIn(typed, [file("fix.ps1")]))).toContain("a command and fix.ps1");
	expect(heard(commandIn(typed, [file("fix.py"), file("a.sh")]))).toContain("can't run fix.py");
	expect(commandIn(typed, [file("notes.txt")])).toEqual(typed);
});

test("scripts that can't be read count as those that can", () => {
	expect(heard(commandIn(typed, [], ["fix.ps1"]))).toContain("a command and fix.ps1");
	expect(heard(commandIn(typed, [], ["fix.py"]))).toContain("can't run fix.py");
	expect(heard(commandIn(none, [], ["a.ps1", "b.ps1"]))).toContain("a.ps1 and b.ps1");
	expect(commandIn(none, [], ["fix.ps1"])).toEqual(none);
	expect(commandIn(typed, [], ["notes.txt"])).toEqual(typed);
});
