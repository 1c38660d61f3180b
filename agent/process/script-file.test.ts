// Scripts run as the files that they are: written whole, readable by their account alone, and gone afterwards.
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "../../protocol/plan/plan.ts";
import { type Script, scriptBytes, scriptLimit } from "../../protocol/plan/script.ts";
import { sha256 } from "../home/keys.ts";
import { giveHost, keepHost } from "../testing/hosts.ts";
import { compiledHost } from "../testing/pwsh.ts";
import { agentOfTests } from "../testing/suite.ts";
import { removeScript, removeScripts } from "./script-file.ts";
import { findShell } from "./shells.ts";

const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
const pwsh = findShell("pwsh");
if (!pwsh) console.warn("SKIPPED: scripts in PowerShell (neither CAISEY_PWSH nor pwsh on PATH)");
afterAll(() => {
	process.env.PATH = path;
});

const { peer, agent } = await agentOfTests();

const plain: Script = { name: "fix.sh", encoding: "utf-8", arguments: [] };
const run = (command: string, script: Partial<Script> = {}, choices: Partial<Plan> = {}) =>
	peer.run(peer.makePlan([{ phase: "command", command, script: { ...plain, ...script } }], choices));
const left = () => readdirSync(agent.folder.scripts);

test("a script is a file that its account alone can read, named as in the plan, and gone afterwards", async () => {
	const { text, run: id } = await run('basename "$0"; stat -c "%a %U" "$0" "$(dirname "$0")"; cat "$0"');
	const user = process.env.USER ?? "root";
	expect(text.split("\n").slice(0, 3)).toEqual(["fix.sh", `500 ${user}`, `700 ${user}`]);
	expect(text.split("\n").slice(3).join("\n")).toBe(
		'basename "$0"; stat -c "%a %U" "$0" "$(dirname "$0")"; cat "$0"',
	);
	expect(left()).toEqual([]);
	expect(peer.events(id)).toContainEqual(expect.objectContaining({ type: "script", bytes: 63 }));
});

test("its arguments reach it one by one, whatever they hold", async () => {
	const given = ["a b", "$HOME", "'; echo no", "-x", ""];
	const { text } = await run('for one; do printf "<%s>\\n" "$one"; done', { arguments: given });
	expect(text).toBe(given.map((one) => `<${one}>\n`).join(""));
});

test("its first line may give its shell an argument", async () => {
	const { text, end } = await run("#!/bin/bash -e\nfalse\necho no\n", {}, { shell: "bash" });
	expect({ text, end }).toEqual({ text: "", end: { outcome: "exited", code: 1 } });
});

test("a script of a megabyte runs whole, and its record names the bytes of its file", async () => {
	const tail = "\necho whole";
	const command = `# ${"ä".repeat((scriptLimit - tail.length - 2) / 2)}${tail}`;
	const { text, run: id } = await run(command);
	expect(text).toBe("whole\n");
	const bytes = scriptBytes(command, "utf-8");
	expect(peer.events(id)).toContainEqual(
		expect.objectContaining({ bytes: bytes.length, sha256: Buffer.from(sha256(bytes)).toString("hex") }),
	);
});

test.runIf(process.getuid?.() === 0)(
	"a script that runs as another user is readable by that user",
	async () => {
		const { text } = await run(
			'id -un; stat -c "%a %U" "$0" "$(dirname "$0")"; ln -s /etc "$0.d" || mv "$0" "$0.d" || echo kept',
			{},
			{
				runAs: { kind: "user", name: "nobody" },
				cwd: "/",
			},
		);
		expect(text.split("\n")).toEqual(["nobody", "500 nobody", "711 root", "kept", ""]);
		expect(left()).toEqual([]);
	},
);

describe("what another account put where the agent keeps its scripts", () => {
	const victim = join(agent.folder.path, "victim");
	const id = `r_bait${process.pid}`;
	const bait = join(tmpdir(), `caisey-${id}`);
	beforeEach(() => {
		mkdirSync(victim, { recursive: true });
		writeFileSync(join(victim, "kept"), "");
	});
	afterEach(() => rmSync(bait, { recursive: true, force: true }));

	test("leads the agent to delete nothing elsewhere, if it's a link", () => {
		symlinkSync(victim, bait);
		removeScript(agent.folder.scripts, id);
		expect(existsSync(join(victim, "kept"))).toBe(true);
	});

	test.runIf(process.getuid?.() === 0)("stays, if it's a folder [needs root]", () => {
		mkdirSync(bait);
		symlinkSync(victim, join(bait, "link"));
		chownSync(bait, 65_534, 65_534);
		removeScript(agent.folder.scripts, id);
		expect(readdirSync(bait)).toEqual(["link"]);
	});
});

test("what a crash left is removed at the next start", () => {
	mkdirSync(join(agent.folder.scripts, "r_left"), { recursive: true });
	writeFileSync(join(agent.folder.scripts, "r_left", "fix.sh"), "echo secret");
	removeScripts(agent.folder.scripts);
	expect(left()).toEqual([]);
});

describe.skipIf(!pwsh)("in PowerShell", () => {
	// Else the first ones would run plainly.
	beforeAll(async () => {
		giveHost(agent.folder.hosts);
		await compiledHost(agent.folder.hosts, "pwsh", pwsh ?? "");
		keepHost(agent.folder.hosts);
	});

	const ps = (command: string, script: Partial<Script> = {}) =>
		run(command, { name: "fix.ps1", ...script }, { shell: "pwsh", stepTimeLimit: 3_600 });

	test.each([
		["help", "<#\n.SYNOPSIS\n Fix the spooler\n#>\n[CmdletBinding()]\nparam()\nWrite-Output a\n"],
		["parameters", "[CmdletBinding()]\nparam()\nWrite-Output a\n"],
	])("a byte order mark and %s are no commands [needs pwsh]", async (_, command) => {
		const { text, errors, end } = await ps(command, { encoding: "utf-8-bom" });
		expect({ text, errors, end }).toEqual({ text: "a\n", errors: "", end: { outcome: "exited", code: 0 } });
	});

	test.each([
		["-Modules NoSuchModule", "NoSuchModule"],
		["-Version 99.0", "99.0"],
		["-PSEdition Desktop", "Desktop"],
	])("#Requires %s keeps it from running, and says why [needs pwsh]", async (required, reason) => {
		const { text, errors, end } = await ps(`#Requires ${required}\nWrite-Output ran\n`);
		expect(text).toBe("");
		expect(errors).toContain(reason);
		expect(end).toEqual({ outcome: "exited", code: 1 });
	});

	test("it knows its folder, and gets its parameters by name [needs pwsh]", async () => {
		const { text } = await ps(
			'param([string]$Name, [switch]$Force)\n$PSScriptRoot\n"$Name $Force"\nexit 3\n',
			{
				arguments: ["-Name", "a b", "-Force"],
			},
		);
		const [root = "", said] = text.split("\n");
		expect(dirname(root)).toBe(agent.folder.scripts);
		expect(said).toBe("a b True");
	});

	test("its arguments reach it one by one, also an empty one and one with quotes [needs pwsh]", async () => {
		const given = ['a "b" c', "", "it's", "$HOME", "C:\\my files\\"];
		// Off Windows PowerShell doesn't look whether it runs as an administrator.
		const { text, end } = await ps('#Requires -RunAsAdministrator\nforeach ($one in $args) { "<$one>" }\n', {
			arguments: given,
		});
		expect(text).toBe(given.map((one) => `<${one}>\n`).join(""));
		expect(end).toEqual({ outcome: "exited", code: 0 });
	});

	test.each([
		["'a'\nexit 4\n", 4, "a\n"],
		["[CmdletBinding()]\nparam()\nexit 3010\n", process.platform === "win32" ? 3010 : 3010 % 256, ""],
		["function f { exit 5 }\nf\n'b'\n", 5, ""],
		["begin { 'a' }\nprocess { exit 6 }\nend { 'b' }\n", 6, "a\n"],
		["try { exit 7 } finally { 'a' }\n", 7, "a\n"],
		["& { exit 8 }\n'b'\n", 8, ""],
		["try { throw 'bad' } catch { exit 9 }\n", 9, ""],
		["'exit 7' > \"$PSScriptRoot/in.ps1\"\n& \"$PSScriptRoot/in.ps1\"\n'b'\n", 0, "b\n"],
		[`& '${process.execPath}' -e 'process.exit(3)'\n`, 0, ""],
		[`& '${process.execPath}' -e 'process.exit(3)'\nexit $LASTEXITCODE\n`, 3, ""],
		["exit\n", 0, ""],
	])("%j ends with %i, as PowerShell's own -File [needs pwsh]", async (command, code, printed) => {
		const { text, end, run: id } = await ps(command);
		expect({ text, end }).toEqual({ text: printed, end: { outcome: "exited", code } });
		expect(peer.events(id)).toContainEqual(expect.objectContaining({ type: "capture", by: "powershell" }));
	});

	test.each([
		["a mandatory parameter", "param([Parameter(Mandatory)][string]$Name)\n'ran'\n"],
		["Read-Host", "$a = Read-Host\n'ran'\n"],
		["an exit on its way out", "try { $a = Read-Host } finally { exit 0 }\n'ran'\n"],
	])("%s that no one may answer ends it with 1 [needs pwsh]", async (_, command) => {
		const { text, end } = await ps(command);
		expect({ text, end }).toEqual({ text: "", end: { outcome: "exited", code: 1 } });
	});

	test("UTF-16 runs as it was saved [needs pwsh]", async () => {
		const { text } = await ps('"Jürgen"', { encoding: "utf-16le-bom" });
		expect(text.trim()).toBe("Jürgen");
	});
});
