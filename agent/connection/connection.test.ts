// Connections that break, stall, or are not wanted; a spool that is full.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { statusOf } from "../commands/status.ts";
import { agentFor, enrolWith, removeFolder } from "../testing/agent.ts";
import { acceptedInTime } from "../testing/deadlines.ts";
import { type Peer, startPeer } from "../testing/peer.ts";

let peer: Peer;
let agent: Awaited<ReturnType<typeof agentFor>>;

beforeEach(async () => {
	peer = await startPeer();
});
afterEach(async () => {
	agent.stop();
	await peer.close();
	removeFolder(agent.folder);
	expect(peer.problems).toEqual([]);
});

const inFolder = (name: string) => join(agent.folder.path, name);
const hashOf = (name: string) =>
	createHash("sha256")
		.update(readFileSync(inFolder(name)))
		.digest("hex");

test("a data socket cut at random moments 50 times during one run: bit for bit", async () => {
	agent = await agentFor(peer);
	const command =
		"i=0; while [ $i -lt 200 ]; do i=$((i+1)); head -c 300000 /dev/urandom | tee -a copy; sleep 0.01; done";
	const [run = ""] = await peer.start(peer.makePlan(command, { cwd: agent.folder.path }));
	const recording = peer.recorded(run);
	for (let cut = 1; cut <= 50; cut++) {
		await peer.until(() => recording.connections === cut);
		// Before anything came, or after one or two frames; acked, or not yet.
		const from = recording.counts.stdout;
		peer.state.holdAcks = Math.random() < 0.5;
		const bytes = Math.floor(Math.random() * 900_000);
		await peer.until(() => recording.counts.stdout >= Math.min(from + bytes, 59_000_000));
		recording.socket?.terminate();
	}
	peer.state.holdAcks = false;
	const summary = await peer.ended(run);
	expect(recording.connections).toBe(51);
	expect(summary.stdout).toEqual({ bytes: 60_000_000, sha256: hashOf("copy") });
	expect(recording.hashes.stdout.digest("hex")).toBe(hashOf("copy"));
});

test("an offer that was lost with its connection comes again on the next one", async () => {
	agent = await agentFor(peer);
	await peer.until(() => peer.state.hellos.length === 1);
	const running = peer.run(peer.makePlan("echo a"));
	peer.state.control?.terminate();
	expect((await running).text).toBe("a\n");
	expect(peer.state.hellos).toHaveLength(2);
});

test("a run goes on while the control connection is cut, and the plan finishes on the next connection", async () => {
	agent = await agentFor(peer);
	const plan = peer.makePlan("echo a; while [ ! -e go ]; do sleep 0.01; done; echo b", {
		cwd: agent.folder.path,
	});
	const [run = ""] = await peer.start(plan);
	await peer.until(() => peer.recorded(run).counts.stdout > 0);
	peer.state.control?.terminate();
	await peer.until(() => peer.state.hellos.length === 2);
	expect(peer.state.hellos[1]?.plans).toEqual([{ plan: plan.id, state: "running" }]);
	await peer.run(peer.makePlan("touch go", { cwd: agent.folder.path }));
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	expect(peer.bytesOf(run, "stdout").toString()).toBe("a\nb\n");
	await peer.take("finished", plan.id);
});

test("the agent sends unacknowledged records again, unchanged", async () => {
	agent = await agentFor(peer);
	peer.state.holdAcks = true;
	const [run = ""] = await peer.start(peer.makePlan("echo a; sleep 0.05; echo b"));
	await peer.until(() => peer.bytesOf(run, "stdout").toString() === "a\nb\n");
	// The peer forgets: what it had was not durable.
	Object.assign(peer.recorded(run), { records: [], counts: { stdout: 0, stderr: 0 } });
	peer.state.holdAcks = false;
	peer.recorded(run).socket?.terminate();
	expect((await peer.ended(run)).stdout.bytes).toBe(4);
	expect(peer.bytesOf(run, "stdout").toString()).toBe("a\nb\n");
});

const spoolSize = (): number => {
	const db = new DatabaseSync(agent.folder.store, { readOnly: true, timeout: 120_000 });
	const row = db.prepare("SELECT coalesce(sum(length(bytes)), 0) AS size FROM spool").get();
	db.close();
	return Number(row?.size);
};

test("if the spool is full, the command waits, no other one starts, and nothing is lost", async () => {
	agent = await agentFor(peer, { spoolLimit: 2_000_000 });
	peer.state.refuseData = true;
	const options = { cwd: agent.folder.path };
	const [run = ""] = await peer.start(
		peer.makePlan("head -c 8000000 /dev/urandom | tee copy; touch written", options),
	);
	await expect.poll(spoolSize).toBeGreaterThanOrEqual(2_000_000);
	const [other = ""] = await peer.start(peer.makePlan("touch started", options));
	await delay(300); // Nothing is to happen: that can't be waited for in another way.
	expect(existsSync(inFolder("written"))).toBe(false);
	expect(existsSync(inFolder("started"))).toBe(false);
	expect(statSync(inFolder("copy")).size).toBeLessThan(5_000_000);
	expect(spoolSize()).toBeLessThan(2_000_000 + 2 * 1_048_576);
	peer.state.refuseData = false;
	const summary = await peer.ended(run);
	expect(summary.stdout).toEqual({ bytes: 8_000_000, sha256: hashOf("copy") });
	expect(peer.recorded(run).hashes.stdout.digest("hex")).toBe(hashOf("copy"));
	expect((await peer.ended(other)).end).toEqual({ outcome: "exited", code: 0 });
	expect(existsSync(inFolder("started"))).toBe(true);
});

test("a step that waits for room never starts after a cancel", async () => {
	agent = await agentFor(peer, { spoolLimit: 0 });
	peer.state.refuseData = true;
	const plan = peer.makePlan("touch started", { cwd: agent.folder.path });
	const [run = ""] = await peer.start(plan);
	peer.send({ type: "cancel", plan: plan.id, by: "Ada" });
	peer.state.refuseData = false;
	expect((await peer.ended(run)).end).toEqual({ outcome: "cancelled", by: "Ada" });
	expect(existsSync(inFolder("started"))).toBe(false);
});

test("a step that waits for room past run by never starts, nor does a later one", async () => {
	agent = await agentFor(peer, { spoolLimit: 0 });
	peer.state.refuseData = true;
	const steps = (["command", "after"] as const).map((phase) => ({ phase, command: "touch started" }));
	const make = () => peer.makePlan(steps, { cwd: agent.folder.path });
	const { grant } = await acceptedInTime(peer, make, 3_000);
	await expect.poll(() => agent.log.join()).toContain("ended");
	peer.state.refuseData = false;
	for (const run of grant.runs)
		expect((await peer.ended(run)).end).toEqual({ outcome: "skipped", because: "run-by-passed" });
	expect(existsSync(inFolder("started"))).toBe(false);
});

test("the agent keeps a recording that the Worker rejects, reports it once, doesn't send it again, and finishes the plan", async () => {
	agent = await agentFor(peer);
	const steps = (["command", "after"] as const).map((phase) => ({ phase, command: "echo kept; touch ran" }));
	const plan = peer.makePlan(steps, { cwd: agent.folder.path });
	peer.state.rejectData = "record 1 came again with other bytes";
	const runs = await peer.start(plan);
	await peer.take("finished", plan.id);
	expect(runs.map((run) => peer.recorded(run).connections)).toEqual([1, 1]);
	expect(existsSync(inFolder("ran"))).toBe(true);
	expect(agent.log.filter((line) => line.includes("came again with other bytes"))).toHaveLength(2);
	const told = statusOf(agent.folder);
	const lines = told.ok ? told.lines.join("\n") : "";
	for (const run of runs)
		expect(lines).toMatch(
			new RegExp(
				`Rejected +${run}: the Worker rejected its records \\(record 1 came again with other bytes\\); this machine keeps [1-9][0-9]* bytes$`,
				"m",
			),
		);
	expect(lines).toContain("To deliver 0 bytes");

	// After a restart it is not tried again either, and the agent is of use.
	peer.state.rejectData = null;
	agent.stop();
	agent = await agentFor(peer, {}, agent.folder);
	await peer.until(() => peer.state.hellos.length === 2);
	expect((await peer.run(peer.makePlan("echo on"))).text).toBe("on\n");
	expect(runs.map((run) => peer.recorded(run).connections)).toEqual([1, 1]);
});

test("the agent drops a silent connection and makes a new one", async () => {
	agent = await agentFor(peer, { pingMs: 50 });
	// On a busy machine a connection that was only slow may have been dropped before.
	await peer.until(() => peer.state.control && peer.state.hellos.length > 0);
	const before = peer.state.hellos.length;
	peer.state.control?.removeAllListeners("message");
	await peer.until(() => peer.state.hellos.length > before);
});

test("the Worker asks whether someone is there, and the agent answers", async () => {
	agent = await agentFor(peer);
	await peer.until(() => peer.state.hellos.length === 1);
	peer.send({ type: "alive?" });
	await peer.until(() => peer.heard.some(({ type }) => type === "alive"));
});

test("an agent that the Worker rejects for now tries again; one that it rejects for good stops", async () => {
	const folder = await enrolWith(peer);
	peer.state.rejection = { type: "rejected", reason: "busy", retry: true };
	agent = await agentFor(peer, {}, folder);
	await peer.until(() => peer.state.hellos.length >= 3);
	peer.state.rejection = { type: "rejected", reason: "this endpoint was removed", retry: false };
	expect(await agent.rejected).toBe("this endpoint was removed");
});
