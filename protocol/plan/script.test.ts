// A script's file: its bytes, its name, its first line, and how its shell is called.
import { expect, test } from "vitest";
import { hex, utf8 } from "../bytes.ts";
import { runsScript, shellArgv } from "./invocation.ts";
import { Shell, Step } from "./plan.ts";
import {
	readScript,
	type Script,
	type ScriptEncoding,
	scriptBytes,
	scriptLimit,
	shebangOf,
} from "./script.ts";

const text = "ä\r\n😀";
test.each<[ScriptEncoding, string]>([
	["utf-8", "c3a40d0af09f9880"],
	["utf-8-bom", "efbbbfc3a40d0af09f9880"],
	["utf-16le-bom", "fffee4000d000a003dd800de"],
	["utf-16be-bom", "feff00e4000d000ad83dde00"],
])("a text in %s is these bytes, and they are that text again", (encoding, bytes) => {
	expect(hex(scriptBytes(text, encoding))).toBe(bytes);
	expect(readScript(scriptBytes(text, encoding))).toEqual({ text, encoding });
});

test("bytes that are no text, or hold a NUL, are no script", () => {
	expect(readScript(Uint8Array.from([0x80]))).toBeNull();
	expect(readScript(utf8("a\0b"))).toBeNull();
	expect(readScript(Uint8Array.from([0xff, 0xfe, 0x00, 0xd8]))).toBeNull();
});

test("a second mark is text", () => {
	expect(readScript(utf8("\ufeff\ufeffa"))).toEqual({ text: "\ufeffa", encoding: "utf-8-bom" });
});

const script = { name: "fix.ps1", encoding: "utf-8", arguments: [] } as const;
const step = (change: object, command = "a") => ({
	phase: "command",
	command,
	script: { ...script, ...change },
});

test.each<[string, object]>([
	["a folder in its name", step({ name: "a/fix.ps1" })],
	["a name that leads elsewhere", step({ name: "..ps1" })],
	["a name that ends in a dot", step({ name: "fix." })],
	["a device's name", step({ name: "con.ps1" })],
	["a blank in its name", step({ name: "fix it.ps1" })],
	["an unknown encoding", step({ encoding: "latin1" })],
	["a line break in an argument", step({ arguments: ["a\nb"] })],
	["an unknown key", step({ mode: 7 })],
	["more than a megabyte", step({}, "a".repeat(scriptLimit + 1))],
])("a script with %s is refused", (_, refused) => {
	expect(Step.safeParse(refused).success).toBe(false);
});

test("a script is longer than any command line may be", () => {
	expect(Step.safeParse(step({}, "a".repeat(scriptLimit))).success).toBe(true);
	expect(Step.safeParse({ phase: "command", command: "a".repeat(65_537) }).success).toBe(false);
});

test("a command line has no word of a script in its bytes", () => {
	expect(Step.parse({ phase: "command", command: "a" })).toEqual({ phase: "command", command: "a" });
});

test.each<[string, ReturnType<typeof shebangOf>]>([
	["#!/bin/bash\n", { program: "bash", arguments: [] }],
	["#! /bin/sh -eu\r\necho", { program: "sh", arguments: ["-eu"] }],
	["#!/bin/bash -o pipefail", { program: "bash", arguments: ["-o pipefail"] }],
	["#!/usr/bin/env bash\n", { program: "bash", arguments: [] }],
	["#!/usr/bin/env -S bash -e -u\n", { program: "bash", arguments: ["-e", "-u"] }],
	["#!/usr/bin/env python3\n", { program: "python3", arguments: [] }],
	["\n#!/bin/bash", null],
	["#!\n/bin/bash", null],
	["echo #!/bin/bash", null],
])("the first line of %j names its program", (text, found) => {
	expect(shebangOf(text)).toEqual(found);
});

const file = { path: "/s/fix", arguments: ["a b", "-c"] };
const plainly = ["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text"];
const powershell = [...plainly, "-ExecutionPolicy", "Bypass", "-File", "/s/fix", "a b", "-c"];
test.each<[Shell, string[]]>([
	["sh", ["-e", "/s/fix", "a b", "-c"]],
	["bash", ["-e", "/s/fix", "a b", "-c"]],
	["pwsh", powershell],
	["powershell", powershell],
	["cmd", ["/d", "/s", "/c", '""/s/fix" "a b" "-c""']],
])("%s is called with the file and its arguments", (shell, args) => {
	expect(shellArgv(shell, shell, "#!/bin/sh -e\n", file)).toEqual([shell, ...args]);
});

test.each(Shell.options)("the arguments of %s tell which script they run", (shell) => {
	const of = (name: string, given: string[]): Script => ({ ...script, name, arguments: given });
	const argv = shellArgv(shell, shell, "a", { path: "C:\\s\\r_1\\fix.x", arguments: ["1"] });
	expect(runsScript(shell, argv, "a", of("fix.x", ["1"]))).toBe(true);
	expect(runsScript(shell, argv, "a", of("fix.x", ["2"]))).toBe(false);
	expect(runsScript(shell, argv, "a", of("ix.x", ["1"]))).toBe(false);
	expect(runsScript(shell, [...argv, "more"], "a", of("fix.x", ["1"]))).toBe(false);
});
