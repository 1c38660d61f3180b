// Who might approve, and how many had to, at each moment: what the owner ordered, from when on it may have been in force.
import type { Company } from "./company.ts";
import { world } from "./world.ts";

/** `settled`: since when nothing older counts; null: it may not have arrived yet. */
export type Law = {
	approvers: { person: string; identities: string[] }[];
	votes: number;
	enacted: number;
	settled: number | null;
};

const lawOf = ({ people, policy }: Company, settled: number | null): Law => ({
	approvers: people
		.filter(({ roles }) => roles.includes("approver"))
		.map(({ id, identities }) => ({ person: id, identities })),
	...{ votes: policy.votes, enacted: world().time.now(), settled },
});

/** Clocks of objects differ by as much, in ms. */
export const skew = 2_000;

/** How old the policy may be by which a press is judged, in ms: it is fetched just before. */
export const longest = 60_000;

export const newLaws = (company: Company) => {
	// Since before the schedule began.
	const all = [{ ...lawOf(company, 0), enacted: 0 }];
	return {
		/** Ordered now; returns its number. */
		enact: (changed: Company): number => all.push(lawOf(changed, null)) - 1,
		/** It has arrived, and those before it with it. */
		settle: (number: number): void => {
			for (const law of all.slice(0, number + 1)) law.settled ??= world().time.now();
		},
		/** Each that may have been in force between these moments. */
		between: (from: number, to: number): Law[] =>
			all.filter(({ enacted }, i) => {
				const ended = all[i + 1]?.settled ?? null;
				return enacted <= to && (ended === null || ended >= from);
			}),
	};
};
