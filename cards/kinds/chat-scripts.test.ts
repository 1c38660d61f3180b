// How many scripts chat can decide on; `npm run bench -- scripts FOLDER` counts those of a folder.
import { expect, test } from "vitest";
import { judgeScript, madeScripts } from "../testing/scripts.ts";

const judged = madeScripts.map(judgeScript);

test("chat decides on two thirds of made-up scripts, and of the others only length speaks against it", () => {
	const elsewhere = judged.filter(({ where }) => where !== "chat");
	expect(judged.length).toBeGreaterThanOrEqual(60);
	expect(judged.length - elsewhere.length).toBeGreaterThanOrEqual((2 / 3) * judged.length);
	expect(elsewhere.filter(({ where }) => where !== "long")).toEqual([]);
});

test.each([
	["a script with a password", "fix.ps1", "net user temp Winter2026! /add\n", "secret"],
	["a script that changes the direction of reading", "fix.sh", "echo \u202egnp.exe\n", "odd"],
	["a file that is no text", "fix.ps1", "a\0b", "unread"],
])("chat doesn't decide on %s", (_, name, text, where) => {
	expect(judgeScript({ name, bytes: new TextEncoder().encode(text) }).where).toBe(where);
});
