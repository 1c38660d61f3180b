// Acme Dental in Teams, with the connector and the identity services of a test.
import { channelNo, channels } from "../teams/person.ts";
import { startTeamsWorld } from "../teams/world.ts";
import type { Chat, Member } from "./port.ts";
import { startPostman } from "./postman.ts";
import { teamsMember } from "./teams-member.ts";

/** Of another company. */
const elsewhere = "7e4a47e4-0000-4000-8000-0000000000aa";

export const teams: Chat = {
	name: "Teams",
	start: async (options = {}) => {
		const world = await startTeamsWorld(options);
		const { url, thrice, stop } = await startPostman(world.workerUrl);
		const said = new Map();
		let used = -1;
		// Teams lets a bot write only so much in one channel.
		const place = () => ({ conversation: channelNo(++used % channels), thread: null });
		// Private answers belong to the person who asks.
		const members = new Map<string, Member>();
		const person = (handle: string): Member => {
			const known = members.get(handle) ?? teamsMember({ world, url, said, place, handle });
			members.set(handle, known);
			return known;
		};
		return {
			world,
			begin: "@Caisey",
			surface: "teams",
			person,
			// Object ids are a tenant's own: another's may be the same.
			stranger: teamsMember({ world, url, said, place, handle: "ada", tenant: elsewhere }),
			strange: { conversation: "19:elsewhere@thread.tacv2", thread: null },
			place,
			unclaimed: { conversation: "19:nobodys@thread.tacv2", thread: null },
			thrice,
			stop: async () => {
				await world.stop();
				await stop();
			},
		};
	},
};
