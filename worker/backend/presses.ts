// How often one account may press. What people say is never refused: the transcript has all of it.
import { finds, liveSearches, looks, presses, timesMore } from "../../domain/quota.ts";
import type { PressTurn } from "../contracts/workspace.ts";
import { directoryOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { workspaceFrom } from "./known.ts";
import { turns } from "./turns.ts";

const talk = new Set(["said", "attached", "edited", "deleted"]);
/** Cards ask for it by themselves. */
const seeing = new Set(["look", "show"]);
const accounts = turns();
const viewers = turns();
const people = turns();
const finders = turns();
const liveSearchers = turns();

/** What this instance of the Worker doesn't let through at once, the workspace decides: it counts for all of them. */
export const pressTurn = async (
	env: Env,
	{ identity, workspace, action }: { identity: string; workspace: string; action: string },
	now: number,
): Promise<PressTurn> => {
	if (talk.has(action)) return { ok: true };
	if (seeing.has(action)) return viewers.take(identity, timesMore(looks, settings(env).QUOTA_TIMES), now);
	const here = accounts.take(identity, timesMore(presses.here, settings(env).QUOTA_TIMES), now);
	return here.ok ? here : (await workspaceFrom(env, workspace)).takePress(identity);
};

/** The same in the console, by the person: the Directory counts for all instances. */
export const consoleTurn = async (env: Env, person: string, now: number): Promise<PressTurn> => {
	const here = people.take(person, timesMore(presses.here, settings(env).QUOTA_TIMES), now);
	return here.ok ? here : directoryOf(env.DIRECTORY).takePress(person);
};

/** Whether someone, by their account or person, may look for a machine once more. */
export const mayFind = (env: Env, who: string, now: number): boolean =>
	finders.take(who, timesMore(finds, settings(env).QUOTA_TIMES), now).ok;

/** Whether a person may search once more in what runs print meanwhile. */
export const maySearchLive = (env: Env, person: string, now: number): boolean =>
	liveSearchers.take(person, timesMore(liveSearches, settings(env).QUOTA_TIMES), now).ok;
