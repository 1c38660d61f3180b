// The local Teams: Microsoft's Agents Playground, whose user is the client's admin, and what it lacks of Teams' client.
import type { Child } from "../child.ts";
import { freePortFrom } from "../ports.ts";
import { startPlayground } from "./playground.ts";
import { startRelay } from "./relay.ts";
import { channel, personalChat } from "./tenant.ts";

export type LocalTeams = {
	url: string;
	/** What the bot answers at. */
	serviceUrl: string;
	playground: Child;
	stop(): Promise<void>;
};

/** `port`: the page's; the relay between it and the bot takes the next free one. The Worker must answer already, and the
 * set-up must list the tenant: the last step adds the bot to the channel and the chat. */
export const startLocalTeams = async (options: {
	port: number;
	workerUrl: string;
	folder: string;
}): Promise<LocalTeams> => {
	const { port, workerUrl, folder } = options;
	const relayPort = await freePortFrom(port + 1);
	const own = `http://127.0.0.1:${port}`;
	const relay = await startRelay(relayPort, () => ({
		bot: `${workerUrl}/teams/messages`,
		connector: `${own}/_connector`,
	}));
	const at = `http://127.0.0.1:${relayPort}`;
	const playground = await startPlayground({ port, folder, bot: `${at}/bot`, serviceUrl: at }).catch(
		async (error: unknown) => {
			await relay.stop();
			throw error;
		},
	);
	for (const conversation of [channel, personalChat])
		await fetch(`${own}/_debug/conversation/${encodeURIComponent(conversation)}/installation`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: "{}",
		});
	return {
		url: `http://localhost:${port}`,
		serviceUrl: at,
		playground,
		stop: async () => {
			await relay.stop();
			await playground.stop();
		},
	};
};
