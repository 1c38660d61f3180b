// Whether an agent still runs on the machine that its endpoint is.
import type { Difference, Machine } from "../protocol/machine.ts";

/** The machine as last confirmed. `boots`: starts of its system, newest last; `count`: the lowest that its journal must exceed. */
export type Known = Pick<Machine, "host" | "id"> & { boots: string[]; count: number | null };

/** Empty: it is that machine, and its journal is no older than what we know. */
export const differences = (known: Known, said: Machine | null): Difference[] => {
	if (!said) return ["silent"];
	const differs: Record<Exclude<Difference, "silent">, boolean> = {
		host: said.host.toLowerCase() !== known.host.toLowerCase(),
		machine: said.id !== null && known.id !== null && said.id !== known.id,
		journal: said.count !== null && known.count !== null && said.count <= known.count,
		boot: isUnique(said.boot) && known.boots.slice(0, -1).includes(said.boot),
	};
	return (Object.keys(differs) as (keyof typeof differs)[]).filter((one) => differs[one]);
};

/** A random id never comes back by itself. A time of start, as Windows tells it, may: clocks are set. */
const isUnique = (boot: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(boot);

/** With this start of the system, in its order; the oldest are forgotten. */
export const withBoot = (boots: string[], boot: string): string[] =>
	boots.at(-1) === boot ? boots : [...boots.filter((one) => one !== boot), boot].slice(-mostBoots);
const mostBoots = 30;

/** Whether it ends by itself, once the machine is again what it was. An older journal or a returning start of the system stays
 * a reason: the next hello may not show it. */
export const endsByItself = (because: Difference[]): boolean =>
	!because.includes("journal") && !because.includes("boot");

/** Whether this is another machine than the one that we knew, as far as it says so itself. */
export const isElsewhere = (because: Difference[]): boolean =>
	because.some((one) => one === "host" || one === "machine" || one === "silent");

/** How far a machine's clock is ahead of ours, in ms, negative if it is behind; 0 within a minute: a hello takes its time. */
export const clockAhead = (said: number, now: number): number => {
	const ahead = said - now;
	return Math.abs(ahead) < 60_000 ? 0 : ahead;
};
