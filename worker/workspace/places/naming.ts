// Learns what people call conversations, from the platform's answers and events. Nothing depends on a name, and nothing waits
// long for one.

import type { Named } from "../../../bots/teams/read/naming.ts";
import { type Core, isThere } from "../core.ts";

type Part = Pick<Core, "names" | "platform" | "channels">;

/** The longest that a session waits for a name, in ms; the answer is kept for the next one. */
const patience = 1_500;

/** What people call a conversation; null where that can't be had soon. */
export const nameOf = async (core: Part, channel: string): Promise<string | null> => {
	const first = core.channels.firstIdOf(channel);
	if (core.names.isFresh(first, Date.now())) return core.names.of(first);
	await Promise.race([learn(core, first), new Promise<void>((done) => setTimeout(done, patience))]);
	return core.names.of(first);
};

/** Those of these conversations that have one; how many there are changes nothing of how long it takes. */
export const namesOf = async (core: Core, all: string[]): Promise<Record<string, string>> => {
	if (!isThere(core)) return {};
	const firsts = all.map((channel) => [channel, core.channels.firstIdOf(channel)] as const);
	const waiting = firsts.map(([, first]) => first);
	await Promise.race([
		Promise.all(Array.from({ length: atOnce }, () => learnEach(core, waiting))),
		new Promise<void>((done) => setTimeout(done, patienceForAll)),
	]);
	return Object.fromEntries(
		firsts.flatMap(([channel, first]) => {
			const name = core.names.of(first);
			return name === null ? [] : [[channel, name]];
		}),
	);
};

/** Of how many conversations the platform is asked at the same time. */
const atOnce = 3;

/** The longest that an apply waits for names, in ms. */
const patienceForAll = 3_000;

/** The conversations that the set-up file names, one after the other. */
export const learnAll = async (core: Core): Promise<void> => learnEach(core, core.channels.listed());

/** Takes one after the other from those that wait. */
const learnEach = async (core: Core, waiting: string[]): Promise<void> => {
	for (let channel = waiting.shift(); channel !== undefined; channel = waiting.shift())
		if (isThere(core) && !core.names.isFresh(channel, Date.now())) await learn(core, channel);
};

/** Teams told it by itself. */
export const named = (core: Core, { of, id, name }: Named): void => {
	if (!isThere(core)) return;
	if (of === "team") core.names.toldOfTeam(id, name);
	else core.names.told(id, name);
};

/** Never fails: what depends on it is only how a place reads. */
const learn = (core: Part, channel: string): Promise<void> =>
	core.names
		.once(channel, async () => {
			const found = await core.platform().nameOf(channel);
			if (found !== "not now") core.names.asked(channel, found, Date.now());
		})
		.catch((error) => void console.error("naming:", error));
