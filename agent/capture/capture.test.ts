// What a real PowerShell, seen into by a real agent, leaves in its recording.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runsCommand, shellArgv } from "../../protocol/plan/invocation.ts";
import type { InputKind, Plan } from "../../protocol/plan/plan.ts";
import type { Script } from "../../protocol/plan/script.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import { findShell } from "../process/shells.ts";
import { compiledHost, pwshOfTests } from "../testing/pwsh.ts";
import { agentOfTests } from "../testing/suite.ts";
import { hostFor } from "./compile.ts";

// A busy machine doesn't lose its connection for being late.
const { peer, agent } = await agentOfTests();
const { hasPwsh, shell } = pwshOfTests(agent.folder.hosts, "what the agent sees in PowerShell");

/** In seconds: a busy machine takes its time to start PowerShell. */
const stepTimeLimit = 3_600;
const run = async (command: string, choices: Partial<Plan> = {}) => {
	const result = await peer.run(peer.makePlan(command, { shell, stepTimeLimit, ...choices }));
	const events = peer.events(result.run);
	const entries = events.flatMap((event) => (event.type === "inside" ? event.entries : []));
	return { ...result, events, entries };
};
const errorsIn = (entries: (InsideEntry | { what: "unknown" })[]) =>
	entries.flatMap((entry) => (entry.what === "error" ? [entry] : []));

const namesOf = (events: { type: string }[]) => events.map(({ type }) => type);

describe.skipIf(!hasPwsh).concurrent("in PowerShell", () => {
	test("an error that a command swallows is in its recording [needs pwsh]", async () => {
		const { end, text, entries, events } = await run(
			"try { Get-Item nope:x -ErrorAction Stop } catch { }; 'done'",
		);
		expect({ end, text }).toEqual({ end: { outcome: "exited", code: 0 }, text: "done\n" });
		expect(events[1]).toEqual({ type: "capture", v: 1, by: "powershell", unseen: [] });
		expect(namesOf(events).slice(0, 4)).toEqual(["context", "capture", "ran-as", "started"]);
		expect(errorsIn(entries)).toMatchObject([
			{
				how: "swallowed",
				terminating: true,
				message: "Cannot find drive. A drive with the name 'nope' does not exist.",
				category: "ObjectNotFound",
				id: "DriveNotFound,Microsoft.PowerShell.Commands.GetItemCommand",
				exception: "System.Management.Automation.DriveNotFoundException",
				position: { line: 1, column: 7, text: "Get-Item nope:x -ErrorAction Stop" },
				place: { stdout: 0, stderr: 0 },
			},
		]);
	});

	test("a step that hands work to jobs or other runspaces says that they can't be seen [needs pwsh]", async () => {
		const unseenOf = async (command: string) => {
			const [, capture] = (await run(command)).events;
			return capture?.type === "capture" ? capture.unseen.map(({ what }) => what) : null;
		};
		const apart = [
			"errors and programs in jobs, events, other sessions, other runspaces and other PowerShells",
		];
		const steps = ["Start-ThreadJob { throw 'bad' } | Wait-Job | Out-Null", "1 | % -Parallel { $_ }"];
		for (const step of steps) expect(await unseenOf(step)).toEqual(apart);
		expect(await unseenOf("'a & b' 2>&1 # Parallel")).toEqual([]);
	});

	test("each entry has its place in the output, whoever wrote it, and a time within the run [needs pwsh]", async () => {
		const tool = `& '${process.execPath}' -e 'process.stdout.write(String(1234567)); process.stderr.write(String(89))'`;
		const caught = "try { throw 'x' } catch { }";
		const { entries, run: id } = await run(
			["'a'", caught, tool, caught, "[Console]::Write('bc')", caught, "'d'", caught, "'e'"].join("; "),
		);
		expect(errorsIn(entries).map(({ place }) => [place.stdout, place.stderr])).toEqual([
			[2, 0],
			[9, 2],
			[11, 2],
			[13, 2],
		]);
		const recorded = peer.recorded(id).records.map(({ at }) => at);
		for (const at of entries.flatMap((entry) => ("at" in entry ? [entry.at] : []))) {
			expect(at).toBeGreaterThan(recorded[2] ?? Number.NaN);
			expect(at).toBeLessThan(recorded.at(-1) ?? Number.NaN);
		}
	});

	test("a flood of progress is kept in part, and the rest counted [needs pwsh]", async () => {
		const { entries } = await run("1..500 | % { Write-Progress Copying -PercentComplete ($_ / 5) }");
		const kept = entries.filter(({ what }) => what === "message").length;
		const leftOut = entries.flatMap((entry) => (entry.what === "left-out" ? [entry.count] : []));
		expect(kept).toBeLessThan(100);
		expect(leftOut).toEqual([500 - kept]);
	});

	test("the record says what was started: a command in a runner, and as what [needs pwsh]", async () => {
		const { events } = await run("[Environment]::GetCommandLineArgs()[-1].Length");
		const [context] = events;
		const argv = context?.type === "context" ? context.shell.argv : [];
		expect(argv.at(-2)).toContain("[Caisey.Runner]::Open(");
		expect(runsCommand(shell, argv, "[Environment]::GetCommandLineArgs()[-1].Length")).toBe(true);
	});

	test("a script is seen into as a command is, with its own lines and -File's exit code [needs pwsh]", async () => {
		const command =
			'param([string] $Name, [switch] $Force)\ntry { throw "$Name $Force" } catch { }\n$PSScriptRoot.Length -gt 0\n& \'' +
			process.execPath +
			"' -e 'process.exit(3)'\n";
		const script = {
			name: "fix.ps1",
			encoding: "utf-8",
			arguments: ["-Name", "it's; exit 9", "-Force"],
		} satisfies Script;
		const result = await peer.run(
			peer.makePlan([{ phase: "command", command, script }], { shell, stepTimeLimit }),
		);
		expect(result).toMatchObject({ text: "True\n", errors: "", end: { outcome: "exited", code: 0 } });
		const entries = peer
			.events(result.run)
			.flatMap((event) => (event.type === "inside" ? event.entries : []));
		expect(errorsIn(entries)).toMatchObject([
			{
				how: "swallowed",
				message: "it's; exit 9 True",
				position: { line: 2, file: expect.stringMatching(/fix\.ps1$/) },
			},
		]);
		expect(entries).toContainEqual(expect.objectContaining({ what: "native", code: 3 }));
	});

	test("a runner that doesn't come up runs nothing: the same PowerShell gets the step plainly [needs pwsh]", async () => {
		const runner = { host: "/nowhere/host.dll", pipe: "/nowhere/pipe", token: "t" };
		const [program = "", ...args] = shellArgv(
			shell,
			findShell(shell) ?? "",
			"'a'; exit 4",
			undefined,
			runner,
		);
		const { stdout, status } = spawnSync(program, args, {
			encoding: "utf8",
			stdio: ["ignore", "pipe", "pipe"],
		});
		expect({ stdout, status }).toEqual({ stdout: "a\n", status: 4 });
	});

	test("a runner that doesn't come up in a PowerShell that is gone fails [needs pwsh]", async () => {
		const runner = { host: "/nowhere/host.dll", pipe: "/nowhere/pipe", token: "t" };
		const [, ...args] = shellArgv("pwsh", "/nowhere/pwsh", "'a'", undefined, runner);
		const { stdout, stderr, status } = spawnSync(findShell("pwsh") ?? "", args, {
			encoding: "utf8",
			stdio: ["ignore", "pipe", "pipe"],
		});
		expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
		expect(stderr).toContain("/nowhere/pwsh");
	});

	test("arguments reach a script as approved, also where the runner doesn't come up [needs pwsh]", async () => {
		const given = ['a "b" c', "", "C:\\my files\\", "it's", "$HOME"];
		const folder = mkdtempSync(join(tmpdir(), "caisey-arguments-test-"));
		const file = { path: join(folder, "fix.ps1"), arguments: given };
		writeFileSync(file.path, 'foreach ($one in $args) { "<$one>" }');
		const runner = { host: "/nowhere/host.dll", pipe: "/nowhere/pipe", token: "t" };
		const [program = "", ...args] = shellArgv("pwsh", findShell("pwsh") ?? "", "", file, runner);
		const { stdout } = spawnSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
		expect(stdout).toBe(given.map((one) => `<${one}>\n`).join(""));
		rmSync(folder, { recursive: true });
	});

	test.runIf(process.getuid?.() === 0)(
		"as root: another user's step is seen into, and nothing is left [needs pwsh and root]",
		async () => {
			const before = temporary();
			const { entries, end, events } = await run("try { throw 'x' } catch { }; 'a'", {
				runAs: { kind: "user", name: "nobody" },
				cwd: "/",
			});
			expect({ end, types: namesOf(events).slice(0, 4) }).toEqual({
				end: { outcome: "exited", code: 0 },
				types: ["context", "capture", "ran-as", "started"],
			});
			expect(errorsIn(entries)).toMatchObject([{ how: "swallowed", message: "x" }]);
			expect(temporary()).toEqual(before);
		},
	);
});

describe.skipIf(!hasPwsh)("where the host compiles, but a step's own process doesn't load it", () => {
	const { hosts } = agent.folder;
	let real: [name: string, bytes: Buffer];
	beforeAll(() => {
		const [name = ""] = readdirSync(hosts);
		real = [name, readFileSync(join(hosts, name))];
		const other = "no assembly";
		const hash = createHash("sha256").update(other).digest("hex").slice(0, 32);
		writeFileSync(join(hosts, name.replace(/[0-9a-f]{32}\.dll$/, `${hash}.dll`)), other);
		rmSync(join(hosts, name));
	});
	afterAll(() => {
		for (const name of readdirSync(hosts)) rmSync(join(hosts, name));
		writeFileSync(join(hosts, real[0]), real[1]);
	});

	test.each<InputKind[][]>([[["choices", "text"]], [["choices", "secret"]]])(
		"a step that may ask for %j doesn't run, and the record says why [needs pwsh]",
		async (input) => {
			const { end, text, errors, events, run: id } = await run("'ran'", { input });
			expect({ end, text }).toEqual({ end: { outcome: "exited", code: 126 }, text: "" });
			expect(errors).toContain("nothing of the step ran: its plan lets it ask");
			expect(events.filter(({ type }) => type === "capture")).toEqual([
				expect.objectContaining({ by: "powershell" }),
				{
					...{ type: "capture", v: 1, by: "plain" },
					unseen: [
						{
							what: "the step itself: nothing of it ran",
							because:
								"the agent's host didn't start, and without it the step can't ask, as its plan lets it",
						},
					],
				},
			]);
			const [context] = peer.events(id);
			const argv = context?.type === "context" ? context.shell.argv : [];
			expect(runsCommand(shell, argv, "'ran'")).toBe(true);
		},
	);

	test("a step that may not ask runs plainly [needs pwsh]", async () => {
		const { end, text } = await run("'ran'", { input: ["choices"] });
		expect({ end, text }).toEqual({ end: { outcome: "exited", code: 0 }, text: "ran\n" });
	});
});

/** What the agent makes for other users. */
const temporary = () => readdirSync(tmpdir()).filter((name) => /^caisey-[0-9a-f-]{36}$/.test(name));

describe.skipIf(!hasPwsh)("a host", () => {
	const folder = mkdtempSync(join(tmpdir(), "caisey-hosts-test-"));
	const shellPath = () => findShell(shell) ?? "";
	afterAll(() => rmSync(folder, { recursive: true }));

	test("is compiled once, for this account alone, and one that was changed isn't loaded [needs pwsh]", async () => {
		const first = await compiledHost(folder, shell, shellPath());
		expect(await hostFor(folder, shell, shellPath())).toEqual(first);
		const [name = "", ...others] = readdirSync(folder);
		expect({ others, mode: statSync(folder).mode & 0o077 }).toEqual({ others: [], mode: 0 });
		writeFileSync(join(folder, name), "changed");
		const second = await compiledHost(folder, shell, shellPath());
		expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([second.ok && second.path]);
		expect(readFileSync(second.ok ? second.path : "").length).toBeGreaterThan(10_000);
	});

	test("that can't be kept leaves the step plain, and the reason in words [needs pwsh]", async () => {
		writeFileSync(join(folder, "file"), "");
		expect(await hostFor(join(folder, "file", "hosts"), shell, shellPath())).toEqual({
			ok: false,
			because: expect.stringMatching(/^the agent can't keep its host: .*ENOTDIR/),
		});
	});
});
