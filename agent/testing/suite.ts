// A peer and an agent for one file of tests, and what has to be over after a test.
import { afterAll, expect } from "vitest";
import type { Folder } from "../home/folder.ts";
import { agentFor, endLeftovers, removeFolder } from "./agent.ts";
import { type Peer, startPeer } from "./peer.ts";

/** Started with the file, ended after it; the agent may have done nothing wrong. */
export const agentOfTests = async () => {
	const peer = await startPeer();
	const agent = await agentFor(peer);
	afterAll(async () => {
		agent.stop();
		await peer.close();
		removeFolder(agent.folder);
		expect(peer.problems).toEqual([]);
	});
	return { peer, agent };
};

/** Of a test with a peer and a folder of its own: nothing of it stays, and its agents did nothing wrong. */
export const cleanUp = async (peer: Peer, folder: Folder): Promise<void> => {
	await peer.close();
	endLeftovers(peer);
	removeFolder(folder);
	expect(peer.problems).toEqual([]);
};
