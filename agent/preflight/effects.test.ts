// What people read about a command before anyone approves it: tables of commands with the line that the card shows.
import { expect, test } from "vitest";
import { effectsOfCalls, knownPrograms } from "../../domain/effects/programs/judge.ts";
import { effectsLine } from "../../words/effects.ts";
import * as cmd from "./cases/cmd.ts";
import { programs as ofWindows } from "./cases/cmd-more.ts";
import * as posix from "./cases/posix.ts";
import { programs as ofUnix } from "./cases/posix-more.ts";
import { commandsIn as inCmd } from "./cmd/commands.ts";
import { commandsIn as inPosix } from "./posix/commands.ts";

test.each([...posix.ordinary, ...posix.hostile, ...ofUnix])("sh: %s", (text, line) => {
	expect(effectsLine(effectsOfCalls(inPosix(text), "unix"), "root")).toBe(line);
});

test.each([...cmd.ordinary, ...ofWindows])("cmd: %s", (text, line) => {
	expect(effectsLine(effectsOfCalls(inCmd(text), "windows"), "SYSTEM")).toBe(line);
});

test("no command of sh that does more than it seems to reads only", () => {
	expect(posix.hostile.filter(([, line]) => line.includes("reads only"))).toEqual([]);
});

test("the tables know the usual programs of Linux and of Windows", () => {
	expect(knownPrograms("unix").length).toBeGreaterThan(80);
	expect(knownPrograms("windows").length).toBeGreaterThan(60);
});

test("A program in an unusual place isn't the one that the table knows", () => {
	const line = (path: string | null) =>
		effectsLine(effectsOfCalls(inPosix("sudo ls /etc"), "unix", [{ name: "ls", path }]), null);
	expect(line("/usr/bin/ls")).toBe("reads only");
	expect(line(null)).toBe("reads only");
	expect(line("/home/dana/bin/ls")).toBe("can't tell what “ls /etc” does");
});
