// What an apply would change, one line each, and what is wrong with a set-up file beyond its shape. Pure.
import { type Act, may } from "../../../domain/authority.ts";
import { mayStandIn } from "../../../domain/deputies.ts";
import { votesNeeded } from "../../../domain/policy/quorum.ts";
import { utf8 } from "../../../protocol/bytes.ts";
import type { ApplyResponse, Setup } from "../../../protocol/setup.ts";
import { list, within } from "../../../words/amounts.ts";
import { channelWithId } from "../../../words/places.ts";
import { workspaceOfIdentity } from "../../durable/places.ts";
import type { ChannelNames } from "./channel-names.ts";
import { ruleProblems, ruleWarnings } from "./rule-checks.ts";

type Change = ApplyResponse["changes"][number];
type People = Setup["staff"];

export const emptySetup = (): Setup => ({
	v: 1,
	msp: { name: "-", remindDeskAfter: 900 },
	staff: {},
	workspaces: {},
	clients: {},
});

/** In words, one line for each change. */
export const diff = (before: Setup, after: Setup, names: ChannelNames): Change[] => [
	...(before.msp.name === after.msp.name
		? []
		: [{ sign: "~" as const, what: `the MSP: name = ${after.msp.name}` }]),
	...mspChanges(before.msp, after.msp, names),
	...entries(before.workspaces, after.workspaces, (key) => `workspace ${key}`),
	...entries(before.staff, after.staff, (key, person) => `staff ${key}: ${describe(person)}`),
	...Object.entries(after.clients).flatMap(([key, client]) =>
		clientChanges(key, before.clients[key], client, names),
	),
	...Object.keys(before.clients)
		.filter((key) => !after.clients[key])
		.map(
			(key): Change => ({
				sign: "-",
				what: `client ${key}: the file no longer lists it. Everyone loses their role there; its records stay`,
			}),
		),
];

const mspChanges = (before: Setup["msp"], after: Setup["msp"], names: ChannelNames): Change[] => {
	const facts = ({ desk, remindDeskAfter, onCall = [], ticketLink }: Setup["msp"]) => ({
		...(desk && { desk: `the MSP: desk = ${named(desk, names)}, reminder after ${within(remindDeskAfter)}` }),
		...(onCall.length > 0 && { onCall: `the MSP: on call = ${list(onCall, 20)}` }),
		...(ticketLink && { tickets: `the MSP: ticket link = ${ticketLink}` }),
	});
	return entries(facts(before), facts(after), (_, words) => words);
};

const named = (channel: string, names: ChannelNames): string =>
	channelWithId({ called: names.get(channel) ?? null, workspace: workspaceOfIdentity(channel) }, channel);

const policyLine = (at: string, name: string, value: unknown): string =>
	`${at}: policy ${name} = ${typeof value === "object" && value !== null ? JSON.stringify(value) : value}`;

const describe = ({ name, roles, groups = [], identities, email }: People[string]) =>
	`${name}, ${roles.join(" + ")}${groups.length > 0 ? ` of ${groups.join(" + ")}` : ""}, ${identities.join(" ") || "no chat identity"}${email === undefined ? "" : `, ${email}`}`;

const clientChanges = (
	key: string,
	before: Setup["clients"][string] | undefined,
	after: Setup["clients"][string],
	names: ChannelNames,
): Change[] => {
	const at = `client ${key}`;
	const fresh: Change[] = before
		? []
		: [
				{
					sign: "+",
					what: `${at}: ${after.name}${after.jurisdiction === "none" ? "" : `, data in ${after.jurisdiction}`}`,
				},
			];
	const renamed: Change[] =
		before && before.name !== after.name ? [{ sign: "~", what: `${at}: name = ${after.name}` }] : [];
	const channels = (list: string[] = []) => Object.fromEntries(list.map((channel) => [channel, channel]));
	return [
		...fresh,
		...renamed,
		...entries<unknown>(before?.policy ?? {}, after.policy, (name, value) => policyLine(at, name, value)),
		...entries(namedIn(before), namedIn(after), (_, person) => `${at}: breakGlass = ${person}`),
		...entries(
			before?.people ?? {},
			after.people,
			(name, person) => `${at}: person ${name}: ${describe(person)}`,
		),
		...entries(
			before?.endpoints ?? {},
			after.endpoints,
			(name, { description }) => `${at}: endpoint ${name}${description && ` (${description})`}`,
		),
		...entries(
			channels(before?.channels),
			channels(after.channels),
			(one) => `${at}: channel ${named(one, names)}`,
		),
	];
};

const namedIn = ({ breakGlass }: Partial<Setup["clients"][string]> = {}): Record<string, string> =>
	breakGlass === undefined ? {} : { breakGlass };

const entries = <T>(
	before: Record<string, T>,
	after: Record<string, T>,
	words: (key: string, value: T) => string,
): Change[] => {
	const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	return keys.flatMap((key): Change[] => {
		const [was, is] = [before[key], after[key]];
		if (is === undefined) return [{ sign: "-", what: words(key, was as T) }];
		if (was === undefined) return [{ sign: "+", what: words(key, is) }];
		return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ sign: "~", what: words(key, is) }];
	});
};

/** Why the file can't be applied, in words; empty if it can. */
export const problems = (before: Setup, after: Setup): string[] => [
	...Object.entries(after.clients).flatMap(([key, client]) =>
		clientProblems(key, before.clients[key], client, after),
	),
	...deskProblems(after),
	...onCallProblems(after),
	...twice(
		Object.entries(after.clients).flatMap(([key, client]) =>
			client.channels.map((channel) => [channel, `client ${key}`]),
		),
	).map(
		([channel, where]) => `channel ${channel}: listed for more than one client: ${where}. Keep it at one`,
	),
];

const deskProblems = ({ msp: { desk }, workspaces, clients }: Setup): string[] => {
	if (desk === undefined) return [];
	const bound = Object.entries(clients).filter(([, { channels }]) => channels.includes(desk));
	return [
		...bound.map(
			([key]) => `msp.desk ${desk}: also a channel of client ${key}. Use a channel of the MSP's own`,
		),
		...(workspaces[workspaceOfIdentity(desk)]
			? []
			: [`msp.desk ${desk}: add its workspace under workspaces`]),
	];
};

const onCallProblems = ({ msp: { onCall = [] }, staff }: Setup): string[] =>
	onCall
		.filter((key) => staff[key] === undefined)
		.map((key) => `msp.onCall ${key}: add this person under staff`);

const clientProblems = (
	key: string,
	before: Setup["clients"][string] | undefined,
	client: Setup["clients"][string],
	all: Setup,
): string[] => {
	const everybody = { ...all.staff, ...client.people };
	const identities = Object.entries(everybody).flatMap(([name, person]) =>
		person.identities.map((identity): [string, string] => [identity, name]),
	);
	return [
		...(before && before.jurisdiction !== client.jurisdiction
			? [
					`client ${key}: its jurisdiction is ${before.jurisdiction} for good, chosen when it was created. Put that back`,
				]
			: []),
		...Object.keys(client.people)
			.filter((name) => all.staff[name])
			.map((name) => `client ${key}: ${name} is a name under both staff and people. Use two names`),
		...twice(identities).map(
			([identity, where]) =>
				`client ${key}: ${identity} belongs to more than one person: ${where}. Keep it at one`,
		),
		...client.channels
			.filter((channel) => !all.workspaces[workspaceOfIdentity(channel)])
			.map((channel) => `client ${key}: channel ${channel}: add its workspace under workspaces`),
		...namedProblems(key, client),
		...sizeProblems(key, before?.policy, client.policy),
		...ruleProblems(key, client),
	];
};

/** In bytes, as JSON: both sides of a change of it are kept and shown together. One that is longer already stays. */
const mostPolicy = 300_000;
const sizeProblems = (key: string, before: object | undefined, policy: object): string[] => {
	const text = JSON.stringify(policy);
	return text === JSON.stringify(before) || utf8(text).length <= mostPolicy
		? []
		: [`client ${key}: its policy is too long: 300,000 bytes as JSON at most. Shorten its rules`];
};

/** Approvals are the client's word against its provider's, as are confirmations. */
const namedProblems = (key: string, { breakGlass, people }: Setup["clients"][string]): string[] => {
	if (breakGlass === undefined) return [];
	const at = `client ${key}: breakGlass ${breakGlass}`;
	const person = people[breakGlass];
	if (!person) return [`${at}: add this person under people`];
	if (may("decide", person.roles)) return [`${at}: is an approver anyway. Name someone else`];
	if (!mayStandIn(person.roles))
		return [`${at}: is of the IT provider (technician or owner). Name someone of the client`];
	return person.identities.length > 0 || person.email !== undefined
		? []
		: [`${at}: has no account and no address, so they could confirm nothing. Give them one`];
};

const twice = (pairs: [string, string][] | string[][]): [string, string][] => {
	const seen = new Map<string, string[]>();
	for (const [value, where] of pairs as [string, string][])
		seen.set(value, [...(seen.get(value) ?? []), where]);
	return [...seen].filter(([, where]) => where.length > 1).map(([value, where]) => [value, where.join(", ")]);
};

/** What the owner should know about a set-up that can be applied. */
export const warnings = (setup: Setup): string[] =>
	Object.entries(setup.clients).flatMap(([key, client]) => {
		const everybody = Object.values({ ...setup.staff, ...client.people });
		const who = (act: Act) => everybody.filter(({ roles }) => may(act, roles));
		const approvers = who("decide");
		return [
			...(approvers.length === 0 ? [`client ${key} has no approver, so nothing can run there`] : []),
			...(approvers.length > 0 && approvers.length < votesNeeded(client.policy)
				? [
						`client ${key} needs ${votesNeeded(client.policy)} votes but has only ${approvers.length} who can approve, so nothing can run there`,
					]
				: []),
			...ruleWarnings(key, client, approvers),
			...(who("propose").length === 0
				? [`client ${key} has no technician, so no one can propose a command there`]
				: []),
			...(client.channels.length === 0
				? [`client ${key} has no channel, so no one can ask for anything there`]
				: []),
		];
	});
