// What the client's own people read when its set-up changes: approvers, policy, channels. Pure.
import { may } from "../../../domain/authority.ts";
import { PlatformName, platformIn } from "../../../protocol/platform.ts";
import type { Setup } from "../../../protocol/setup.ts";
import { list } from "../../../words/amounts.ts";
import { placeName } from "../../../words/places.ts";
import { policyChangeText } from "../../../words/policy.ts";
import { surfaces } from "../../../words/states.ts";
import type { Announcement } from "../../contracts/values/set-up.ts";
import { workspaceOfIdentity } from "../../durable/places.ts";
import type { ChannelNames } from "./channel-names.ts";

type ClientSetup = Setup["clients"][string];
type People = Setup["staff"];

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
		return was && is
			? [...accounts(is.name, was.identities, is.identities), ...mail(was, is), ...groups(was, is)]
			: [];
	});

const groups = (
	{ groups: was = [] }: People[string],
	{ name, groups: is = [] }: People[string],
): string[] => {
	if (same(was, is)) return [];
	return [`${name} now approves ${is.length === 0 ? "for no group" : `for ${list(is, 10)}`}`];
};

/** Ids are for the audit log alone. */
const accounts = (name: string, before: string[], after: string[]): string[] => {
	if (before.length > 0 && after.length === 0) return [`${name} now approves from no chat account`];
	const keepsOne = before.some((one) => after.includes(one));
	return PlatformName.options.flatMap((platform) => {
		const here = (one: string) => platformIn(one) === platform;
		const [was, is] = [before.filter(here), after.filter(here)];
		const more = is.filter((one) => !was.includes(one));
		const less = was.filter((one) => !is.includes(one));
		const where = surfaces[platform];
		if (more.length > 0) {
			const also = keepsOne && less.length === 0 ? "also " : "";
			const others = more.length === 1 ? "another account" : "other accounts";
			return [`${name} now ${also}approves from ${was.length === 0 ? where : `${others} in ${where}`}`];
		}
		if (less.length === 0) return [];
		const some = `${less.length === 1 ? "one" : "some"} of their accounts in ${where}`;
		return [`${name} no longer approves from ${is.length === 0 ? where : some}`];
	});
};

/** The address is for the audit log alone. */
const mail = (was: People[string], is: People[string]): string[] => {
	if (was.email === is.email) return [];
	if (is.email === undefined) return [`${is.name} no longer gets plans by mail`];
	return [`${is.name} now gets plans by mail${was.email === undefined ? "" : ", at another address"}`];
};

const approver = (person: People[string] | undefined) =>
	person && may("decide", person.roles) ? person : undefined;

const policy = (was: ClientSetup, is: ClientSetup): string[] =>
	[...new Set([...Object.keys(is.policy), ...Object.keys(was.policy)])].flatMap((name) => {
		const [old, value] = [was, is].map(
			(one) => Object.entries(one.policy).find(([key]) => key === name)?.[1],
		);
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

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
