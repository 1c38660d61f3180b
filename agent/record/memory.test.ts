// Output of any size passes through without staying in memory: a real agent process, watched from outside.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { enrolWith, removeFolder, spawnAgent } from "../testing/agent.ts";
import { startPeer } from "../testing/peer.ts";

const hashOf = async (path: string): Promise<string> => {
	const hash = createHash("sha256");
	for await (const chunk of createReadStream(path)) hash.update(chunk);
	return hash.digest("hex");
};

const onLinux = process.platform === "linux";
if (!onLinux) console.warn("SKIPPED: flat memory (it is read from /proc, which only Linux has)");

test.skipIf(!onLinux)(
	"150 MB on stdout and 50 MB on stderr: bit for bit, and the agent grows by 50 MB at most [needs /proc]",
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
			"head -c 50000000 /dev/urandom | tee err >&2 & head -c 150000000 /dev/urandom | tee out; wait";
		const { run, end, summary } = await peer.run(peer.makePlan(command, { cwd: folder.path }));
		expect(end).toEqual({ outcome: "exited", code: 0 });
		expect(field("VmHWM") - before).toBeLessThanOrEqual(50);
		const { hashes, counts } = peer.recorded(run);
		expect(counts).toEqual({ stdout: 150_000_000, stderr: 50_000_000 });
		const printed = {
			stdout: await hashOf(join(folder.path, "out")),
			stderr: await hashOf(join(folder.path, "err")),
		};
		expect({ stdout: hashes.stdout.digest("hex"), stderr: hashes.stderr.digest("hex") }).toEqual(printed);
		expect({ stdout: summary.stdout.sha256, stderr: summary.stderr.sha256 }).toEqual(printed);
		expect(peer.problems).toEqual([]);
		agent.kill();
		await once(agent, "close");
		await peer.close();
		removeFolder(folder);
	},
);
