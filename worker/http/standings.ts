// Standing approvals for the console: of each client where a person may see them, and their steps.
import type { StandingsView } from "../../protocol/read/standing.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { StandingChange } from "../contracts/client.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { asMember, viewsOf } from "./membership.ts";

export const standingsFor = (env: Env, person: string): Promise<StandingsView[]> =>
	viewsOf(env, person, async (client) => objectOf(env.CLIENT, client).standings(person));

export const change = (
	env: Env,
	me: SignedIn,
	client: string,
	step: StandingChange,
): Promise<Answer<object>> =>
	asMember(
		env,
		me,
		{ client, what: "a standing approval", refusal: { code: "no-standing", why: "gone" } },
		async () => objectOf(env.CLIENT, client).changeStanding(step, me),
	);
