// An agent that the Worker takes no more, or not yet: what runs goes on, nothing new starts, and a copy says nothing of it.
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Folder } from "../home/folder.ts";
import { agentFor, enrolWith, newFolder } from "../testing/agent.ts";
import { type Peer, startPeer } from "../testing/peer.ts";
import { cleanUp } from "../testing/suite.ts";

let peer: Peer;
let folder: Folder;
beforeEach(async () => {
	peer = await startPeer();
	folder = await enrolWith(peer);
});
afterEach(() => cleanUp(peer, folder));

const removed = { type: "rejected", reason: "this endpoint was removed", retry: false } as const;
const go = () => writeFileSync(join(folder.path, "go"), "");
/** Runs until `go`. */
const start = async () => {
	const plan = peer.makePlan("echo a; while [ ! -e go ]; do sleep 0.02; done; echo b", { cwd: folder.path });
	const [run = ""] = await peer.start(plan);
	await peer.until(() => peer.recorded(run).counts.stdout > 0);
	return { plan, run };
};

test("an agent that is removed lets its command end, delivers everything, takes no new plan, and then ends", async () => {
	const agent = await agentFor(peer, {}, folder);
	const { run } = await start();
	peer.send(removed);
	const late = peer.makePlan("touch late", { cwd: folder.path });
	peer.send({ type: "offer", plan: late.id });
	let isOver = false;
	const over = agent.rejected.then((reason) => {
		isOver = true;
		return reason;
	});
	await expect.poll(() => agent.log.some((line) => line.startsWith("goes on:"))).toBe(true);
	expect(isOver).toBe(false);
	go();
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	expect(peer.bytesOf(run, "stdout").toString()).toBe("a\nb\n");
	expect(await over).toBe("this endpoint was removed");
	expect(peer.heard.filter(({ type }) => type === "ready")).toEqual([]);
	expect(existsSync(join(folder.path, "late"))).toBe(false);
	agent.stop();
});

test("what an agent still runs after its removal can be cancelled, also over a later connection", async () => {
	const agent = await agentFor(peer, {}, folder);
	const { plan, run } = await start();
	peer.state.rejection = removed;
	peer.send(removed);
	peer.state.control?.terminate();
	await peer.until(() => peer.state.hellos.length === 2);
	peer.send({ type: "cancel", plan: plan.id, by: "Ada" });
	expect((await peer.ended(run)).end).toEqual({ outcome: "cancelled", by: "Ada" });
	expect(await agent.rejected).toBe("this endpoint was removed");
	agent.stop();
});

const copied = (): Folder => {
	const copy = newFolder();
	cpSync(folder.path, copy.path, { recursive: true, filter: (path) => !/(lock\.|pipes)/.test(path) });
	return copy;
};

test("a copy that is blocked reports nothing of what the right agent runs", async () => {
	const agent = await agentFor(peer, {}, folder);
	const { run } = await start();
	const copy = copied();
	peer.state.rejection = { ...removed, reason: "this endpoint is blocked" };
	const clone = await agentFor(peer, {}, copy);
	expect(await clone.rejected).toBe("this endpoint is blocked");
	clone.stop();
	expect(peer.recorded(run).connections).toBe(1);
	go();
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	await agent.rejected;
	agent.stop();
	await cleanUp(peer, copy);
	peer = await startPeer();
});

test("an agent on hold says nothing of what an earlier process left behind until it is confirmed", async () => {
	let agent = await agentFor(peer, {}, folder);
	const { run } = await start();
	agent.stop();
	peer.state.held = "on hold: this agent now runs on another machine (A → B).";
	agent = await agentFor(peer, {}, folder);
	await expect.poll(() => agent.log).toContain(peer.state.held);
	await peer.until(() => peer.state.hellos.length === 2);
	expect(peer.recorded(run).connections).toBe(1);
	peer.state.held = null;
	peer.state.control?.terminate();
	expect((await peer.ended(run)).end).toEqual({ outcome: "unknown", because: "agent-restarted" });
	go();
	agent.stop();
});

test("an agent on hold reports no plan as finished, and the first hello that counts still names it", async () => {
	const agent = await agentFor(peer, {}, folder);
	const { plan, run } = await start();
	peer.state.held = "on hold: this machine has another name now (A → B).";
	peer.state.control?.terminate();
	await expect.poll(() => agent.log).toContain(peer.state.held);
	go();
	await peer.ended(run);
	await expect.poll(() => agent.log).toContain(`plan ${plan.id}: ended`);
	peer.send({ type: "alive?" });
	await peer.until(() => peer.heard.some(({ type }) => type === "alive"));
	expect(peer.heard.filter(({ type }) => type === "finished")).toEqual([]);
	peer.state.held = null;
	peer.state.control?.terminate();
	await peer.take("finished", plan.id);
	expect(peer.state.hellos.at(-1)?.plans).toEqual([{ plan: plan.id, state: "ended" }]);
	agent.stop();
});

test("each hello counts on from all before it, and from every accepted plan", async () => {
	let agent = await agentFor(peer, {}, folder);
	await peer.until(() => peer.state.hellos.length === 1);
	await peer.run(peer.makePlan("true"));
	peer.state.control?.terminate();
	await peer.until(() => peer.state.hellos.length === 2);
	agent.stop();
	agent = await agentFor(peer, {}, folder);
	await peer.until(() => peer.state.hellos.length === 3);
	expect(peer.state.hellos.map(({ machine }) => machine?.count)).toEqual([1, 3, 4]);
	agent.stop();
});
