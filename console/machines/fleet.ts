// The fleet at a glance: how many machines are in each state, and which ones want a look. Pure.
import { lacks } from "../../domain/agents.ts";
import { type MachineState, machineStates } from "../../domain/machine-state.ts";
import type { Machine } from "./view.ts";

const day = 86_400_000;
/** So long offline, a machine is away for days. */
export const awayAfter = 3 * day;

export const signs = ["disk", "outdated", "away", "alike", "refused"] as const;
export type Sign = (typeof signs)[number];
export type Show = MachineState | Sign;
export const shows: readonly Show[] = [...machineStates, ...signs];

const isThere = ({ state }: Machine): boolean => state !== "removed" && state !== "removing";

/** Whether a machine is one of these. */
const tests: Record<Sign, (machine: Machine, now: number) => boolean> = {
	disk: ({ disk }) => disk !== "room",
	outdated: (machine) => isThere(machine) && isOutdated(machine),
	away: (machine, now) =>
		machine.state === "offline" && machine.lastSeen !== null && now - machine.lastSeen >= awayAfter,
	alike: (machine) => machine.similarTo.length > 0,
	refused: (machine) => isThere(machine) && machine.refused !== null,
};

export const isOutdated = ({ inventory }: Machine): boolean =>
	inventory !== null && lacks(inventory.agentVersion).length > 0;

export const isShown = (machine: Machine, show: Show, now: number): boolean =>
	isSign(show) ? tests[show](machine, now) : machine.state === show;

export const isSign = (show: Show): show is Sign => signs.some((one) => one === show);

/** How many are in each state, and have each sign. */
export const countsOf = (machines: Machine[], now: number): Record<Show, number> => {
	const counts = shows.map((show) => [show, machines.filter((one) => isShown(one, show, now)).length]);
	return Object.fromEntries(counts);
};
