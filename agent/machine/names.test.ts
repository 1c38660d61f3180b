import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { accountOf, oneOf } from "./account.ts";
import { inQuser, inWho, loggedOn } from "./machine.ts";

const path = process.env.PATH;
const folders: string[] = [];
afterEach(() => {
	process.env.PATH = path;
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Programs of the system that answer as those of a machine in a Windows domain. */
const programs = (scripts: Record<string, string>): void => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-names-"));
	folders.push(folder);
	for (const [name, script] of Object.entries(scripts)) {
		writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
		chmodSync(join(folder, name), 0o755);
	}
	process.env.PATH = `${folder}:${path}`;
};

const passwd = `case "$1" in passwd) echo 'ACME\\\\Jürgen Groß:*:1500:1500::/home/groß:/bin/bash';; *) echo "domain users:*:$2:";; esac`;

test.runIf(process.getuid?.() === 0)(
	"as root: groups and users with blanks and umlauts have one name each [needs root]",
	async () => {
		const numbers = 'case "$1" in -u) echo 1500;; -g) echo 1500;;';
		programs({ id: `${numbers} *) printf 'domain users\\0Größen\\0';; esac`, getent: passwd });
		const account = await accountOf({ kind: "user", name: "ACME\\Jürgen Groß" }, "here");
		expect(account).toMatchObject({ name: "ACME\\Jürgen Groß", groups: ["domain users", "Größen"] });
	},
);

test.runIf(process.getuid?.() === 0)(
	"as root: they have with an id that knows only numbers [needs root]",
	async () => {
		const numbers = 'case "$1" in -u|-g|-G) echo 1500;; *) exit 1;; esac';
		programs({ id: numbers, getent: passwd });
		expect(await accountOf({ kind: "user", name: "Anna Maria" }, "here")).toMatchObject({
			groups: ["domain users"],
		});
	},
);

test.runIf(process.platform !== "win32")("who is logged on has one name, whatever it holds", async () => {
	programs({
		who: `printf '%s\\n' 'Anna Maria pts/0        2024-01-12 16:47 (:0)' 'root     tty1         Jan  2 08:01' 'ACME\\Jürgen Groß pts/1 2024-01-12 16:47' 'Anna Maria tty2 2024-01-12 16:50'`,
	});
	expect(await loggedOn()).toEqual(["Anna Maria", "root", "ACME\\Jürgen Groß"]);
});

test.each([
	[" Anna Maria            console             1  Active      none   1/12/2024 4:47 PM", "Anna Maria"],
	[">administrator         rdp-tcp#0           2  Aktiv          1:05  12.01.2024 16:47", "administrator"],
	[" Jürgen Groß                               3  Disc            5  1/12/2024 4:47 PM", "Jürgen Groß"],
	[" short 1", "short"],
	["", ""],
])("quser's line %j names %j", (line, name) => {
	expect(inQuser(line)).toBe(name);
});

test("a line of who without a time is read by its first word", () => {
	expect(inWho("dana tty1")).toBe("dana");
});

test("on Windows a short name in any case means a user, unless it may mean two", () => {
	const one = (name: string, active: boolean) => ({
		...{ name, active, display: null, terminal: null, session: null },
	});
	const both = [one("ACME\\dana", true), one("PC\\Dana", false), one("PC\\tom", false)];
	const named = (name: string) => oneOf(both, name, "X", true);
	const several =
		"Several users are logged on at X: ACME\\dana, PC\\Dana, PC\\tom. The plan must name one of them.";
	expect(named("TOM")).toEqual(both[2]);
	expect(named("dana")).toBe(several);
	expect(named("acme\\DANA")).toEqual(both[0]);
	expect(named("PC\\Dana")).toEqual(both[1]);
	expect(oneOf([one("dana", true), one("PC\\dana", false)], "dana", "X", true)).toEqual(one("dana", true));
	expect(oneOf(both, "dana", "X", false)).toMatch(/^dana isn't logged on/);
});
