import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { accountOf, oneOf } from "./account.ts";
import { takeInventory } from "./inventory.ts";

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

test.runIf(process.platform === "linux")(
	"an endpoint's inventory names who is at its screen, as a step for the logged-on user finds them, and no one on SSH",
	async () => {
		programs({
			loginctl: "exit 1",
			who: `printf '%s\\n' 'Anna Maria pts/0        2024-01-12 16:47 (:0)' 'root     tty1         Jan  2 08:01' 'tom pts/1 2024-01-12 16:47 (10.0.0.5)' 'ACME\\Jürgen Groß :1 2024-01-12 16:47 (:1)' 'Anna Maria tty2 2024-01-12 16:50'`,
		});
		expect((await takeInventory()).loggedOn).toEqual(["Anna Maria", "root", "ACME\\Jürgen Groß"]);
	},
);

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
