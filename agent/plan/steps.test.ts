// Steps in their order, time limits and cancels: whole process trees end.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Phase } from "../../protocol/plan/plan.ts";
import { processesOf } from "../process/processes.ts";
import { findShell } from "../process/shells.ts";
import { agentFor, removeFolder } from "../testing/agent.ts";
import { startPeer } from "../testing/peer.ts";
import { agentOfTests } from "../testing/suite.ts";

const { peer, agent } = await agentOfTests();

const steps = (...list: [Phase, string][]) => list.map(([phase, command]) => ({ phase, command }));
const endsOf = async (runs: string[]) => (await Promise.all(runs.map(peer.ended))).map(({ end }) => end);

test("checks before, the command and checks after run one after the other", async () => {
	const plan = peer.makePlan(
		steps(["before", "cat f; echo 1 > f"], ["command", "cat f; echo 2 > f"], ["after", "cat f"]),
		{
			cwd: agent.folder.path,
		},
	);
	const runs = await peer.start(plan);
	await endsOf(runs);
	expect(runs.map((run) => peer.bytesOf(run, "stdout").toString())).toEqual(["", "1\n", "2\n"]);
	await peer.take("finished", plan.id);
});

test("a failed check skips the command, and the checks after still run", async () => {
	const runs = await peer.start(
		peer.makePlan(
			steps(["before", "exit 1"], ["before", "echo no"], ["command", "echo no"], ["after", "echo yes"]),
		),
	);
	expect(await endsOf(runs)).toEqual([
		{ outcome: "exited", code: 1 },
		{ outcome: "skipped", because: "failed-check" },
		{ outcome: "skipped", because: "failed-check" },
		{ outcome: "exited", code: 0 },
	]);
});

test.skipIf(process.platform === "win32" || !findShell("bash"))(
	"a step whose pipes can't be opened doesn't start, and leaves nothing that was made for it [POSIX]",
	async () => {
		const { pipes } = agent.folder;
		await expect.poll(() => readdirSync(pipes).length).toBe(2);
		for (const name of readdirSync(pipes)) rmSync(join(pipes, name));
		const { end } = await peer.run(peer.makePlan("false; exit 0", { shell: "bash" }));
		expect(end).toMatchObject({ outcome: "not-started", reason: expect.stringContaining("ENOENT") });
		expect(readdirSync(pipes).filter((name) => /\.(?:traps|sh)$/.test(name))).toEqual([]);
	},
);

/** In seconds: a busy machine has begun by then. Waiting for it costs nothing. */
const soon = 10;

/** Children of all kinds: in the background, in their own session, and one that lost its parent. */
const family =
	"sleep 300 & setsid sleep 301 & (setsid sleep 302 &) ; setsid sh -c 'trap \"\" TERM; echo up; sleep 303; sleep 304' & wait; sleep 305";

describe("the agent ends the whole process tree, even processes that left the group or ignore the request", () => {
	test("by the time limit", async () => {
		const { run, end, text } = await peer.run(peer.makePlan(family, { stepTimeLimit: soon }));
		expect(end).toEqual({ outcome: "timed-out" });
		expect(text).toBe("up\n");
		expect(processesOf(null, run)).toEqual([]);
		expect(peer.events(run).map(({ type }) => type)).toEqual(["context", "ran-as", "started", "end"]);
	});

	test("by a cancel, which skips all later steps", async () => {
		const plan = peer.makePlan(steps(["command", family], ["after", "echo no"]));
		const runs = await peer.start(plan);
		const [first = ""] = runs;
		await peer.until(() => peer.recorded(first).counts.stdout > 0);
		expect(processesOf(null, first).length).toBeGreaterThan(4);
		peer.send({ type: "cancel", plan: plan.id, by: "Ada Lindqvist" });
		expect(await endsOf(runs)).toEqual([
			{ outcome: "cancelled", by: "Ada Lindqvist" },
			{ outcome: "skipped", because: "cancelled" },
		]);
		expect(processesOf(null, first)).toEqual([]);
	});
});

test("a process that ends in time when asked can clean up first", async () => {
	const patient = await startPeer();
	const agent = await agentFor(patient, { killGraceMs: 20_000 });
	const { end, text } = await patient.run(
		patient.makePlan("trap 'echo tidied; exit 0' TERM; sleep 300 & wait", { stepTimeLimit: soon }),
	);
	agent.stop();
	await patient.close();
	removeFolder(agent.folder);
	expect(end).toEqual({ outcome: "timed-out" });
	expect(text).toBe("tidied\n");
});
