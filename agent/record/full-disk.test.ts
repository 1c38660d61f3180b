// An agent whose disk is full, filled by its own output or by others: nothing acked is lost, everything ends in a true report, and
// it goes on when there is space again.
import { openSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { grantBytes } from "../../protocol/plan/grant.ts";
import { planBytes } from "../../protocol/plan/plan.ts";
import { maxRecordBytes } from "../../protocol/record/records.ts";
import { enroll } from "../commands/enroll.ts";
import { openDisk } from "../home/disk.ts";
import type { Folder } from "../home/folder.ts";
import { agentFor, quick, resultOf, spawnAgent } from "../testing/agent.ts";
import { type OnSmallDisk, onSmallDisk } from "../testing/on-small-disk.ts";
import type { Peer } from "../testing/peer.ts";
import { canMakeSmallDisks, type SmallDisk } from "../testing/small-disk.ts";
import { openSpool } from "./spool.ts";
import { openStore, takeRoom } from "./store.ts";

const can = canMakeSmallDisks();
if (!can)
	console.warn("SKIPPED: full disks (they need root, or sudo without a password, to mount a small one)");

let disk: SmallDisk;
let peer: Peer;
let folder: Folder;
let start: OnSmallDisk["start"];
let end: OnSmallDisk["end"];
let close: OnSmallDisk["close"];

beforeEach(async () => {
	if (can) ({ disk, peer, folder, start, end, close } = await onSmallDisk());
});
afterEach(async () => {
	if (can) await close();
});

const connected = (times: number) => peer.until(() => peer.state.hellos.length >= times);
const diskStates = (run: string) =>
	peer.events(run).flatMap((event) => (event.type === "disk" ? [event.state] : []));
const flag = (name: string) => join(folder.path, name);

/** Prints so many bytes, and so many again after the file `go` is there. */
const twice = (before: number, after: number) =>
	`head -c ${before} /dev/zero | tr '\\0' a; until [ -e '${flag("go")}' ]; do sleep 0.02; done; head -c ${after} /dev/zero | tr '\\0' b`;
/** Offers and grants a plan that the agent rejects. */
const rejected = async (command: string) => {
	const plan = peer.makePlan(command, { cwd: "/" });
	const grant = peer.makeGrant(plan, await peer.offer(plan.id));
	peer.sendGrant(planBytes(plan), grantBytes(grant));
	return peer.take("refused", plan.id);
};

test.skipIf(!can)("keeps the true error when a write fails", () => {
	const store = openStore(folder.store);
	disk.fill();
	expect(() =>
		store.decide(() => store.db.exec("CREATE TABLE big AS SELECT zeroblob(1000000) AS bytes")),
	).toThrow("database or disk is full");
	store.close();
});

test.skipIf(!can)(
	"makes room for output from what the Worker acknowledged before the disk was full",
	async () => {
		const open = openDisk(folder, quick, () => {});
		const store = openStore(folder.store, open);
		const spool = openSpool(store, 1_073_741_824, open);
		takeRoom(store);
		const keep = (n: number, length: number) => {
			const records = [{ n, kind: "stdout" as const, at: 0, offset: 0, bytes: new Uint8Array(length) }];
			open.owe(() => {
				store.spool(() => spool.append("run", records));
				spool.appended(records);
			});
		};
		keep(1, 1_200_000);
		store.db.exec("PRAGMA wal_checkpoint");
		// They make the database larger, so far in its write-ahead file alone.
		for (const n of [2, 3]) keep(n, maxRecordBytes);
		spool.ack("run", 3);
		await expect.poll(spool.size, { interval: 20 }).toBe(0);
		disk.fill();
		keep(4, maxRecordBytes);
		expect(open.isStuck()).toBe(false);
		expect(spool.after("run", 3, 1_000_000)).toHaveLength(1);
		spool.close();
		open.close();
		store.close();
	},
);

test.skipIf(!can)("many short runs, all delivered, leave a folder that stays small", async () => {
	const agent = await agentFor(peer, {}, folder);
	for (let n = 0; n < 110; n++) expect((await peer.run(peer.makePlan("echo x"))).text).toBe("x\n");
	const bytes = readdirSync(folder.path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
	expect(bytes).toBeLessThan(16_000_000);
	expect(statSync(`${folder.store}-wal`).size).toBeLessThan(5_000_000);
	agent.stop();
});

describe.skipIf(!can)("a disk that others fill while a command prints", () => {
	test("lets its output through to the Worker, bit for bit, though there is never any space", async () => {
		// Others fill it before the rest is printed: a filler that still writes may take the space that the agent lets go of.
		const agent = start();
		const [run = ""] = await peer.start(peer.makePlan(twice(1_000, 30_000_000), { cwd: "/" }));
		await peer.until(() => peer.recorded(run).counts.stdout === 1_000);
		disk.fill();
		writeFileSync(flag("go"), "");
		const summary = await peer.ended(run);
		expect(summary.end).toEqual({ outcome: "exited", code: 0 });
		expect(summary.stdout).toEqual({
			bytes: 30_001_000,
			sha256: peer.recorded(run).hashes.stdout.digest("hex"),
		});
		expect(agent.exitCode).toBeNull();
	});

	/** The command has printed more than fits, and the Worker is away. */
	const overrun = async () => {
		const plan = peer.makePlan(twice(1_000, 20_000_000), { cwd: "/" });
		const [run = ""] = await peer.start(plan);
		await peer.until(() => peer.recorded(run).counts.stdout === 1_000);
		peer.state.refuseData = true;
		peer.recorded(run).socket?.terminate();
		writeFileSync(flag("go"), "");
		disk.fill();
		const said = await peer.until(() => peer.heard.find(({ type }) => type === "disk"));
		expect(said).toEqual({ type: "disk", state: "full" });
		return { plan, run };
	};

	test("makes the command wait while the Worker is away, which the recording says, and no byte is lost", async () => {
		start();
		const { plan, run } = await overrun();
		peer.state.refuseData = false;
		// It goes on as fast as the Worker takes it, though the disk stays full.
		const summary = await peer.ended(run);
		expect(summary.end).toEqual({ outcome: "exited", code: 0 });
		expect(summary.stdout).toEqual({
			bytes: 20_001_000,
			sha256: peer.recorded(run).hashes.stdout.digest("hex"),
		});
		expect(diskStates(run)).toContain("full");
		disk.empty();
		await peer.take("finished", plan.id);
	});

	test("is told on each connection of an agent that was sent away", async () => {
		start();
		const { run } = await overrun();
		const says = () => peer.heard.filter(({ type }) => type === "disk");
		peer.state.rejection = { type: "rejected", reason: "this endpoint was removed", retry: false };
		for (const hello of [2, 3]) {
			const before = says().length;
			peer.state.control?.terminate();
			await connected(hello);
			await peer.until(() => says().length > before);
			expect(says().at(-1)).toEqual({ type: "disk", state: "full" });
		}
		peer.state.refuseData = false;
		expect((await peer.ended(run)).end).toEqual({ outcome: "exited", code: 0 });
	});

	test("lets an agent that is killed meanwhile start again, report what it can, and run nothing new until there is space", async () => {
		const killed = start();
		const { run } = await overrun();
		await end(killed, "SIGKILL");
		disk.fill();
		const agent = start();
		await connected(2);
		const said = await peer.until(() => peer.heard.findLast(({ type }) => type === "disk"));
		expect(said).toEqual({ type: "disk", state: "full" });
		expect(await rejected("echo new")).toMatchObject({ code: "disk-full" });
		peer.state.refuseData = false;
		disk.empty();
		expect((await peer.ended(run)).end).toEqual({ outcome: "unknown", because: "agent-restarted" });
		await expect.poll(() => readdirSync(folder.path)).toContain("reserve");
		expect((await peer.run(peer.makePlan("echo again", { cwd: "/" }))).text).toBe("again\n");
		expect(agent.exitCode).toBeNull();
	});
});

test.skipIf(!can)(
	"a short command runs on a disk that others filled, in the space that the agent holds back",
	async () => {
		start();
		await connected(1);
		disk.fill();
		const { text, end } = await peer.run(peer.makePlan("echo cleaning up", { cwd: "/" }));
		expect({ text, end }).toEqual({ text: "cleaning up\n", end: { outcome: "exited", code: 0 } });
	},
);

describe.skipIf(!can)("an agent that starts on a full disk", () => {
	test.each([0, 4_096, 65_536, 262_144, 1_048_576])(
		"with %i bytes left rejects a plan and says why, and runs the next one when there is space",
		async (left) => {
			rmSync(folder.reserve);
			disk.fill(left);
			const agent = start();
			await connected(1);
			expect(await rejected("echo x")).toMatchObject({ code: "disk-full" });
			disk.empty();
			await expect.poll(() => readdirSync(folder.path)).toContain("reserve");
			expect((await peer.run(peer.makePlan("echo x", { cwd: "/" }))).text).toBe("x\n");
			expect(agent.exitCode).toBeNull();
		},
	);

	test("is enrolled again only if there is room, and spends no token otherwise", async () => {
		await end(start(), "SIGTERM");
		rmSync(folder.reserve);
		disk.fill();
		const former = peer.state.agentKey;
		const options = { url: peer.url, token: "good", folder, replace: true, setAside: false };
		const log = () => {};
		const refused = await enroll({ ...options, settings: quick, log });
		expect(refused).toMatchObject({ ok: false, error: expect.stringContaining("The token is still valid") });
		expect(peer.state.agentKey).toBe(former);
		disk.empty();
		expect(await enroll({ ...options, settings: quick, log })).toMatchObject({ ok: true });
	});

	test("says its state, and that nothing new starts once its own space is gone", async () => {
		const status = async () => {
			const { code, stdout } = await resultOf(spawnAgent(["status", "--state", folder.path]));
			expect(code).toBe(0);
			return stdout;
		};
		const first = start();
		await connected(1);
		await end(first, "SIGTERM");
		disk.fill();
		const stopped = await status();
		expect(stopped).toContain("not running");
		expect(stopped).not.toContain("Disk");
		rmSync(folder.reserve);
		disk.fill();
		start();
		await connected(2);
		const full = await status();
		expect(full).toContain("running as process");
		expect(full).toContain("\nDisk       full: nothing new starts until there is space\n");
		expect(full).toContain("\nPlans      only the agent can read them until it is restarted");
		disk.empty();
		await expect.poll(() => readdirSync(folder.path)).toContain("reserve");
		expect(await status()).not.toContain("Disk");
	});
});

test.skipIf(!can)("an agent whose log is on the full disk goes on", async () => {
	disk.fill();
	disk.empty();
	const log = openSync(join(disk.path, "log"), "a");
	const agent = start({ log });
	await connected(1);
	disk.fill();
	expect((await peer.run(peer.makePlan("echo x", { cwd: "/" }))).text).toBe("x\n");
	expect(agent.exitCode).toBeNull();
});
