// What it costs that the agent sees into PowerShell: each figure beside the same step run plainly, by another agent.
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { folderAt } from "../agent/home/folder.ts";
import { prepareLaunch } from "../agent/process/launch.ts";
import { findShell } from "../agent/process/shells.ts";
import { gatherContext } from "../agent/record/context.ts";
import { enrolWith, spawnAgent } from "../agent/testing/agent.ts";
import { startPeer } from "../agent/testing/peer.ts";
import { type Aim, atMost, ms, percentile, print } from "./figures.ts";
import { onLinux, peakOf } from "./process.ts";

const rounds = 3;
const volume = 100_000_000;

export const powershell = async (): Promise<void> => {
	const { CAISEY_PWSH: given, PATH: path = "" } = process.env;
	if (given) process.env.PATH = `${dirname(given)}${delimiter}${path}`;
	if (!findShell("pwsh")) return print("PowerShell", { skipped: "neither CAISEY_PWSH nor pwsh on PATH" });
	const base = mkdtempSync(join(tmpdir(), "caisey-bench-"));
	const [seen, plain] = [await startAgent(base, true), await startAgent(base, false)];
	try {
		const file = join(base, "volume");
		writeFileSync(file, Buffer.alloc(volume, 0xa5));
		await compare("PowerShell's start and end", "1", seen, plain);
		await snapshot();
		const before = onLinux ? peakOf(seen.pid) : 0;
		await compare("100 MB of a program in PowerShell", `cat '${file}'`, seen, plain, atMostTimes(1.5));
		const lines = `$line = 'x' * 99; for ($i = 0; $i -lt ${volume / 100}; $i++) { $line }`;
		await compare("100 MB of PowerShell's own lines", lines, seen, plain, atMostTimes(1.3));
		if (!onLinux) return;
		const growth = peakOf(seen.pid) - before;
		print(
			"  growth of the agent that sees into it meanwhile",
			{ peak: `${growth.toFixed(0)} MiB` },
			atMost(growth, 50, " MiB"),
		);
	} finally {
		for (const agent of [seen, plain]) await agent.stop();
		rmSync(base, { recursive: true, force: true });
	}
};

type Bench = Awaited<ReturnType<typeof startAgent>>;

/** An agent in a process of its own, with a peer that only counts. One that can't keep a host runs PowerShell plainly. */
const startAgent = async (base: string, seeing: boolean) => {
	const peer = await startPeer({ keep: false });
	const folder = { ...folderAt(join(base, seeing ? "seeing" : "plain")) };
	mkdirSync(folder.path);
	if (!seeing) writeFileSync(folder.hosts, "");
	await enrolWith(peer, folder);
	const agent = spawnAgent(["run", "--state", folder.path]);
	agent.stderr?.resume();
	await peer.until(() => peer.state.hellos.length > 0);
	return {
		pid: agent.pid ?? 0,
		/** Milliseconds of one run. */
		async time(command: string): Promise<number> {
			const plan = peer.makePlan(command, { shell: "pwsh", stepTimeLimit: 600 });
			const { summary, run } = await peer.run(plan);
			const by = peer.events(run).find((event) => event.type === "capture")?.by;
			if (by !== (seeing ? "powershell" : "plain")) throw new Error(`it was captured by ${by}`);
			return summary.durationMs ?? Number.NaN;
		},
		async stop() {
			const gone = once(agent, "exit");
			agent.kill("SIGKILL");
			await gone;
			await peer.close();
		},
	};
};

/** What a step waits for before its process starts, once PowerShell was asked. */
const snapshot = async (): Promise<void> => {
	const peer = await startPeer({ keep: false });
	const plan = peer.makePlan("1", { shell: "pwsh" });
	const times: number[] = [];
	for (let round = 0; round < 20; round++)
		for (const step of plan.steps) {
			const launch = await prepareLaunch(plan, step, "r", { scripts: "", where: "here", secrets: new Map() });
			if (typeof launch === "string") throw new Error(launch);
			const start = performance.now();
			await gatherContext(launch, "bench");
			times.push(performance.now() - start);
		}
	await peer.close();
	const [first = Number.NaN, ...later] = times;
	const figures = { later: ms(percentile(later, 0.5)), "as the agent starts and asks PowerShell": ms(first) };
	print(
		"The environment snapshot before a step (median)",
		figures,
		atMost(percentile(later, 0.5), 300, " ms"),
	);
};

/** Of a step that is seen into, and of one that is run plainly, in ms. */
type Judge = (seen: number, plain: number) => Aim;
const atMostTimes =
	(most: number): Judge =>
	(seen, plain) =>
		atMost(seen / plain, most, "×");

const compare = async (
	what: string,
	command: string,
	seen: Bench,
	plain: Bench,
	aim: Judge = (a, b) => atMost(a - b, 300, " ms more"),
): Promise<void> => {
	const times: Record<"seen" | "plain", number[]> = { seen: [], plain: [] };
	for (let round = 0; round < rounds; round++) {
		times.plain.push(await plain.time(command));
		times.seen.push(await seen.time(command));
	}
	const [a, b] = [percentile(times.seen, 0.5), percentile(times.plain, 0.5)];
	const figures = { "seen into": ms(a), plainly: ms(b), more: ms(a - b), times: (a / b).toFixed(2) };
	print(`${what} (medians of ${rounds})`, figures, aim(a, b));
};
