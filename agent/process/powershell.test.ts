// PowerShell, if there is one: in CAISEY_PWSH, or on PATH.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandLimit } from "../../protocol/plan/plan.ts";
import { giveHost, keepHost } from "../testing/hosts.ts";
import { compiledHost } from "../testing/pwsh.ts";
import { agentOfTests } from "../testing/suite.ts";
import { processesOf } from "./processes.ts";
import { findShell } from "./shells.ts";

const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
const names = /powershell(\.exe)?$/i.test(given ?? "")
	? (["powershell"] as const)
	: (["pwsh", "powershell"] as const);
const shell = names.find((name) => findShell(name) !== undefined);
if (!shell) console.warn("SKIPPED: PowerShell (neither CAISEY_PWSH nor pwsh or powershell on PATH)");

// A busy machine doesn't lose its connection for being late, nor its time for starting PowerShell.
const { peer, agent } = await agentOfTests();
const choices = { ...(shell ? { shell } : {}), stepTimeLimit: 3_600 };
beforeAll(async () => {
	if (!shell) return;
	giveHost(agent.folder.hosts);
	await compiledHost(agent.folder.hosts, shell, findShell(shell) ?? "");
	keepHost(agent.folder.hosts);
});
afterAll(() => {
	process.env.PATH = path;
});

/** A tool's call; no quotes within. */
const node = (script: string) => `& '${process.execPath}' -e '${script}'`;
const run = (command: string) => peer.run(peer.makePlan(command, choices));

describe.skipIf(!shell).concurrent("in PowerShell", () => {
	test("both streams are kept, and its exit code counts [needs pwsh]", async () => {
		const { text, errors, end } = await run('"hello"; [Console]::Error.WriteLine("oops"); exit 3');
		expect(text.trim()).toBe("hello");
		expect(errors.trim()).toBe("oops");
		expect(end).toEqual({ outcome: "exited", code: 3 });
	});

	test("quotes, dollars, lines and Unicode come through, as UTF-8 without a mark [needs pwsh]", async () => {
		const { text, errors } = await run(
			"$n = 'ä €'\r\nif ($n) {\n\n  \"<$n> `$n \u{1f600} $(1 + 1)\"\n}\n$h = @'\n\"it's\" $n \\\n'@\n$h",
		);
		expect(text.split(/\r?\n/)).toEqual(["<ä €> $n \u{1f600} 2", `"it's" $n \\`, ""]);
		expect(errors).toBe("");
	});

	test("a command of the longest length is run whole [needs pwsh]", async () => {
		const tail = "'.Length";
		const { text } = await run(`'${"x".repeat(commandLimit.pwsh - tail.length - 1)}${tail}`);
		expect(text.trim()).toBe(String(commandLimit.pwsh - tail.length - 1));
	});

	test("bytes that a tool writes arrive as they are [needs pwsh]", async () => {
		const { stdout } = await run(node("process.stdout.write(Buffer.from([97,255,254,0,98]))"));
		expect(stdout.toString("hex")).toBe("61fffe0062");
	});

	test("the two streams keep their order [needs pwsh]", async () => {
		const folder = mkdtempSync(join(tmpdir(), "caisey-order-test-"));
		const wait = (name: string) =>
			`while (!(Test-Path '${join(folder, name)}')) { Start-Sleep -Milliseconds 5 }`;
		const streams = ["stdout", "stderr", "stdout", "stderr", "stdout", "stderr"] as const;
		const writes = streams.map((stream, i) => {
			const to = stream === "stdout" ? "Out" : "Error";
			return `[Console]::${to}.Write(${i}); ${wait(String(i))}`;
		});
		const [id = ""] = await peer.start(peer.makePlan(writes.join("; "), choices));
		for (const [i, stream] of streams.entries()) {
			await peer.until(() => peer.bytesOf(id, stream).includes(String(i)));
			writeFileSync(join(folder, String(i)), "");
		}
		await peer.ended(id);
		rmSync(folder, { recursive: true });
		const kinds = peer.recorded(id).records.flatMap(({ kind }) => (kind === "event" ? [] : [kind]));
		expect(kinds).toEqual(streams);
	});

	// The exit code is PowerShell's own: it speaks of the last statement, and of a tool only whether it failed. More in capture/cases.
	test.each([
		["Get-Item ./nowhere -ErrorAction Stop; 'after'", 1, "nowhere"],
		["try { throw 'bad' } catch { }; 'after'", 0, ""],
		[node("process.exit(3)"), 1, ""],
		[`${node("process.exit(3)")}; exit $LASTEXITCODE`, 3, ""],
		["1 +* 2", 1, "ParserError"],
	])("%s ends with %i [needs pwsh]", async (command, code, error) => {
		const { end, errors } = await run(command);
		expect(end).toEqual({ outcome: "exited", code });
		if (error === "") expect(errors).toBe("");
		else expect(errors).toContain(error);
	});

	test("warnings and similar output go to stdout, progress nowhere [needs pwsh]", async () => {
		const { text, errors } = await run(
			"Write-Warning w1; Write-Verbose v1 -Verbose; Write-Host h1; Write-Progress p1 p2; 'o1'",
		);
		for (const word of ["w1", "v1", "h1", "o1"]) expect(text).toContain(word);
		expect(text + errors).not.toMatch(/p1|p2|CLIXML/);
		expect(errors).toBe("");
	});

	test.each([
		["Read-Host", "text"],
		["Read-Host -AsSecureString", "secret"],
		["Get-Credential", "credential"],
		["$Host.UI.PromptForChoice('t', 'm', @('&Yes', '&No'), 0)", "choices"],
		["& { param([Parameter(Mandatory)] $x) }", "text"],
	])("%s gets no answer, and stops the step [needs pwsh]", async (asking, prompt) => {
		const { run: id, end, text } = await run(`try { $a = ${asking} } catch { "caught" }; "<$a>"; exit 7`);
		expect({ text, end }).toEqual({ text: "", end: { outcome: "exited", code: 1 } });
		const entries = peer.events(id).flatMap((event) => (event.type === "inside" ? event.entries : []));
		expect(entries).toContainEqual(expect.objectContaining({ what: "prompt-refused", prompt }));
	});

	test("standard input is at its end [needs pwsh]", async () => {
		const { text } = await run("[Console]::In.ReadToEnd().Length; $null -eq [Console]::ReadLine()");
		expect(text.split(/\r?\n/)).toEqual(["0", "True", ""]);
	});

	test("a cancel ends jobs and started processes too [needs pwsh]", async () => {
		const sleep = "setInterval(String,1000)";
		const command = [
			`Start-Process '${process.execPath}' -ArgumentList '-e', '${sleep}'`,
			"Start-Job { Start-Sleep 600 } | Out-Null",
			node(`process.stdout.write(String(7));${sleep}`),
		].join("; ");
		const plan = peer.makePlan(command, choices);
		const [id = ""] = await peer.start(plan);
		await peer.until(() => peer.bytesOf(id, "stdout").includes("7"));
		const started = process.platform === "win32" ? [] : processesOf(null, id);
		peer.send({ type: "cancel", plan: plan.id, by: "tom" });
		expect((await peer.ended(id)).end).toEqual({ outcome: "cancelled", by: "tom" });
		const types = peer.events(id).map(({ type }) => type);
		expect(types.filter((type) => type !== "inside")).toEqual([
			"context",
			"capture",
			"ran-as",
			"started",
			"end",
		]);
		if (process.platform === "win32") return;
		expect(started.length).toBeGreaterThan(3);
		expect(processesOf(null, id)).toEqual([]);
	});

	test("a time limit ends a script that never rests [needs pwsh]", async () => {
		const plan = peer.makePlan("while ($true) { }", { ...choices, stepTimeLimit: 1 });
		expect((await peer.run(plan)).end).toEqual({ outcome: "timed-out" });
	});

	test("the snapshot has the program's hash, PSVersion, ExecutionPolicy and code page [needs pwsh]", async () => {
		const { run: id, text } = await run(
			"$PSVersionTable.PSVersion.ToString(); (Get-ExecutionPolicy).ToString(); [Console]::OutputEncoding.CodePage",
		);
		const [version = "", policy, page] = text.split(/\r?\n/);
		const path = shell && findShell(shell);
		const sha256 = path && createHash("sha256").update(readFileSync(path)).digest("hex");
		expect(peer.events(id)[0]).toMatchObject({
			shell: { name: shell, path, sha256, version },
			facts: { PSVersion: version, ExecutionPolicy: policy, "Code page": page },
		});
	});
});
