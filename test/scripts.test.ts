// Scripts as MSPs have them, attached in chat: each runs as the file that it is, byte for byte, or its card says why not.
import { createHash } from "node:crypto";
import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findShell } from "../agent/process/shells.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { scriptLimit } from "../protocol/plan/script.ts";
import { ask, planCard } from "./world/people/acts.ts";
import { hasButton, type Person, textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { type Attached, proposeScript } from "./world/people/scripts.ts";
import { entries } from "./world/record.ts";
import { startWorld, type World } from "./world/world.ts";

const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
const pwsh = findShell("pwsh");
if (!pwsh) console.warn("SKIPPED: scripts in PowerShell (neither CAISEY_PWSH nor pwsh on PATH)");

let world: World;
let tom: Person;
let ada: Person;
let session: ClientMessage;
let toms: Reader;
let adas: Reader;
beforeAll(async () => {
	world = await startWorld();
	[tom, ada] = [world.person("tom"), world.person("ada")];
});
// Each in a session of its own: a transcript with a megabyte in it takes long to read.
beforeEach(async () => {
	session = await ask(world);
	[toms, adas] = [await signIn(world, tom, session), await signIn(world, ada, session)];
});
afterAll(async () => {
	process.env.PATH = path;
	await world?.stop();
});

/** For a megabyte's worth of PowerShell, and its host, on a busy machine. */
const patience = 240_000;

/** Proposes it; resolves with the plan's id, too. */
const propose = async (script: Attached) => {
	const proposed = await proposeScript(tom, session, script);
	const { plan } = (await entries(toms, "plan.proposed")).at(-1) ?? {};
	return { ...proposed, plan };
};

/** Approves it where its card lets people; resolves with the card in the end and what the run printed. */
const run = async (script: Attached, end = "Done on CLIENT-ACCT-01") => {
	const { preview, changes, card, plan } = await propose(script);
	if (hasButton(card, "Approve")) await ada.press(await planCard(ada, session, changes), "Approve");
	else await adas.post(`plans/${plan}/vote`, [["verdict", "approve"]]);
	const over = await tom.until(
		`${end}: ${changes}`,
		({ messages }) => messages.find((one) => one.ts === card.ts && textOf(one).includes(end)),
		patience,
	);
	const ended = (await entries(toms, "run.ended")).at(-1);
	const printed = (stream: string) => toms.text(`runs/${ended?.run}/${stream}`);
	return {
		preview,
		card,
		over,
		plan,
		end: ended?.end,
		stdout: await printed("stdout"),
		stderr: await printed("stderr"),
	};
};

/** Text as scripts have it, up to so many bytes: blanks at ends, tabs, quotes, letters of all lengths. */
const padded = (text: string, bytes: number, end: string): string => {
	const line = `# "a" 'b' \`c\` $d %e% ä € 日本 \u{1f600}\t  ${end}`;
	const left = bytes - Buffer.byteLength(text);
	const lines = line.repeat(Math.floor(left / Buffer.byteLength(line)) - 1);
	return `${text}${lines}#${"x".repeat(left - Buffer.byteLength(lines) - 1)}`;
};
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** The plan holds it whole, and so does the page. */
const expectWhole = async (plan: string | undefined, bytes: Buffer) => {
	const { plans } = await toms.json<{ plans: { id: string; text: string }[] }>("transcript.json");
	const [step] = JSON.parse(plans.find(({ id }) => id === plan)?.text ?? "").steps;
	const mark = step.script.encoding === "utf-8-bom" ? "\ufeff" : "";
	expect(sha256(Buffer.from(mark + step.command)) === sha256(bytes)).toBe(true);
};

test("a megabyte for sh arrives byte for byte: on the card its hash, in the plan its text, on the endpoint its file", async () => {
	const bytes = Buffer.from(padded('sha256sum "$0" | cut -c1-64\nexit 0\n', scriptLimit, "\n"));
	expect(bytes).toHaveLength(scriptLimit);
	const { card, plan, stdout } = await run({ name: "long.sh", bytes });
	expect(textOf(card)).toContain(`1,048,576 bytes, UTF-8, SHA-256 ${sha256(bytes).slice(0, 8)}`);
	expect(stdout).toBe(`${sha256(bytes)}\n`);
	await expectWhole(plan, bytes);
});

test("a first line that asks for bash gets bash", async () => {
	const bytes = Buffer.from("#!/bin/bash\n[[ a == a ]] && echo bash; shopt -qo posix || echo its own way\n");
	const { stdout, plan } = await run({ name: "check.sh", bytes });
	expect(stdout).toBe("bash\nits own way\n");
	await expectWhole(plan, bytes);
});

test("lines that end as on Windows are named before anyone approves, and stay", async () => {
	const bytes = Buffer.from("echo a\r\nexit 3\r\n");
	const { preview, card, plan } = await propose({ name: "windows.sh", bytes });
	const doubt = "The script's lines end as on Windows (CR LF). sh takes the CR for a part of each line";
	for (const shown of [preview, card]) expect(textOf(shown)).toContain(doubt);
	await expectWhole(plan, bytes);
});

describe.skipIf(!pwsh)("in PowerShell", () => {
	const mark = "\ufeff";
	const run7 = (name: string, text: string, choices: Partial<Attached> = {}, end?: string) =>
		run({ name, bytes: Buffer.from(text), shell: "pwsh", ...choices }, end);

	test("a megabyte with a byte order mark and CR LF arrives byte for byte [needs pwsh]", async () => {
		const start = `${mark}(Get-FileHash $PSCommandPath).Hash.ToLower()\r\nexit 0\r\n`;
		const bytes = Buffer.from(padded(start, scriptLimit, "\r\n"));
		const { stdout, plan } = await run({ name: "long.ps1", bytes, shell: "pwsh" });
		expect(stdout.trim()).toBe(sha256(bytes));
		await expectWhole(plan, bytes);
	});

	test("a script that begins with a mark and help runs clean [needs pwsh]", async () => {
		const text = "<#\r\n.SYNOPSIS\r\n Fix the spooler\r\n#>\r\nWrite-Output a\r\n";
		const { card, stdout, stderr, end } = await run7("fix.ps1", mark + text);
		expect(textOf(card)).toContain("UTF-8 with a byte order mark");
		expect({ stdout: stdout.trim(), stderr, end }).toEqual({
			stdout: "a",
			stderr: "",
			end: { outcome: "exited", code: 0 },
		});
	});

	test("#Requires keeps a script from running, and the card says why [needs pwsh]", async () => {
		const reason = "NoSuchModule";
		const text = `#Requires -RunAsAdministrator\n#Requires -Modules ${reason}\nWrite-Output ran\n`;
		const { over, stdout, stderr, end } = await run7("needs.ps1", text, {}, "Didn't work on CLIENT-ACCT-01");
		expect({ stdout, end }).toEqual({ stdout: "", end: { outcome: "exited", code: 1 } });
		expect(stderr).toContain(reason);
		expect(textOf(over)).toContain(reason);
		expect(textOf(over)).toMatch(/cannot be run because/);
	});

	test("a script knows its folder and gets its parameters as approved [needs pwsh]", async () => {
		const text =
			'param([string]$Name, [switch]$Force)\n"$Name|$Force|$(Split-Path -Leaf $PSCommandPath)"\nTest-Path "$PSScriptRoot/fix.ps1"\n';
		const { card, stdout } = await run7("fix.ps1", text, { arguments: '-Name\na "b" $c\n-Force' });
		expect(stdout).toBe('a "b" $c|True|fix.ps1\nTrue\n');
		for (const one of ["-Name", 'a "b" $c', "-Force"]) expect(textOf(card)).toContain(one);
	});

	test("what a script started goes on after it, and the card says so [needs pwsh]", async () => {
		const text = "Start-Process sleep -ArgumentList 20\n'started'\n";
		const end = "Done on CLIENT-ACCT-01, and 1 process that it started is still running";
		const { stdout } = await run7("start.ps1", text, {}, end);
		expect(stdout).toBe("started\n");
		expect(await toms.text("transcript.txt")).toMatch(/\n {2}\(still running: process \d+\)\n/);
	});
});
