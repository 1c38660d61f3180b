// What people call the channels that an apply connects or disconnects: administrators read it in its changes, clients in chat.
import type { Setup } from "../../../protocol/setup.ts";
import { conversationOf, workspaceOf, workspaceOfIdentity } from "../../durable/places.ts";
import type { Env } from "../../env.ts";

/** By `slack:T0123:C0123`; only those whose name is known. */
export type ChannelNames = ReadonlyMap<string, string>;

/** As far as the workspaces know them, or learn them within seconds. */
export const channelNames = async (env: Env, before: Setup, after: Setup): Promise<ChannelNames> => {
	const all = Map.groupBy(changedChannels(before, after), workspaceOfIdentity);
	const named = [...all].map(async ([workspace, channels]) => {
		const names = await workspaceOf(env.WORKSPACE, workspace).namesOf(channels.map(conversationOf));
		return Object.entries(names).map(([channel, name]) => [`${workspace}:${channel}`, name] as const);
	});
	return new Map((await Promise.all(named)).flat());
};

/** The channels that a client has more or less than before, and the MSP's desk if it changes. */
export const changedChannels = (before: Setup, after: Setup): string[] => {
	const keys = [...new Set([...Object.keys(before.clients), ...Object.keys(after.clients)])];
	const all = keys.flatMap((key) =>
		changed(before.clients[key]?.channels ?? [], after.clients[key]?.channels ?? []),
	);
	const desk = ({ msp }: Setup) => (msp.desk === undefined ? [] : [msp.desk]);
	return [...new Set([...all, ...changed(desk(before), desk(after))])];
};

const changed = (was: string[], is: string[]): string[] => [
	...was.filter((one) => !is.includes(one)),
	...is.filter((one) => !was.includes(one)),
];
