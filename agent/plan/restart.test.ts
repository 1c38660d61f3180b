// A plan that restarts the machine: the command runs once, and the checks after run when the agent is back.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Folder } from "../home/folder.ts";
import { processesOf } from "../process/processes.ts";
import { agentFor, enrolWith } from "../testing/agent.ts";
import { type Peer, startPeer } from "../testing/peer.ts";
import { cleanUp } from "../testing/suite.ts";

let peer: Peer;
let folder: Folder;
beforeEach(async () => {
	peer = await startPeer();
	folder = await enrolWith(peer);
});
afterEach(() => cleanUp(peer, folder));

/** `after`: a check, with the command's own trace before it. */
const planned = (command: string, restart = true, after = "cat ran") =>
	peer.makePlan(
		[
			{ phase: "command", command: `echo ran >> ran; ${command}` },
			{ phase: "after", command: after },
		],
		{ cwd: folder.path, ...(restart && { restart: true as const }) },
	);
/** As if the machine had started again since. */
const anotherBoot = () => {
	const db = new DatabaseSync(folder.store, { timeout: 120_000 });
	db.exec("UPDATE plans SET boot = 'another boot'");
	db.close();
};
const statesOf = (run: string) =>
	peer.events(run).flatMap((event) => (event.type === "restart" ? [event.state] : []));
const ranOnce = () => expect(readFileSync(join(folder.path, "ran"), "utf8")).toBe("ran\n");

test("a command that ended before the restart keeps its exit code, and the check after runs when the agent is back", async () => {
	const before = await agentFor(peer, {}, folder);
	const plan = planned("exit 0");
	const [run = "", after = ""] = await peer.start(plan);
	await peer.until(() => statesOf(run).includes("awaited"));
	before.stop();
	anotherBoot();
	const agent = await agentFor(peer, {}, folder);
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	expect(statesOf(run)).toEqual(["awaited", "back"]);
	expect((await peer.ended(after)).end).toEqual({ outcome: "exited", code: 0 });
	expect(peer.bytesOf(after, "stdout").toString()).toBe("ran\n");
	await peer.take("finished", plan.id);
	ranOnce();
	agent.stop();
});

test("a command that the restart itself ended has no exit code, and the check after runs", async () => {
	const before = await agentFor(peer, {}, folder);
	const [run = "", after = ""] = await peer.start(planned("echo up; sleep 300"));
	await peer.until(() => peer.recorded(run).counts.stdout > 0);
	before.stop();
	anotherBoot();
	const agent = await agentFor(peer, {}, folder);
	expect((await peer.ended(run)).end).toEqual({ outcome: "unknown", because: "endpoint-restarted" });
	expect(statesOf(run)).toEqual(["back"]);
	expect((await peer.ended(after)).end).toEqual({ outcome: "exited", code: 0 });
	ranOnce();
	agent.stop();
});

test("a check after the restart runs once, if the agent dies again before the Worker hears of it", async () => {
	const before = await agentFor(peer, {}, folder);
	const plan = planned("exit 0", true, "echo checked >> ran");
	const [run = "", after = ""] = await peer.start(plan);
	await peer.until(() => statesOf(run).includes("awaited"));
	before.stop();
	peer.state.refuseData = true;
	anotherBoot();
	const unheard = await agentFor(peer, {}, folder);
	await expect.poll(() => unheard.log.join()).toContain("ended");
	unheard.stop();
	peer.state.refuseData = false;
	anotherBoot();
	const agent = await agentFor(peer, {}, folder);
	expect((await peer.ended(after)).end).toEqual({ outcome: "exited", code: 0 });
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	expect(statesOf(run)).toEqual(["awaited", "back"]);
	await peer.take("finished", plan.id);
	expect(readFileSync(join(folder.path, "ran"), "utf8")).toBe("ran\nchecked\n");
	agent.stop();
});

test("a restart that no plan declares stays unknown, and nothing more runs", async () => {
	const before = await agentFor(peer, {}, folder);
	const [run = "", after = ""] = await peer.start(planned("echo up; sleep 300", false));
	await peer.until(() => peer.recorded(run).counts.stdout > 0);
	before.stop();
	anotherBoot();
	const agent = await agentFor(peer, {}, folder);
	expect((await peer.ended(run)).end).toEqual({ outcome: "unknown", because: "endpoint-restarted" });
	expect(statesOf(run)).toEqual([]);
	expect((await peer.ended(after)).end).toEqual({ outcome: "skipped", because: "earlier-step" });
	ranOnce();
	agent.stop();
});

test("a restart that doesn't come is said, and the check after runs then", async () => {
	const agent = await agentFor(peer, { restartMs: 1 }, folder);
	const [run = "", after = ""] = await peer.start(planned("exit 194"));
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 194 });
	expect(statesOf(run)).toEqual(["awaited", "missing"]);
	expect((await peer.ended(after)).end).toEqual({ outcome: "exited", code: 0 });
	agent.stop();
});

test("a command that fails waits for no restart", async () => {
	const agent = await agentFor(peer, {}, folder);
	const [run = ""] = await peer.start(planned("exit 1"));
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 1 });
	expect(statesOf(run)).toEqual([]);
	agent.stop();
});

test("an agent that only restarted itself runs nothing more, says so, and keeps the exit code that it journalled", async () => {
	const before = await agentFor(peer, {}, folder);
	const [run = "", after = ""] = await peer.start(planned("exit 0"));
	await peer.until(() => statesOf(run).includes("awaited"));
	before.stop();
	const agent = await agentFor(peer, {}, folder);
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	expect(statesOf(run)).toEqual(["awaited", "missing"]);
	expect((await peer.ended(after)).end).toEqual({
		outcome: "not-started",
		reason: "The agent restarted before this step.",
	});
	ranOnce();
	agent.stop();
});

test("an agent that comes back and finds nothing running says so, after what it said before", async () => {
	const before = await agentFor(peer, {}, folder);
	const lasting = "(until [ -e over ]; do sleep 0.02; done) >/dev/null 2>&1 &";
	const [run = ""] = await peer.start(planned(lasting));
	await peer.until(() => statesOf(run).includes("awaited"));
	before.stop();
	writeFileSync(join(folder.path, "over"), "");
	await expect.poll(() => processesOf(null, run)).toEqual([]);
	const agent = await agentFor(peer, {}, folder);
	await peer.ended(run);
	const told = peer.events(run).map(({ type }) => type);
	expect(told.filter((type) => type.endsWith("left"))).toEqual(["left", "none-left"]);
	agent.stop();
});

test("a cancel while the restart is awaited skips the check after", async () => {
	const agent = await agentFor(peer, {}, folder);
	const plan = planned("exit 0");
	const [run = "", after = ""] = await peer.start(plan);
	await peer.until(() => statesOf(run).includes("awaited"));
	peer.send({ type: "cancel", plan: plan.id, by: "Ada Lindqvist" });
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	expect((await peer.ended(after)).end).toEqual({ outcome: "skipped", because: "cancelled" });
	agent.stop();
});

test("a stopping agent doesn't wait for a machine that is about to restart", async () => {
	const agent = await agentFor(peer, {}, folder);
	const [run = ""] = await peer.start(planned("exit 0"));
	await peer.until(() => statesOf(run).includes("awaited"));
	await agent.drain();
	agent.stop();
});
