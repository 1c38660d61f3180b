// An agent that is killed, cut off, or run over by a power cut: nothing acked is lost, nothing is run twice.
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../protocol/ids.ts";
import { eventBytes } from "../../protocol/record/records.ts";
import { enroll } from "../commands/enroll.ts";
import type { Folder } from "../home/folder.ts";
import { bootId } from "../machine/machine.ts";
import { agentFor, enrolWith, quick, spawnAgent } from "../testing/agent.ts";
import { type Peer, startPeer } from "../testing/peer.ts";
import { cleanUp } from "../testing/suite.ts";
import { openJournal } from "./journal.ts";
import { openStore } from "./store.ts";

let peer: Peer;
let folder: Folder;

beforeEach(async () => {
	peer = await startPeer();
	folder = await enrolWith(peer);
});
afterEach(() => cleanUp(peer, folder));

/** Reads the spool from outside, as it is on disk. */
const spooled = (run: string, store = folder.store): string => {
	const db = new DatabaseSync(store, { readOnly: true, timeout: 120_000 });
	const rows = db.prepare("SELECT bytes FROM spool WHERE run = ? AND kind = 'stdout' ORDER BY n").all(run);
	db.close();
	return rows.map((row) => Buffer.from(row.bytes as Uint8Array).toString()).join("");
};

const ranOnce = () => expect(readFileSync(join(folder.path, "ran"), "utf8")).toBe("ran\n");

describe("an agent killed with SIGKILL in the middle of a run", () => {
	const counting =
		"echo ran >> ran; i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo line $i; sleep 0.01; done; touch all; sleep 300";

	test("has delivered what was acked; the rest of its spool arrives after the restart; it is never run again", async () => {
		const killed = spawnAgent(["run", "--state", folder.path]);
		const steps = [
			{ phase: "command", command: counting },
			{ phase: "after", command: "echo ran >> ran" },
		] as const;
		const plan = peer.makePlan([...steps], { cwd: folder.path });
		const runs = await peer.start(plan);
		const [run = "", after = ""] = runs;
		await peer.until(() => peer.bytesOf(run, "stdout").includes("line 5\n"));
		peer.state.refuseData = true;
		peer.recorded(run).socket?.terminate();
		const delivered = peer.bytesOf(run, "stdout").toString();
		await expect.poll(() => delivered + spooled(run)).toContain("line 20\n");
		killed.kill("SIGKILL");
		await once(killed, "close");

		peer.state.refuseData = false;
		const agent = await agentFor(peer, {}, folder);
		const summary = await peer.ended(run);
		expect(summary.end).toEqual({ outcome: "unknown", because: "agent-restarted" });
		const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}\n`).join("");
		expect(peer.bytesOf(run, "stdout").toString()).toBe(lines);
		expect(summary.stdout).toEqual({ bytes: lines.length, sha256: null });
		expect((await peer.ended(after)).end).toEqual({ outcome: "skipped", because: "earlier-step" });
		const pids = expect.arrayContaining([expect.any(Number)]);
		expect(peer.events(run).at(-2)).toEqual({ type: "left", v: 1, processes: pids });
		await peer.take("finished", plan.id);

		peer.send({ type: "offer", plan: plan.id });
		await peer.take("accepted", plan.id);
		await peer.take("finished", plan.id);
		ranOnce();
		agent.stop();
	});

	test("names the plan in its next hello", async () => {
		const killed = spawnAgent(["run", "--state", folder.path]);
		const plan = peer.makePlan(counting, { cwd: folder.path });
		const [run = ""] = await peer.start(plan);
		await peer.until(() => peer.recorded(run).counts.stdout > 0);
		expect(peer.state.hellos[0]?.plans).toEqual([]);
		killed.kill("SIGKILL");
		await once(killed, "close");
		const agent = await agentFor(peer, {}, folder);
		await peer.until(() => peer.state.hellos.length === 2);
		expect(peer.state.hellos[1]?.plans).toEqual([{ plan: plan.id, state: "ended" }]);
		expect(peer.state.hellos[1]?.runtime).not.toBe(peer.state.hellos[0]?.runtime);
		await peer.ended(run);
		ranOnce();
		agent.stop();
	});
});

/** A journal as another process left it: one run in this state, one waiting. */
const leaveBehind = (boot: string, first: "started" | "waiting" | "settled" = "started") => {
	const store = openStore(folder.store);
	const journal = openJournal(store);
	const [plan, started, waiting] = [newId("plan", "none"), newId("run", "none"), newId("run", "none")];
	store.decide(() => {
		journal.accept(plan, "0".repeat(64), [started, waiting], boot);
		journal.setState(started, first);
	});
	store.close();
	return { plan, started, waiting };
};

test("reports a restart of the endpoint if the boot id has changed", async () => {
	const { plan, started, waiting } = leaveBehind("another boot");
	const agent = await agentFor(peer, {}, folder);
	expect((await peer.ended(started)).end).toEqual({ outcome: "unknown", because: "endpoint-restarted" });
	expect((await peer.ended(waiting)).end).toEqual({ outcome: "skipped", because: "earlier-step" });
	await peer.take("finished", plan);
	agent.stop();
});

test.each(["waiting", "settled"] as const)(
	"a step that the agent didn't come to before it died names no earlier step where none went wrong: the one before is %s",
	async (first) => {
		const { waiting } = leaveBehind(await bootId(), first);
		const agent = await agentFor(peer, {}, folder);
		expect((await peer.ended(waiting)).end).toEqual({
			outcome: "not-started",
			reason: "The agent restarted before this step.",
		});
		agent.stop();
	},
);

test("a run starts once: the journal refuses a second start", () => {
	const { started, waiting } = leaveBehind("another boot");
	const store = openStore(folder.store);
	const journal = openJournal(store);
	store.decide(() => journal.start(waiting));
	for (const run of [started, waiting])
		expect(() => store.decide(() => journal.start(run))).toThrow("was started before");
	store.close();
});

test("after a power cut the Worker may have more than the spool: the end comes after all of it", async () => {
	const { started } = leaveBehind(await bootId());
	const bytes = eventBytes({ type: "started", v: 1, pid: 1 });
	const known = [1, 2, 3].map((n) => ({ n, kind: "event" as const, at: n, offset: 0, bytes }));
	peer.recorded(started).records.push(...known);
	const agent = await agentFor(peer, {}, folder);
	expect((await peer.ended(started)).end).toEqual({ outcome: "unknown", because: "agent-restarted" });
	expect(peer.recorded(started).records.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
	agent.stop();
});

describe("records that are undelivered when the machine is re-enrolled", () => {
	const enrollAgain = (setAside = false, deliverMs = 300) =>
		enroll({
			...{ url: peer.url, token: "good", folder, replace: true, setAside },
			...{ settings: { ...quick, deliverMs }, log: () => {} },
		});
	const leave = async (): Promise<string> => {
		peer.state.refuseData = true;
		const agent = await agentFor(peer, {}, folder);
		const [run = ""] = await peer.start(peer.makePlan("echo kept"));
		await expect.poll(() => agent.log.join()).toContain("ended");
		agent.stop();
		return run;
	};

	test("are delivered first", async () => {
		const run = await leave();
		peer.state.refuseData = false;
		// Its summary is signed with the former key.
		const [enrolled, { end }] = await Promise.all([enrollAgain(false, 600_000), peer.ended(run)]);
		expect(enrolled).toMatchObject({ ok: true });
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(peer.bytesOf(run, "stdout").toString()).toBe("kept\n");
	});

	test("undelivered records of a former enrollment prevent a new one, unless --set-aside keeps them", async () => {
		const run = await leave();
		const former = readFileSync(folder.key, "utf8");
		const refused = await enrollAgain();
		expect(refused).toMatchObject({ ok: false, error: expect.stringContaining("--set-aside") });
		expect(readFileSync(folder.key, "utf8")).toBe(former);
		expect(spooled(run)).toBe("kept\n");
		expect(await enrollAgain(true)).toMatchObject({ ok: true });
		expect(readFileSync(folder.key, "utf8")).not.toBe(former);
		const [aside = ""] = readdirSync(folder.path).filter((name) => name.startsWith("replaced-"));
		expect(spooled(run, join(folder.path, aside, "agent.db"))).toBe("kept\n");
	});
});

test("a plan that ended while the Worker was away is delivered and finished when it is back", async () => {
	let agent = await agentFor(peer, {}, folder);
	const plan = peer.makePlan("echo done; echo done > done", { cwd: folder.path });
	peer.state.refuseData = true;
	const [run = ""] = await peer.start(plan);
	await expect.poll(() => agent.log.join()).toContain("ended");
	agent.stop();
	agent = await agentFor(peer, {}, folder);
	peer.state.refuseData = false;
	expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	expect(peer.bytesOf(run, "stdout").toString()).toBe("done\n");
	await peer.take("finished", plan.id);
	agent.stop();
});
