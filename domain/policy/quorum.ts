// Whether enough people have said yes: as many as policy asks for, and of each group that it names someone of their own.
import type { Person, Policy } from "../../protocol/people.ts";

type Asked = Pick<Policy, "votes" | "groups">;
type Voter = Pick<Person, "id" | "groups">;

/** How many different people must say yes: each stands for one group. */
export const votesNeeded = ({ votes, groups = [] }: Asked): number => Math.max(votes, groups.length);

/** The groups of which no one is among these people, or only someone who stands for another group already. */
export const groupsLeft = ({ groups = [] }: Asked, people: readonly Voter[]): string[] => {
	const standsFor = new Map<string, string>();
	return groups.filter((group) => !seat(group, unique(people), standsFor, new Set()));
};

export const isEnough = (policy: Asked, people: readonly Voter[]): boolean =>
	unique(people).length >= votesNeeded(policy) && groupsLeft(policy, people).length === 0;

const unique = (people: readonly Voter[]): Voter[] => [
	...new Map(people.map((person) => [person.id, person])).values(),
];

/** Finds someone for a group; who stands for another one may have to move to a third. Kuhn's algorithm. */
const seat = (
	group: string,
	people: readonly Voter[],
	standsFor: Map<string, string>,
	asked: Set<string>,
): boolean =>
	people.some(({ id, groups = [] }) => {
		if (asked.has(id) || !groups.includes(group)) return false;
		asked.add(id);
		const other = standsFor.get(id);
		if (other !== undefined && !seat(other, people, standsFor, asked)) return false;
		standsFor.set(id, group);
		return true;
	});
