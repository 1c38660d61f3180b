// Acme Dental in the local Slack.
import { acme } from "../../../local/slack/team.ts";
import { acmeSetup, other, startWorld } from "../world.ts";
import type { Chat } from "./port.ts";
import { startPostman } from "./postman.ts";
import { slackMember } from "./slack-member.ts";

/** A bot writes about once a second in one channel: so Acme has several. */
const channels = Array.from({ length: 20 }, (_, n) => ({ id: `C0ACME${n}`, name: `acme-${n}`, topic: "" }));
const team = { ...acme, channels: [...acme.channels, ...channels] };

export const slackSetup = (): ReturnType<typeof acmeSetup> => {
	const all = acmeSetup();
	const client = all.clients["acme-dental"];
	if (!client) throw new Error("Acme Dental is missing");
	const bound = channels.map(({ id }) => `slack:${acme.id}:${id}`);
	return { ...all, clients: { "acme-dental": { ...client, channels: bound } } };
};

export const slack: Chat = {
	name: "Slack",
	start: async (options = {}) => {
		let postman: Awaited<ReturnType<typeof startPostman>> | undefined;
		let used = -1;
		const place = () => ({ conversation: `C0ACME${++used % channels.length}`, thread: null });
		const world = await startWorld({
			...options,
			setup: slackSetup(),
			teams: [team, other],
			chatUrl: async (workerUrl) => {
				postman = await startPostman(workerUrl);
				return postman.url;
			},
		});
		const { thrice, stop } = postman as NonNullable<typeof postman>;
		return {
			world,
			begin: "/caisey",
			surface: "slack",
			person: (handle) => slackMember(world, acme, handle, place),
			stranger: slackMember(world, other, "mal", place),
			strange: { conversation: "C0OTHER", thread: null },
			place,
			unclaimed: { conversation: "C0GENERAL", thread: null },
			thrice,
			stop: async () => {
				await world.stop();
				await stop();
			},
		};
	},
};
