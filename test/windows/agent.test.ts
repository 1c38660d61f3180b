// The agent on Windows' own functions: Wine 10, with Node and PowerShell for Windows. What only a real Windows can show is listed in
// docs/agent.md.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mark } from "../../agent/secrets/mask.ts";
import { type Peer, startPeer } from "../../agent/testing/peer.ts";
import { sealedFor } from "../../agent/testing/seal.ts";
import { tried } from "../../agent/testing/tries.ts";
import { nativeName } from "../../agent/windows/native-name.ts";
import { driftOf, partsOf } from "../../domain/drift.ts";
import { unanswered } from "../../domain/environment.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import { changeText } from "../../words/drift.ts";
import { bundledAgent } from "../world/once.ts";
import { connected, type EndpointMachine, programsOn, reached, startEndpointMachine } from "./endpoint.ts";
import type { Program } from "./machine.ts";
import { hasWindows } from "./tools.ts";

const here = hasWindows();
if (!here) console.warn("SKIPPED: test/windows/agent.test.ts (npm run windows brings what it needs)");

describe.skipIf(!here)("under Wine 10", () => {
	let peer: Peer;
	let machine: EndpointMachine;
	let agent: Program;
	let enrolled: { code: number | null; stdout: string; stderr: string };

	beforeAll(async () => {
		peer = await startPeer();
		machine = await startEndpointMachine(bundledAgent());
		enrolled = await machine.command("enroll", peer.url, "good");
		agent = await connected(machine, peer);
	});
	afterAll(async () => {
		await machine?.stop();
		await peer.close();
		expect(peer.problems).toEqual([]);
	});

	const plan = (steps: string | Plan["steps"], choices: Partial<Plan> = {}) =>
		peer.makePlan(steps, { shell: "cmd", ...choices });
	const run = (steps: string | Plan["steps"], choices: Partial<Plan> = {}) => peer.run(plan(steps, choices));
	const pwsh = { shell: "pwsh" } as const;
	const contextIn = (run: string) => {
		const [context] = peer.events(run);
		if (context?.type !== "context") throw new Error("a recording begins with its context");
		return context;
	};

	test("the agent enrolls and connects without a console, and keeps its folder and key to the account", () => {
		expect(enrolled).toMatchObject({ code: 0, stderr: "" });
		expect(enrolled.stdout).toContain("Enrolled as CLIENT-ACCT-01 of Acme Dental");
		// Wine shows access lists as modes.
		const modeOf = (...path: string[]) =>
			statSync(machine.onC("ProgramData", "Caisey", ...path)).mode & 0o007;
		expect([modeOf(), modeOf("key.pem"), modeOf("sealing.pem")]).toEqual([0, 0, 0]);
	});

	test("status names the running agent, and a second agent in its folder says who has it", async () => {
		const [status, second] = [await machine.command("status"), await machine.command("run")];
		expect(status.stdout).toContain(`running as process ${agent.pid}`);
		expect(second.code).toBe(4);
		expect(second.stderr).toContain(`process ${agent.pid}`);
	});

	test.each([
		["exit 0", 0],
		["exit 3", 3],
		["exit 300", 300],
		["exit -1", 4_294_967_295],
		["exit -1978335189", 2_316_632_107],
	])("cmd's %s arrives as %i", async (command, code) => {
		expect((await run(command)).end).toEqual({ outcome: "exited", code });
	});

	test("both streams arrive with their line ends, and cmd gets its quotes, percents and carets as they are", async () => {
		const { text, errors } = await run(
			'echo "a & b" ^& %COMSPEC:~-7% & echo oops 1>&2 & for %i in (1 2) do @echo %i',
		);
		expect(text).toBe('"a & b" & cmd.exe \r\n1\r\n2\r\n');
		expect(errors).toBe("oops  \r\n");
	});

	test("a secret reaches PowerShell as it is, and is masked in what the step prints", async () => {
		const secret = `Grün-"41' & %PATH% x`;
		const command = "$p = {{secret:db}}; $p.Length; $p; [Console]::Error.Write($p)";
		const needing = plan(command, { ...pwsh, secrets: [{ name: "db" }] });
		const keys = { agentKey: peer.state.agentKey, sealing: await peer.sealingKey() };
		const { text, errors } = await peer.run(needing, await sealedFor(needing, keys, { db: secret }));
		expect([text, errors]).toEqual([`${secret.length}\r\n${mark}\r\n`, mark]);
	});

	test("bytes of a program arrive as they are", async () => {
		const { stdout } = await run(
			`"${machine.node}" -e "process.stdout.write(Buffer.from([97,255,254,0,98]))"`,
		);
		expect(stdout.toString("hex")).toBe("61fffe0062");
	});

	test("standard input is at its end", async () => {
		const { text } = await run(`"${machine.node}" -p "require('fs').readFileSync(0).length"`);
		expect(text.trim()).toBe("0");
	});

	test("the context names account, groups, shell and code pages", async () => {
		const { context, text } = await tried(async () => {
			const { run: id, text } = await run("whoami");
			const context = contextIn(id);
			// Else the disk, or cmd itself, took longer to answer than a step waits.
			const isTold = context.executable?.sha256 && context.shell.version !== null;
			return isTold ? { answer: { context, text } } : { slow: JSON.stringify(context) };
		});
		expect(context).toMatchObject({
			user: { id: expect.stringMatching(/^S-1-5-21-/), elevated: expect.any(Boolean) },
			shell: {
				name: "cmd",
				path: expect.stringMatching(/\\System32\\cmd\.exe$/i),
				version: expect.any(String),
			},
			os: { platform: "win32", release: "10.0.19043" },
			facts: { "Code page": "437", "OEM code page": "437", "ANSI code page": "1252" },
			executable: { path: expect.stringMatching(/\\whoami\.exe$/i), sha256: expect.any(String) },
		});
		const { user } = context;
		expect(user.name.toLowerCase()).toBe(text.trim().toLowerCase());
		expect(user.groups).toContain("BUILTIN\\Users");
	});

	test("a plan's directory may have blanks, umlauts and an ampersand in its name", async () => {
		const folder = "Büro & Co (x86)";
		mkdirSync(machine.onC(folder));
		const { text, end } = await run("cd > here.txt & type nul > dört.txt & cd", { cwd: `C:\\${folder}` });
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(text).toContain("& Co (x86)");
		expect(readdirSync(machine.onC(folder)).sort()).toEqual(["dört.txt", "here.txt"]);
		expect((await run("cd", { cwd: "C:\\nowhere" })).end).toMatchObject({ outcome: "not-started" });
	});

	// What takes long, beside each other.
	test.concurrent("200 MB of output arrive whole", async () => {
		const counting = await startPeer({ keep: false });
		const own = ["--state", "C:\\ProgramData\\Second"];
		expect((await machine.command("enroll", counting.url, "good", ...own)).code).toBe(0);
		const second = await connected(machine, counting, ...own);
		const mib = 1_048_576;
		const write =
			"let n=200;const b=Buffer.alloc(1048576,120);(function w(){while(n-->0)if(!process.stdout.write(b))return process.stdout.once('drain',w)})()";
		const flood = counting.makePlan(`"${machine.node}" -e "${write}"`, { shell: "cmd" });
		const [id = ""] = await counting.start(flood);
		const { end, stdout } = await counting.ended(id);
		const whole = createHash("sha256");
		for (let n = 0; n < 200; n++) whole.update(Buffer.alloc(mib, "x"));
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(stdout).toEqual({ bytes: 200 * mib, sha256: whole.digest("hex") });
		expect(counting.recorded(id).counts.stdout).toBe(200 * mib);
		second.kill();
		await second.ended;
		await counting.close();
		expect(counting.problems).toEqual([]);
	});

	test.concurrent("a script that requires an administrator doesn't run where the agent is none, and says so", async () => {
		const plainly = await startPeer();
		const own = ["--state", "C:\\ProgramData\\Third"];
		expect((await machine.command("enroll", plainly.url, "good", ...own)).code).toBe(0);
		await reached(plainly, await machine.startUnelevated(...own));
		const script = { name: "fix.ps1", encoding: "utf-8" as const, arguments: [] };
		const command = "#Requires -RunAsAdministrator\n'ran'\n";
		const runOn = (peer: Peer) => peer.run(peer.makePlan([{ phase: "command", command, script }], pwsh));
		const [refused, ran] = await Promise.all([plainly, peer].map(runOn));
		expect(refused).toMatchObject({ text: "", end: { outcome: "exited", code: 1 } });
		expect(refused?.errors).toContain("The current PowerShell session is not running as Administrator");
		expect(ran).toMatchObject({ text: "ran\r\n", end: { outcome: "exited", code: 0 } });
		await plainly.close();
		expect(plainly.problems).toEqual([]);
	});

	test.concurrent("PowerShell 7 changes the registry between two checks of it", async () => {
		const read = "(Get-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth).LegacyMode";
		await run(String.raw`reg add HKLM\SOFTWARE\Vendor\Auth /v LegacyMode /t REG_DWORD /d 1 /f`);
		const steps: Plan["steps"] = [
			{ phase: "before", command: read },
			{ phase: "command", command: "Set-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Auth LegacyMode 0" },
			{ phase: "after", command: read },
		];
		const runs = await peer.start(plan(steps, pwsh));
		for (const id of runs) expect((await peer.ended(id)).end).toEqual({ outcome: "exited", code: 0 });
		const printed = runs.map(async (id) => peer.bytesOf(id, "stdout").toString());
		expect(await Promise.all(printed)).toEqual(["1\r\n", "", "0\r\n"]);
	});

	test("an execution policy that changes in the registry is told at the next run, and nothing else", async () => {
		const contextOf = () =>
			tried(async () => {
				const context = contextIn((await peer.run(plan("1", pwsh))).run);
				const { ExecutionPolicy: told, ...facts } = context.facts ?? {};
				// Else PowerShell, or a folder, took longer to answer than a step waits: the next one asks again.
				const isLate = [unanswered.late, unanswered.unasked, "gives no answer"].some((late) =>
					["PATH entries missing", "Profile files, not loaded"].some((name) => facts[name]?.includes(late)),
				);
				return told && !isLate ? { answer: context } : { slow: JSON.stringify(facts) };
			});
		const before = await contextOf();
		const policy = String.raw`HKLM\SOFTWARE\Policies\Microsoft\PowerShellCore`;
		await machine.run("reg", ["add", policy, "/v", "EnableScripts", "/t", "REG_DWORD", "/d", "1"]);
		await machine.run("reg", ["add", policy, "/v", "ExecutionPolicy", "/d", "AllSigned"]);
		const now = await contextOf();
		await machine.run("reg", ["delete", policy, "/f"]);
		expect(before.facts).toMatchObject({
			Domain: "workgroup Workgroup",
			"Pending restart": "no",
			"PATH entries missing": "none",
			"Runs as SYSTEM": "no",
			"Shell process": "64-bit on a 64-bit system",
			"Profile files, not loaded": "none",
			Updates: "can't tell: this Windows has no list of installed updates",
		});
		const run = { run: "r_g0000000000000001", session: "s_g0000000000000001", at: 1 };
		const parts = Object.entries(partsOf(before)).map(([scope, part]) => [scope, { run, part }]);
		const drift = driftOf(partsOf(now), Object.fromEntries(parts));
		expect(drift.changes.map(changeText)).toEqual([
			"ExecutionPolicy RemoteSigned → AllSigned",
			"ExecutionPolicy MachinePolicy Undefined → AllSigned",
		]);
	});

	test("a script runs as a file, and is gone afterwards", async () => {
		const script = { name: "fix.bat", encoding: "utf-8" as const, arguments: ["one two"] };
		const command = "@echo off\r\nfor %%i in (a b) do echo %%i %~nx0 %1\r\necho %~dp0\r\nexit /b 7\r\n";
		const { text, end, run: id } = await run([{ phase: "command", command, script }]);
		expect(text).toBe(
			`a fix.bat "one two"\r\nb fix.bat "one two"\r\nC:\\ProgramData\\Caisey\\scripts\\${id}\\\r\n`,
		);
		expect(end).toEqual({ outcome: "exited", code: 7 });
		expect(readdirSync(machine.onC("ProgramData", "Caisey", "scripts"))).toEqual([]);
	});

	/** A tree of three, one of which left its family. It says when it is complete. */
	const tree = () => {
		const kept = "{stdio:'ignore'}";
		const left = "{stdio:'ignore',detached:true}";
		const starts = [kept, left].map(
			(how) => `require('child_process').spawn('ping',['-n','300','127.0.0.1'],${how})`,
		);
		return `"${machine.node}" -e "${starts.join(";")};console.log('up');setInterval(String,1000)"`;
	};

	test("a cancel ends the whole tree", async () => {
		const trying = plan(tree());
		const [id = ""] = await peer.start(trying);
		await peer.until(() => peer.bytesOf(id, "stdout").length > 0);
		peer.send({ type: "cancel", plan: trying.id, by: "tom" });
		expect((await peer.ended(id)).end).toEqual({ outcome: "cancelled", by: "tom" });
		expect(peer.events(id).map(({ type }) => type)).toEqual(["context", "ran-as", "started", "end"]);
		expect(await programsOn(machine)).not.toContain("ping.exe");
	});

	test("a time limit ends the whole tree", async () => {
		expect((await run(tree(), { stepTimeLimit: 1 })).end).toEqual({ outcome: "timed-out" });
		expect(await programsOn(machine)).not.toContain("ping.exe");
	});

	test("what a step leaves running is named, and goes on", async () => {
		const { run: id, end } = await run("start /b ping -n 300 127.0.0.1 >nul 2>nul");
		expect(end).toEqual({ outcome: "exited", code: 0 });
		const left = peer.events(id).find(({ type }) => type === "left");
		expect(left).toMatchObject({ processes: expect.arrayContaining([expect.any(Number)]) });
		expect(await programsOn(machine)).toContain("ping.exe");
		await machine.run("taskkill", ["/f", "/im", "ping.exe"]);
	});

	test("an agent that is killed takes the step with it, and its next start reports an unknown outcome", async () => {
		const trying = plan([
			{ phase: "command", command: tree() },
			{ phase: "after", command: "echo after" },
		]);
		const [command = "", after = ""] = await peer.start(trying);
		await peer.until(() => peer.bytesOf(command, "stdout").length > 0);
		agent.kill();
		await agent.ended;
		agent = await connected(machine, peer);
		expect((await peer.ended(command)).end).toMatchObject({ outcome: "unknown" });
		expect((await peer.ended(after)).end).toEqual({ outcome: "skipped", because: "earlier-step" });
		expect(await programsOn(machine)).not.toContain("ping.exe");
		expect((await run("echo again")).text).toBe("again\r\n");
	});

	test("what was spooled when the agent was killed is delivered after its next start", async () => {
		peer.state.refuseData = true;
		const spooled = plan("echo spooled");
		const [id = ""] = await peer.start(spooled);
		await expect.poll(() => agent.stderr().toString()).toContain(`plan ${spooled.id}: ended`);
		agent.kill();
		await agent.ended;
		peer.state.refuseData = false;
		agent = await connected(machine, peer);
		expect((await peer.ended(id)).end).toEqual({ outcome: "exited", code: 0 });
		expect(peer.bytesOf(id, "stdout").toString()).toBe("spooled\r\n");
	});

	test("without its native file, the agent says what to copy", async () => {
		rmSync(join(machine.folder, nativeName("x64")));
		const { code, stderr } = await machine.command("status");
		expect(code).toBe(1);
		expect(stderr).toContain(nativeName("x64"));
		expect(existsSync(join(machine.folder, "caisey-agent.cjs"))).toBe(true);
	});
});
