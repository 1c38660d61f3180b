// A change of approvers, policy or channels in words: what a client's channels read of it, and what an approver confirms.
import { may } from "../domain/authority.ts";
import type { Powers } from "../domain/powers.ts";
import type { Person } from "../protocol/people.ts";
import { PlatformName, platformIn } from "../protocol/platform.ts";
import { list } from "./amounts.ts";
import { exactPolicyChanges } from "./exact-policy.ts";
import { surfaces } from "./states.ts";

/** People by any key. `called`: a channel as this reader knows it. */
type Around = { called: (channel: string) => string };

/** For the client's channels: account ids and addresses are for those who confirm, and for logs. */
export const toldChanges = (before: Powers, after: Powers, around: Around): string[] => [
	...eachPerson(before, after).flatMap(({ id, was, is }) => {
		const [wasApprover, isApprover] = [approver(was), approver(is)];
		if (isApprover && !wasApprover) return [`${isApprover.name} can now approve`];
		if (wasApprover && !isApprover) return [`${wasApprover.name} can no longer approve`];
		return wasApprover && isApprover
			? [
					...accounts(isApprover.name, wasApprover.identities, isApprover.identities),
					...mail(isApprover.name, before.emails[id], after.emails[id]),
					...groups(wasApprover, isApprover),
				]
			: [];
	}),
	...named(before, after, () => ""),
	...exactPolicyChanges(before.policy, after.policy),
	...channels(before, after, around),
];

/** For who confirms them, uncut: with every account id and address, as nothing else says whose they are; a line for each changed rule. */
export const exactChanges = (before: Powers, after: Powers, around: Around): string[] => [
	...eachPerson(before, after).flatMap(({ id, was, is }) => {
		const [wasApprover, isApprover] = [approver(was), approver(is)];
		if (isApprover && !wasApprover) {
			const { name, groups = [] } = isApprover;
			const where = accountsOf(isApprover, after.emails[id]);
			return [
				`${name} can now approve${from(where)}${groups.length === 0 ? "" : `, for ${list(groups, 10)}`}`,
			];
		}
		if (wasApprover && !isApprover) return [`${wasApprover.name} can no longer approve`];
		if (!wasApprover || !isApprover) return [];
		const [old, now] = [accountsOf(wasApprover, before.emails[id]), accountsOf(isApprover, after.emails[id])];
		return [
			...now
				.filter((one) => !old.includes(one))
				.map((one) => `${isApprover.name} now also approves from ${one}`),
			...old
				.filter((one) => !now.includes(one))
				.map((one) => `${isApprover.name} no longer approves from ${one}`),
			...groups(wasApprover, isApprover),
		];
	}),
	...named(before, after, (person, email) => from(accountsOf(person, email))),
	...exactPolicyChanges(before.policy, after.policy),
	...channels(before, after, around),
];

const accountsOf = ({ identities }: Person, email: string | undefined): string[] => [
	...identities,
	...(email === undefined ? [] : [email]),
];
/** All of them: what is confirmed is confirmed whole. */
const from = (where: string[]): string => (where.length === 0 ? "" : ` from ${where.join(", ")}`);

const eachPerson = (before: Powers, after: Powers) =>
	[...new Set([...before.people, ...after.people].map(({ id }) => id))].map((id) => ({
		id,
		was: before.people.find((one) => one.id === id),
		is: after.people.find((one) => one.id === id),
	}));

const approver = (person: Person | undefined) => (person && may("decide", person.roles) ? person : undefined);

const groups = ({ groups: was = [] }: Person, { name, groups: is = [] }: Person): string[] => {
	if (same(was, is)) return [];
	return [`${name} now approves ${is.length === 0 ? "for no group" : `for ${list(is, 10)}`}`];
};

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

const mail = (name: string, was: string | undefined, is: string | undefined): string[] => {
	if (was === is) return [];
	if (is === undefined) return [`${name} no longer gets plans by mail`];
	return [`${name} now gets plans by mail${was === undefined ? "" : ", at another address"}`];
};

/** Who may confirm in an emergency. */
const named = (
	before: Powers,
	after: Powers,
	detail: (person: Person, email: string | undefined) => string,
): string[] => {
	const [was, is] = [before, after].map(({ people, breakGlass }) =>
		people.find(({ id }) => id === breakGlass),
	);
	if (
		was?.id === is?.id &&
		(!is || detail(is, after.emails[is.id]) === (was && detail(was, before.emails[was.id])))
	)
		return [];
	return [
		...(is
			? [
					`${is.name} can now confirm such changes when no approver can be reached${detail(is, after.emails[is.id])}`,
				]
			: []),
		...(was && was.id !== is?.id ? [`${was.name} can no longer confirm such changes`] : []),
	];
};

const channels = (before: Powers, after: Powers, { called }: Around): string[] => [
	...after.channels
		.filter((one) => !before.channels.includes(one))
		.map((one) => `channel ${called(one)} is now connected`),
	...before.channels
		.filter((one) => !after.channels.includes(one))
		.map((one) => `channel ${called(one)} is no longer connected`),
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
