// A peer and an agent for one file of tests, and what has to be over after a test.
import { afterAll, expect } from "vitest";
import type { Folder } from "../home/folder.ts";
import type { Settings } from "../home/settings.ts";
import { agentFor, endLeftovers, removeFolder } from "./agent.ts";
import { type Peer, startPeer } from "./peer.ts";

/** Started with the file, ended after it; the agent may have done nothing wrong. */
export const agentOfTests = async (changes: Partial<Settings> = {}) => {
	const peer = await startPeer();
	const agent = await agentFor(peer, changes);
	afterAll(async () => {
		agent.stop();
		await peer.close();
		removeFolder(agent.folder);
		expect(peer.problems).toEqual([]);
	});
	return { peer, agent };
};

/** For a test with its own peer and folder: nothing remains of it, and its agents did nothing wrong. */
export const cleanUp = async (peer: Peer, folder: Folder): Promise<void> => {
	await peer.close();
	endLeftovers(peer);
	removeFolder(folder);
	expect(peer.problems).toEqual([]);
};
