// What the client's own people read when its set-up changes: approvers, policy, channels. Pure.
import { atOnce, type Powers } from "../../../domain/powers.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { placeName } from "../../../words/places.ts";
import { toldChanges } from "../../../words/powers.ts";
import type { ToBeTold } from "../../contracts/values/set-up.ts";
import { workspaceOfIdentity } from "../../durable/places.ts";
import type { ChannelNames } from "./channel-names.ts";

type ClientSetup = Setup["clients"][string];

/** Compares two set-ups of one client, the MSP's staff included. A new client has no one to tell yet. `waitsFor`: who confirms there. */
export const announcement = (
	key: string,
	before: Setup,
	after: Setup,
	names: ChannelNames,
	waitsFor: string[] = [],
): ToBeTold => {
	const [was, is] = [before.clients[key], after.clients[key]];
	if (!was) return { changes: [], channels: [], unbound: [], waiting: [], waitsFor };
	const channels = is?.channels ?? [];
	const called = (channel: string) => {
		const name = names.get(channel);
		return name === undefined ? channel : placeName(name, workspaceOfIdentity(channel));
	};
	const told = (from: Powers, to: Powers) => toldChanges(from, to, { called });
	const unbound = was.channels.filter((channel) => !channels.includes(channel));
	if (!is) return { changes: [], channels, unbound, waiting: [], waitsFor };
	const [now, wanted] = [powers(before, was), powers(after, is)];
	if (waitsFor.length === 0)
		return {
			changes: told(now, wanted),
			channels: [...channels, ...unbound],
			unbound,
			waiting: [],
			waitsFor,
		};
	const partly = atOnce(now, wanted);
	return {
		...{ changes: told(now, partly), waiting: told(partly, wanted), waitsFor },
		...{ channels: was.channels, unbound: [] },
	};
};

/** With people by their names in the file. */
const powers = ({ staff }: Setup, { people, policy, channels, breakGlass }: ClientSetup): Powers => {
	const all = Object.entries({ ...staff, ...people });
	return {
		people: all.map(([id, { name, label = null, identities, roles, groups }]) => ({
			...{ id, name, label, identities, roles },
			...(groups && { groups }),
		})),
		emails: Object.fromEntries(all.flatMap(([id, { email }]) => (email === undefined ? [] : [[id, email]]))),
		...{ policy, channels, breakGlass: breakGlass ?? null },
	};
};
