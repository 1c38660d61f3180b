// An agent that is asked to stop: it finishes what runs and takes nothing new.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { grantBytes } from "../../protocol/plan/grant.ts";
import { planBytes } from "../../protocol/plan/plan.ts";
import type { Folder } from "../home/folder.ts";
import { processesOf } from "../process/processes.ts";
import { agentFor, enrolWith, spawnAgent } from "../testing/agent.ts";
import { type Peer, startPeer } from "../testing/peer.ts";
import { cleanUp } from "../testing/suite.ts";

let peer: Peer;
let folder: Folder;

beforeEach(async () => {
	peer = await startPeer();
	folder = await enrolWith(peer);
});
afterEach(() => cleanUp(peer, folder));

/** Prints `up`, and ends once the test says so. */
const waiting = "echo up; until [ -e go ]; do sleep 0.02; done; echo done";
const go = () => writeFileSync(join(folder.path, "go"), "");

const startWaiting = async () => {
	const plan = peer.makePlan(
		[
			{ phase: "command", command: waiting },
			{ phase: "after", command: "echo after" },
		],
		{ cwd: folder.path },
	);
	const [run = "", after = ""] = await peer.start(plan);
	await peer.until(() => peer.bytesOf(run, "stdout").includes("up\n"));
	return { plan, run, after };
};

/** The log of an agent's process: waits for a line. */
const logOf = (agent: ChildProcess) => {
	const lines: string[] = [];
	if (!agent.stderr) throw new Error("an agent without a log");
	const reader = createInterface(agent.stderr).on("line", (line) => lines.push(line));
	return {
		lines,
		async until(text: string) {
			while (!lines.some((line) => line.includes(text))) await once(reader, "line");
		},
	};
};

/** Resolves when the agent has handled all that it was sent. */
const handled = async () => {
	peer.send({ type: "alive?" });
	await peer.until(() => peer.heard.some(({ type }) => type === "alive"));
};

/** The step's shell; it starts others while it waits. */
const shellOf = (run: string): number | undefined =>
	peer.events(run).find((event) => event.type === "started")?.pid;

/** The processes that a line of the log names. */
const pidsIn = (lines: string[], words: string): number[] =>
	(/process ([\d, ]+)/.exec(lines.find((line) => line.includes(words)) ?? "")?.[1] ?? "")
		.split(", ")
		.map(Number);

const agentProcess = (options: { detached?: boolean } = {}) => {
	const agent = spawnAgent(["run", "--state", folder.path], options);
	return { agent, log: logOf(agent), closed: once(agent, "close") };
};

describe.skipIf(process.platform === "win32")("SIGTERM [POSIX]", () => {
	test("lets what runs end, leaves offers and grants for the next start, and ends the agent with 0", async () => {
		const { agent, log, closed } = agentProcess();
		const { plan, run, after } = await startWaiting();
		const [granted, offered] = [peer.makePlan("echo granted"), peer.makePlan("echo offered")];
		const grant = grantBytes(peer.makeGrant(granted, await peer.offer(granted.id)));

		agent.kill("SIGTERM");
		await log.until("waiting for 1 command to end; a second signal (Ctrl-C) stops at once");
		await log.until(`running: plan ${plan.id} since `);
		expect(pidsIn(log.lines, "running")).toContain(shellOf(run));
		peer.sendGrant(planBytes(granted), grant);
		await log.until(`plan ${granted.id}: not now, the agent is stopping`);
		peer.send({ type: "offer", plan: offered.id });
		await handled();
		go();

		expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
		expect((await peer.ended(after)).end).toEqual({ outcome: "exited", code: 0 });
		expect(await closed).toEqual([0, null]);
		expect(peer.bytesOf(run, "stdout").toString()).toBe("up\ndone\n");
		expect(peer.bytesOf(after, "stdout").toString()).toBe("after\n");
		expect(peer.events(run).map(({ type }) => type)).toEqual(["context", "ran-as", "started", "end"]);
		await peer.take("finished", plan.id);
		expect(peer.heard.filter((message) => "plan" in message)).toEqual([]);
		expect([...peer.runs.keys()]).toEqual([run, after]);

		const next = await agentFor(peer, {}, folder);
		await peer.until(() => peer.state.hellos.length === 2);
		expect((await peer.run(granted)).text).toBe("granted\n");
		expect((await peer.run(offered)).text).toBe("offered\n");
		next.stop();
	});

	test("ends an agent that runs nothing at once", async () => {
		const { agent, closed } = agentProcess();
		await peer.until(() => peer.state.hellos.length === 1);
		agent.kill("SIGTERM");
		expect(await closed).toEqual([0, null]);
	});

	test("a second one ends the agent at once, and leaves the command alone", async () => {
		const { agent, log, closed } = agentProcess();
		const { plan, run } = await startWaiting();
		agent.kill("SIGTERM");
		await log.until("waiting for 1 command");
		agent.kill("SIGTERM");
		expect(await closed).toEqual([0, null]);
		expect(processesOf(null, run)).toContain(shellOf(run));
		expect(pidsIn(log.lines, `left running: plan ${plan.id}`)).toContain(shellOf(run));
		const next = await agentFor(peer, {}, folder);
		const said = `plan ${plan.id} ran when the agent last stopped, so its outcome is unknown. Still running: process`;
		await expect.poll(() => pidsIn(next.log, said)).toContain(shellOf(run));
		expect((await peer.ended(run)).end).toEqual({ outcome: "unknown", because: "agent-restarted" });
		next.stop();
	});

	// How close together they count once: agent/home/signals.test.ts.
	test("Ctrl-C reaches the agent alone, and counts once if it comes twice", async () => {
		const { agent, log, closed } = agentProcess({ detached: true });
		const { run } = await startWaiting();
		const group = -(agent.pid ?? 0);
		for (let n = 0; n < 3; n += 1) process.kill(group, "SIGINT");
		await log.until("waiting for 1 command");
		await handled();
		go();
		expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
		expect(await closed).toEqual([0, null]);
	});
});

describe("a draining agent", () => {
	test("still obeys a cancel", async () => {
		const agent = await agentFor(peer, {}, folder);
		const { plan, run } = await startWaiting();
		const drained = agent.drain();
		peer.send({ type: "cancel", plan: plan.id, by: "Ada Lindqvist" });
		await drained;
		expect((await peer.ended(run)).end).toEqual({ outcome: "cancelled", by: "Ada Lindqvist" });
		agent.stop();
	});

	test("stops waiting for a command after its limit, and says which plan it leaves", async () => {
		const agent = await agentFor(peer, { drainMs: 1 }, folder);
		const { plan } = await startWaiting();
		await agent.drain();
		agent.stop();
		expect(agent.log.at(-1)).toContain(`left running: plan ${plan.id} since `);
		expect(agent.log.at(-1)).toContain(". Its outcome stays unknown");
	});

	test("stops waiting for a Worker that takes no records, and delivers them after its next start", async () => {
		const agent = await agentFor(peer, { deliverMs: 1 }, folder);
		const { run } = await startWaiting();
		peer.state.refuseData = true;
		peer.recorded(run).socket?.terminate();
		const drained = agent.drain();
		go();
		await drained;
		expect(agent.log).toContain(
			"the Worker still lacks records: the agent delivers them after its next start",
		);
		agent.stop();
		peer.state.refuseData = false;
		const next = await agentFor(peer, {}, folder);
		expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
		expect(peer.bytesOf(run, "stdout").toString()).toBe("up\ndone\n");
		next.stop();
	});
});
