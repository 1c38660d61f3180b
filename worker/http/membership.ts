// The clients where someone has a role, for pages that show each of them.
import { type Answer, type Refusal, refuse } from "../../protocol/refusal.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { directoryOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { keep } from "./audit.ts";

const clientsOf = async (env: Env, person: string): Promise<Set<string>> =>
	new Set((await directoryOf(env.DIRECTORY).memberships({ person })).map(({ client }) => client));

/** To be asked before a step at a client: anyone's id of one could be in an address. */
export const isMember = async (env: Env, { person }: SignedIn, client: string): Promise<boolean> =>
	(await clientsOf(env, person)).has(client);

/** What each of them shows this person, by name. `view`: null where it shows them nothing. */
export const viewsOf = async <View extends { name: string }>(
	env: Env,
	person: string,
	view: (client: string) => Promise<View | null>,
): Promise<View[]> => {
	const views = await Promise.all([...(await clientsOf(env, person))].map(view));
	return views.filter((one) => one !== null).toSorted((a, b) => a.name.localeCompare(b.name));
};

/** A step at a client, for someone who has a role there. Others are refused as if there were nothing, which the log where they belong
 * keeps. `what`: the step, in words. */
export const asMember = async (
	env: Env,
	me: SignedIn,
	{ client, what, refusal }: { client: string; what: string; refusal: Refusal },
	step: () => Promise<Answer<object>>,
): Promise<Answer<object>> => {
	if (await isMember(env, me, client)) return step();
	const entry = { kind: "refused", who: me.name, person: me.person, what } as const;
	await keep(env, { person: me.person }, { ...entry, detail: `no-role ${client}`.slice(0, 500) });
	return refuse(refusal);
};
