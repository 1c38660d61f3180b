// What the client's own people read when its set-up changes: approvers, policy, channels. Pure.
import { may } from "../../../domain/authority.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { policyChangeText } from "../../../words/policy.ts";
import type { Announcement } from "../../contracts/values/set-up.ts";

type ClientSetup = Setup["clients"][string];
type People = Setup["staff"];

/** Compares two set-ups of one client, the MSP's staff included. A new client has no one to tell yet. */
export const announcement = (key: string, before: Setup, after: Setup): Announcement => {
	const [was, is] = [before.clients[key], after.clients[key]];
	if (!was) return { changes: [], channels: [], unbound: [] };
	const channels = is?.channels ?? [];
	return {
		changes: is
			? [...approvers(everybody(before, was), everybody(after, is)), ...policy(was, is), ...bindings(was, is)]
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

const bindings = (was: ClientSetup, is: ClientSetup): string[] => [
	...is.channels.filter((one) => !was.channels.includes(one)).map((one) => `channel ${one} is now connected`),
	...was.channels
		.filter((one) => !is.channels.includes(one))
		.map((one) => `channel ${one} is no longer connected`),
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
