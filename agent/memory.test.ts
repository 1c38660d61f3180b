// Output of any size passes through without staying in memory: a real agent process, watched from outside.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { enrolWith, removeFolder, spawnAgent } from "./test-agent.ts";
import { startPeer } from "./test-peer.ts";

const onLinux = process.platform === "linux";
if (!onLinux) console.warn("SKIPPED: flat memory (it is read from /proc, which only Linux has)");

test.skipIf(!onLinux)(
	"150 MB on stdout and 50 MB on stderr: bit for bit, and the agent grows by 50 MB at most [needs /proc]",
	{ timeout: 60_000 },
	async () => {
		const peer = await startPeer({ keep: false });
		const folder = await enrolWith(peer);
		const agent = spawnAgent(["run", "--state", folder.path]);
		const field = (name: string) =>
			Number(
				new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(
					readFileSync(`/proc/${agent.pid}/status`, "utf8"),
				)?.[1],
			) / 1024;
		await peer.run(peer.makePlan("echo warm"));
		const before = field("VmRSS");
		const command =
			"head -c 50000000 /dev/urandom | tee err >&2 & head -c 150000000 /dev/urandom | tee out; wait; sha256sum < out; sha256sum < err";
		const { run, end, summary } = await peer.run(peer.makePlan(command, { cwd: folder.path }));
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(field("VmHWM") - before).toBeLessThanOrEqual(50);
		const { hashes, counts } = peer.recorded(run);
		expect(counts).toEqual({ stdout: 150_000_000 + 2 * 68, stderr: 50_000_000 });
		expect(hashes.stdout.copy().digest("hex")).toBe(summary.stdout.sha256);
		expect(hashes.stderr.copy().digest("hex")).toBe(summary.stderr.sha256);
		const check = await peer.run(peer.makePlan("sha256sum < err", { cwd: folder.path }));
		expect(check.summary.stdout.bytes).toBe(68);
		expect(peer.problems).toEqual([]);
		agent.kill();
		await once(agent, "close");
		await peer.close();
		removeFolder(folder);
	},
);
