// What of a client's set-up decides what may run there, and how much of a change of it takes effect before an existing approver has
// confirmed it. Pure.
import { type Person, Policy } from "../protocol/people.ts";
import { may, standingOf } from "./authority.ts";

/** `emails`: by the person's id. `breakGlass`: the id of the person who may confirm where no approver can be reached. */
export type Powers = {
	people: Person[];
	emails: Record<string, string>;
	policy: Policy;
	channels: string[];
	breakGlass: string | null;
};

/** Who wants a change: a person's id and the accounts that they have; null: whoever holds the owner's token. */
export type Asker = { person: string; accounts: string[] } | null;

/** What is in force at once of what is wanted. Only what takes something from a person waits for no one, and a legal hold. */
export const atOnce = (now: Powers, wanted: Powers): Powers => {
	const { breakGlass } = now;
	const others = wanted.people.filter(({ id }) => id !== breakGlass);
	const people = others.flatMap((person) => personAtOnce(now, person));
	const named = now.people.find(({ id }) => id === breakGlass);
	return {
		people: named ? [...people, named] : people,
		emails: emailsAtOnce(now, wanted),
		policy: wanted.policy.legalHold ? { ...now.policy, legalHold: true } : now.policy,
		channels: now.channels,
		breakGlass,
	};
};

/** None: they have no role but the one that waits. */
const personAtOnce = (now: Powers, person: Person): Person[] => {
	const roles = person.roles.filter((role) => !may("decide", [role]));
	const was = approverIn(now, person.id);
	if (!was) {
		if (!decides(person) || roles.length > 0) return [{ ...person, roles }];
		const known = now.people.find(({ id }) => id === person.id);
		return known ? [{ ...person, roles: known.roles }] : [];
	}
	const { groups: _, ...rest } = person;
	return [
		{
			...rest,
			identities: was.identities.filter((one) => person.identities.includes(one)),
			roles: decides(person)
				? person.roles
				: [...roles, ...was.roles.filter((role) => may("decide", [role]))],
			...(was.groups && { groups: was.groups }),
		},
	];
};

/** An address is an account: whoever reads there decides. */
const emailsAtOnce = (now: Powers, wanted: Powers): Record<string, string> => {
	const kept = Object.entries(wanted.emails).filter(
		([id, email]) =>
			now.emails[id] === email || (!approverIn(now, id) && !approverIn(wanted, id) && id !== now.breakGlass),
	);
	const named = now.breakGlass === null ? undefined : now.emails[now.breakGlass];
	return { ...Object.fromEntries(kept), ...(now.breakGlass && named ? { [now.breakGlass]: named } : {}) };
};

const decides = ({ roles }: Person): boolean => may("decide", roles);
const approverIn = ({ people }: Powers, id: string): Person | null =>
	people.find((one) => one.id === id && decides(one)) ?? null;

/** Approvers and the named person as they matter, policy and channels: equal texts, equal powers. */
const textOf = ({ people, emails, policy, channels, breakGlass }: Powers): string =>
	JSON.stringify([
		people
			.filter((one) => decides(one) || one.id === breakGlass)
			.map(({ id, identities, groups = [], ...one }) => [
				...[id, decides({ id, identities, ...one }), [...identities].sort(), [...groups].sort()],
				emails[id] ?? null,
			])
			.sort(([a], [b]) => String(a).localeCompare(String(b))),
		Policy.parse(policy),
		[...channels].sort(),
		breakGlass,
	]);

export const samePowers = (one: Powers, other: Powers): boolean => textOf(one) === textOf(other);

/** Whom a change of these askers' waits for: existing approvers whom Caisey knows how to reach, and the named person. */
export const confirmers = (now: Powers, askers: Asker[]): Person[] =>
	now.people.filter(
		(person) =>
			(person.identities.length > 0 || now.emails[person.id] !== undefined) &&
			mattersOf(now, askers).every((matter) =>
				may("confirm a change", standingOf({ people: now.people }, person, matter)),
			),
	);

/** One for each asker: who confirms it may for every one of them. */
export const mattersOf = (now: Powers, askers: Asker[], named = true) =>
	(askers.length > 0 ? askers : [null]).map((asker) => matterOf(now, asker, named));

/** `named`: the named person's turn has come. */
const matterOf = ({ people, breakGlass }: Powers, asker: Asker, named = true) => {
	const theirs = people.flatMap(({ identities }) => identities).find((one) => asker?.accounts.includes(one));
	return {
		...(asker && { proposer: asker.person, proposerAccount: theirs ?? null }),
		breakGlass: named ? breakGlass : null,
	};
};

/** Whom nobody confirmed though they decide now, or from more accounts than before: their ids. */
export const raised = (before: Powers | null, after: Powers): string[] =>
	after.people
		.filter((person) => {
			if (!decides(person)) return false;
			const was = before && approverIn(before, person.id);
			if (!before || !was) return true;
			const [old, email] = [before.emails[person.id], after.emails[person.id]];
			return (
				person.identities.some((one) => !was.identities.includes(one)) ||
				(email !== undefined && email !== old)
			);
		})
		.map(({ id }) => id);
