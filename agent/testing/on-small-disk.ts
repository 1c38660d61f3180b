// Agents whose folder is on a small disk of its own, and their peer.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Folder, folderAt } from "../home/folder.ts";
import { endLeftovers, enrolWith, spawnAgent } from "./agent.ts";
import { type Peer, startPeer } from "./peer.ts";
import { newSmallDisk, type SmallDisk } from "./small-disk.ts";

export type OnSmallDisk = {
	disk: SmallDisk;
	peer: Peer;
	folder: Folder;
	start: (options?: Parameters<typeof spawnAgent>[1]) => ChildProcess;
	/** Ends it, if it hasn't ended, and waits for that. */
	end: (agent: ChildProcess, signal: NodeJS.Signals) => Promise<void>;
	/** Ends them all, and expects that the peer saw nothing wrong. */
	close: () => Promise<void>;
};

/** Enrolled, with 30 MB. */
export const onSmallDisk = async (): Promise<OnSmallDisk> => {
	const disk = newSmallDisk(30);
	const peer = await startPeer();
	const folder = folderAt(join(disk.path, "agent"));
	mkdirSync(folder.path);
	await enrolWith(peer, folder);
	const agents: ChildProcess[] = [];
	const end: OnSmallDisk["end"] = async (agent, signal) => {
		if (agent.exitCode !== null || agent.signalCode !== null) return;
		agent.kill(signal);
		await once(agent, "close");
	};
	return {
		...{ disk, peer, folder, end },
		start: (options) => {
			const agent = spawnAgent(["run", "--state", folder.path], options);
			agents.push(agent);
			return agent;
		},
		close: async () => {
			for (const agent of agents) await end(agent, "SIGKILL");
			await peer.close();
			endLeftovers(peer);
			disk.remove();
			expect(peer.problems).toEqual([]);
		},
	};
};
