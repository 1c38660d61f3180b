// How well secrets in command lines are found, measured on made-up lines (testing/labelled.ts).
import { expect, test } from "vitest";
import { masked, secretText } from "./secrets.ts";
import { without, withSecret } from "./testing/labelled.ts";

test("at least 95 % of lines with a secret are found, and masked", () => {
	const missed = withSecret.filter((line) => secretText(line) === null);
	expect(withSecret.length).toBeGreaterThanOrEqual(300);
	expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(withSecret.length * 0.05);
});

test("at most 1 % of ordinary lines are taken for one with a secret", () => {
	const falseAlarms = without.filter((line) => secretText(line) !== null);
	expect(without.length).toBeGreaterThanOrEqual(500);
	expect(
		falseAlarms.length,
		falseAlarms.map((line) => `${secretText(line)}: ${line}`).join("\n"),
	).toBeLessThanOrEqual(without.length * 0.01);
});

test("of a command line the password alone is masked", () => {
	expect(masked("net user tempadmin Winter2026! /add")).toBe(
		"net user tempadmin ⟨masked: a password on a command line, 11 characters⟩ /add",
	);
	expect(masked("mysql -uroot -pSummer2026! -e x")).toBe(
		"mysql -uroot -p⟨masked: a password on a command line, 11 characters⟩ -e x",
	);
});

test("200 KB of command names are judged at once", () => {
	const start = performance.now();
	for (const part of [
		"net user ",
		"net use z: ",
		"mysql -u x ",
		"curl -u ",
		"echo a | sudo ",
		"schtasks /rp",
		"pwd=",
		"reg add /v ",
		"mount -o ",
	])
		secretText(part.repeat(200_000 / part.length));
	expect(performance.now() - start).toBeLessThan(8_000);
});
