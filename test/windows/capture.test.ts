// Seeing into PowerShell on Windows' own functions: the whole table under Wine 10. Most rows share two PowerShells. Some rows,
// and those that end or change their process, are steps of a real agent.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Case } from "../../agent/capture/cases/case.ts";
import { table } from "../../agent/capture/cases/table.ts";
import type { Outcome } from "../../agent/capture/testing/outcome.ts";
import { expectOutcome, outcomeOn } from "../../agent/capture/testing/rows.ts";
import { type Peer, startPeer } from "../../agent/testing/peer.ts";
import { askedBeforehand } from "../../agent/testing/preflight.ts";
import { tried } from "../../agent/testing/tries.ts";
import { bundledAgent } from "../world/once.ts";
import { connected, type EndpointMachine, startEndpointMachine } from "./endpoint.ts";
import { hasWindows } from "./tools.ts";
import { onZ } from "./wine.ts";

const here = hasWindows();
if (!here) console.warn("SKIPPED: test/windows/capture.test.ts (npm run windows brings what it needs)");

const all = table.flatMap(([, rows]) => rows);

/** What another system could break on the whole way of a step. */
const names = [
	"a warning",
	"try and catch",
	"a program's exit code",
	"arguments with blanks and quotes",
	"CR LF between lines",
	"Read-Host",
];
const isStep = ({ name, alone }: Case) => alone !== undefined || names.includes(name);
const steps = all.filter(isStep);
const shared = all.filter((row) => !isStep(row));

describe.skipIf(!here)("PowerShell under Wine 10", () => {
	let peer: Peer;
	let machine: EndpointMachine;
	let together: Promise<Outcome[]>;

	beforeAll(async () => {
		peer = await startPeer();
		machine = await startEndpointMachine(bundledAgent(), { compiles: true });
		expect(await machine.command("enroll", peer.url, "good")).toMatchObject({ code: 0 });
		await connected(machine, peer);
		// A step waits half a minute for the host to be compiled, which takes a busy machine longer.
		await tried(async () => {
			const { run } = await peer.run(peer.makePlan("1", { shell: "pwsh" }));
			const how = peer.events(run).find((event) => event.type === "capture");
			return how?.by === "powershell" ? { answer: how } : { slow: JSON.stringify(how) };
		});
		together = outcomesOf(machine, shared);
		together.catch(() => {}); // The tests await it.
	});
	afterAll(async () => {
		await machine?.stop();
		await peer?.close();
		expect(peer?.problems).toEqual([]);
	});

	test("every row that is named is in the table", () => {
		expect(names.filter((name) => !all.some((row) => row.name === name))).toEqual([]);
	});

	test("a module that is set as a trap leaves no trace when a plan that names it is checked beforehand; run, it does", async () => {
		const mark = machine.onC("trap-mark");
		const trap = "[IO.File]::WriteAllText('C:\\trap-mark', 'ran')";
		const own = machine.onC("Program Files", "PowerShell", "Modules", "Trap");
		const manifest = `RootModule = 'Trap.psm1'; ModuleVersion = '1.2.3'; FunctionsToExport = @('Get-Trapped')`;
		mkdirSync(own, { recursive: true });
		writeFileSync(join(own, "Trap.psm1"), `${trap}\nfunction Get-Trapped { 'trapped' }\n`);
		writeFileSync(join(own, "Trap.psd1"), `@{\n${manifest}; ScriptsToProcess = @('first.ps1') }\n`);
		writeFileSync(join(own, "first.ps1"), trap);
		const texts = [
			"Get-Trapped; Trap\\Get-Trapped",
			"#Requires -Modules Trap\nGet-Trapped",
			"using module Trap\nGet-Trapped",
		];
		const before = texts.map((command) => ({ phase: "before" as const, command }));
		const loads = { phase: "command" as const, command: "Import-Module Trap; $(Get-Trapped) | Out-Null" };
		expect(await askedBeforehand(peer, { shell: "pwsh", steps: [...before, loads] })).toMatchObject({
			state: "checked",
			steps: [
				{
					parsed: true,
					names: expect.arrayContaining([expect.objectContaining({ name: "Get-Trapped", module: "Trap" })]),
				},
				{ parsed: true },
				{ parsed: false },
				{ parsed: true },
			],
		});
		expect(existsSync(mark)).toBe(false);
		expect((await peer.run(peer.makePlan("Get-Trapped", { shell: "pwsh" }))).text).toBe("trapped\r\n");
		expect(existsSync(mark)).toBe(true);
	});

	test("a script's exit code arrives as it is, and a question that no one may answer ends it with 1", async () => {
		const script = { name: "fix.ps1", encoding: "utf-8" as const, arguments: [] };
		const ends = ["'a'\r\nexit 3010\r\n", "param([Parameter(Mandatory)]$x)\r\n'ran'\r\n"].map(
			async (command) =>
				(await peer.run(peer.makePlan([{ phase: "command", command, script }], { shell: "pwsh" }))).end,
		);
		expect(await Promise.all(ends)).toEqual([
			{ outcome: "exited", code: 3010 },
			{ outcome: "exited", code: 1 },
		]);
	});

	test("a program with windows, which PowerShell goes on without, is recorded with the code that it ended with", async () => {
		const uninstalls = "msiexec /x '{00000000-0000-0000-0000-000000000000}' /qn";
		const { run, text } = await peer.run(
			peer.makePlan(
				`${uninstalls}; Get-Process msiexec -ErrorAction Ignore | Wait-Process -ErrorAction Ignore; "<$LASTEXITCODE>"`,
				{
					shell: "pwsh",
				},
			),
		);
		expect(text).toBe("<>\r\n");
		const entries = peer.events(run).flatMap((event) => (event.type === "inside" ? event.entries : []));
		expect(entries.filter(({ what }) => what === "native")).toMatchObject([
			{ path: expect.stringMatching(/\\msiexec\.exe$/i), code: 1605, position: { line: 1 } },
		]);
	});

	test.concurrent.for(steps)("$name, as a step", async (row) =>
		expectOutcome("win32", row, await outcomeOn(peer, row, "pwsh", machine.node)),
	);

	test.concurrent.for(shared.map((row, at) => [row.name, row, at] as const))("%s", async ([, row, at]) =>
		expectOutcome("win32", row, (await together)[at] as Outcome),
	);
});

/** Of rows that share two PowerShells, in the rows' order. */
const outcomesOf = async (machine: EndpointMachine, rows: Case[]): Promise<Outcome[]> => {
	const [listsFile, outcomesFile] = [
		join(machine.folder, "lists.json"),
		join(machine.folder, "outcomes.json"),
	];
	const lists = [0, 1].map((half) => rows.filter((_, at) => at % 2 === half));
	writeFileSync(
		listsFile,
		JSON.stringify(
			lists.map((rows) => rows.map(({ name, command, answers }) => ({ name, command, answers }))),
		),
	);
	const script = join(import.meta.dirname, "inside", "rows.ts");
	const hosts = "C:\\ProgramData\\Caisey\\hosts";
	const { code, stderr } = await machine.run(
		machine.node,
		[script, listsFile, outcomesFile].map(onZ).concat(hosts),
	);
	if (code !== 0) throw new Error(`The rows' PowerShells ended with ${code}: ${stderr}`);
	const outcomes: Outcome[][] = JSON.parse(readFileSync(outcomesFile, "utf8"));
	return rows.map((_, at) => outcomes[at % 2]?.[at >> 1] as Outcome);
};
