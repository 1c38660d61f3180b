// How well secrets in command lines are found, measured on made-up lines (testing/labelled.ts).
import { expect, test } from "vitest";
import { scriptLimit } from "../protocol/plan/script.ts";
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

/** Each begins a match over and over, or ends one late, and never has it. */
const repeated = [
	...[
		"net user a / ",
		"net use z: ",
		"net use \\\\a / ",
		"net use /user:a / ",
		"schtasks /rp",
		"reg add /v ",
	],
	...[
		"reg add /v password /v ",
		"setx a_pass / ",
		"bitsadmin /setcredentials a | ",
		"mysql -u x ",
		"curl -u ",
	],
	...[
		"ConvertTo-SecureString ",
		"docker login ",
		"mount ,pas ",
		"wpa_passphrase a | ",
		"sudo -a -a ",
		"eyJ-",
	],
	...["echo a | sudo ", "echo a | b c d ", "pwd=", "a://", "Bearer ", "a\n"],
];
const spaced = ["password is", "password", "net user a", "echo a | b", "ConvertTo-SecureString", "psexec -p"];
const nearMatches = (length: number): string[] => [
	...repeated.map((part) => part.repeat(length / part.length)),
	...spaced.map((start) => `${start}${" ".repeat(length)}|`),
];

test("a script as long as may be is judged in time that grows with its length alone", () => {
	/** Of this process, whatever else the machine does. */
	const took = (length: number): number => {
		const text = nearMatches(length / (repeated.length + spaced.length)).join("\n&\n");
		const start = process.cpuUsage();
		expect(secretText(text)).toBeNull();
		return process.cpuUsage(start).user;
	};
	const short = Math.min(...[1, 2, 3].map(() => took(scriptLimit / 16)));
	expect(took(scriptLimit)).toBeLessThan(4 * 16 * short);
});
