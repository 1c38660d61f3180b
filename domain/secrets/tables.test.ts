// Passwords in printed tables: whatever a cell under such a heading is, it is one, but for a few values that no one takes for one.
import { expect, test } from "vitest";
import { masked, secretText } from "../secrets.ts";

/** A table with this value of this length at most under `name`. */
const kinds: [string, (value: string, name?: string) => string][] = [
	[
		"aligned",
		(value, name = "Password") =>
			`\r\nUser ${name}      Site\r\n---- ${"-".repeat(name.length)}      ----\r\nbob  ${value.padEnd(name.length + 5)} HQ\r\n\r\n`,
	],
	["aligned, the last", (value, name = "Password") => `User ${name}\n==== ========\nbob  ${value}\n`],
	["commas", (value, name = "Password") => `User,${name},Site\r\nbob,${value},HQ\r\n`],
	["commas and quotes", (value, name = "Password") => `"User","${name}","Site"\r\n"bob","${value}","HQ"\r\n`],
	["semicolons", (value, name = "Password") => `User;${name};Site\r\nbob;${value};HQ\r\n`],
	["tabs", (value, name = "Password") => `User\t${name}\tSite\nbob\t${value}\tHQ\n`],
	["Markdown", (value, name = "Password") => `| User | ${name} |\n|------|:-------:|\n| bob | ${value} |\n`],
	["psql", (value, name = "password") => ` usr  | ${name} \n------+----------\n bob  | ${value}\n(1 row)\n`],
	[
		"mysql",
		(value, name = "password") =>
			`+------+------------+\n| user | ${name} |\n+------+------------+\n| bob  | ${value} |\n+------+------------+\n`,
	],
];

const passwords =
	"$pring2024! $ecret -x9K!aa !Passw [Hunter2] %hunter2% 4711 1 0x4711 xxxx none yes null (Hunter2) {Hunter2} <Hunter2> @Hunter2 @{unter2 ***unter2 $(unter2) !unter2! file:unter2 env:unter2 get-unter2 stdin .. 24.12.2026 Bearer".split(
		" ",
	);

test.each(kinds)("whatever a password begins with, it is found and masked in a table: %s", (_, write) => {
	for (const value of passwords) {
		const table = write(value);
		expect(secretText(table), value).not.toBeNull();
		const shown = masked(table);
		const [mask = ""] = shown.match(/⟨.*?⟩/) ?? [];
		expect(mask).toMatch(new RegExp(`^⟨masked: a value under password, ${value.length} characters⟩$`, "i"));
		expect(shown).toBe(table.replace(value, () => mask));
		expect(secretText(shown), value).toBeNull();
	}
});

test.each(kinds)("what stands for a password in a table is none: %s", (_, write) => {
	for (const value of ["", "...", "…", "*", "********", "True", "false", "{{secret:db}}"])
		expect(secretText(write(value)), value).toBeNull();
});

test.each([
	[
		"Markdown",
		"| user | password | site |\n|---|---|---|\n| ann | Hun|ter|2x! | HQ |\n| bob | Winter9z! | HQ |\n",
	],
	["psql", " user | password \n------+----------\n ann  | Hun|ter|2x!\n bob  | Winter9z!\n(2 rows)\n"],
	["commas", "user,password,site\nann,Hun,ter,2x!,HQ\nbob,Winter9z!,HQ\n"],
	["semicolons", "user;password;site\nann;Hun;ter;2x!;HQ\nbob;Winter9z!;HQ\n"],
	["a line that isn't drawn", " user | password \nbob | Winter9z!\nann | Hun|ter|2x!\ncy | Winter9z!\n"],
	["blanks", "user, password\nbob, Winter9z!\nann, Hun, 2x!\ncy, Winter9z!\n"],
	["a mask that is there already", "user,password,note\nann,⟨masked: a value⟩,Hunter2x!,note\n"],
	["another cell's", "site,user,password\nHQ, 2nd floor, left,ann,Hunter2x!\nHQ,bob,Winter9z!\n"],
])("a password with the sign that divides cells is masked whole, and so are those below: %s", (_, table) => {
	expect(masked(table)).not.toMatch(/Hun|2x!|9z!/);
	expect(secretText(masked(table))).toBeNull();
});

test("neither a sentence right below a table is a row of it, nor a pipeline below another one", () => {
	for (const text of [
		"user,password\nDone, as you said, for all\n",
		"Printer, password\nBoth broke, Tom, since Monday\n",
		"pwgen | head\ncat a | sort | uniq\n",
	])
		expect(secretText(text)).toBeNull();
});

test("quotation marks in a password are masked with it, where they don't stand around each cell", () => {
	for (const [kind, write] of kinds.filter(([kind]) => /aligned|Markdown|sql/.test(kind)))
		for (const value of ['"4711', '4711"', '"4711"', '"'])
			expect(masked(write(value)), `${kind}: ${value}`).not.toContain('"');
});

test.each(kinds)("a date under a name that asks for one is none: %s", (_, table) => {
	expect(secretText(table("2026-11-20", "PasswordLastSet"))).toBeNull();
	expect(secretText(table("4711!a", "PasswordLastSet"))).not.toBeNull();
});

test("a table right below another one has its own columns", () => {
	const text =
		"User Password\n---- --------\nbob  Hunter2x!\nHost Zone Secret\n---- ---- ------\nPC01 west Winter9z!\n";
	expect(masked(text)).not.toMatch(/unter2x|inter9z/);
});

test("a line of dashes among the rows ends no table", () => {
	const text = "User Password\n---- --------\nbob  Hunter2x!\n---- --------\nann  Winter9z!\n";
	expect(masked(text)).not.toMatch(/unter2x|inter9z/);
	expect(masked(text)).toContain("\n---- --------\nann");
});

test.each([
	["aligned", "User Password\n---- --------\nann  §\nbob  Winter9z!\n"],
	["commas", "User,Password,Site\nann,§,HQ\nbob,Winter9z!,HQ\n"],
	["Markdown", "| User | Password |\n|---|---|\n| ann | § |\n| bob | Winter9z! |\n"],
])("a row that is masked already hides no row behind it: %s", (_, table) => {
	const text = table.replace("§", "⟨masked: a value under Password, 9 characters⟩");
	expect(masked(text)).not.toContain("inter9z");
});

test("many tables below each other take time that grows with their length alone", () => {
	const table = (n: number) => `User Password ${n}\n---- ----------\nbob  …\n`;
	/** Of this process, in µs; user and system time are only together exact. */
	const took = (times: number): number => {
		const text = Array.from({ length: 2_000 / times }, (_, n) => table(n)).join("");
		const start = process.cpuUsage();
		for (let time = 0; time < times; time++) expect(secretText(text)).toBe("a value under Password 0");
		const { user, system } = process.cpuUsage(start);
		return user + system;
	};
	const least = (times: number): number => Math.min(...[1, 2, 3].map(() => took(times)));
	const [inTwenty, long] = [least(20), least(1)];
	expect(long).toBeLessThan(4 * inTwenty);
});
