// What the client's own people read when its set-up changes: approvers, policy, channels. Pure.
import { may } from "../../../domain/authority.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { placeName } from "../../../words/places.ts";
import { policyChangeText } from "../../../words/policy.ts";
import type { Announcement } from "../../contracts/values/set-up.ts";
import { workspaceOfIdentity } from "../../durable/places.ts";

type ClientSetup = Setup["clients"][string];
type People = Setup["staff"];

/** What people call conversations, by `slack:T0123:C0123`; only those whose name is known. */
export type ChannelNames = ReadonlyMap<string, string>;

/** Compares two set-ups of one client, the MSP's staff included. A new client has no one to tell yet. */
export const announcement = (key: string, before: Setup, after: Setup, names: ChannelNames): Announcement => {
	const [was, is] = [before.clients[key], after.clients[key]];
	if (!was) return { changes: [], channels: [], unbound: [] };
	const channels = is?.channels ?? [];
	return {
		changes: is
			? [
					...approvers(everybody(before, was), everybody(after, is)),
					...policy(was, is),
					...bindings(was, is, names),
				]
			: [],
		channels,
		unbound: was.channels.filter((channel) => !channels.includes(channel)),
	};
};

const everybody = ({ staff }: Setup, client: ClientSetup): People => ({ ...staff, ...client.people });

const approvers = (before: People, after: People): string[] =>
	[...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
		const [was, is] = [approver(before[key]), approver(after[key])];
		if (is && !was) return [`${is.name} can now approve`];
		if (was && !is) return [`${was.name} can no longer approve`];
		if (!was || !is || same(was.identities, is.identities)) return [];
		return [`${is.name} now approves from ${is.identities.join(" and ") || "no chat account"}`];
	});

const approver = (person: People[string] | undefined) =>
	person && may("decide", person.roles) ? person : undefined;

const policy = (was: ClientSetup, is: ClientSetup): string[] =>
	Object.entries(is.policy).flatMap(([name, value]) => {
		const old = Object.entries(was.policy).find(([other]) => other === name)?.[1];
		return same(old, value) ? [] : [policyChangeText(name, old, value)];
	});

const bindings = (was: ClientSetup, is: ClientSetup, names: ChannelNames): string[] => {
	const name = (channel: string) => {
		const called = names.get(channel);
		return called === undefined ? channel : placeName(called, workspaceOfIdentity(channel));
	};
	const without =
		({ channels }: ClientSetup) =>
		(one: string) =>
			!channels.includes(one);
	return [
		...is.channels.filter(without(was)).map((one) => `channel ${name(one)} is now connected`),
		...was.channels.filter(without(is)).map((one) => `channel ${name(one)} is no longer connected`),
	];
};

/** The conversations whose connection an apply announces. */
export const announcedChannels = (before: Setup, after: Setup): string[] => {
	const all = Object.entries(before.clients).flatMap(([key, { channels: was }]) => {
		const is = after.clients[key]?.channels ?? [];
		return [...was.filter((one) => !is.includes(one)), ...is.filter((one) => !was.includes(one))];
	});
	return [...new Set(all)];
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
