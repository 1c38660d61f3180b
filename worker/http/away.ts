// Whom an approver named to decide for them, at each of their clients: for the console's page.
import type { AwayView } from "../../console/away/view.ts";
import { may } from "../../domain/authority.ts";
import { standIns } from "../../domain/deputies.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { DeputyWish } from "../contracts/client.ts";
import type { SignedIn } from "../contracts/values/caller.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { asMember, viewsOf } from "./membership.ts";

export const awayFor = (env: Env, person: string): Promise<AwayView[]> =>
	viewsOf(env, person, (client) => viewOf(env, client, person));

const viewOf = async (env: Env, client: string, person: string): Promise<AwayView | null> => {
	const { name, people, deputies = [], policy } = await objectOf(env.CLIENT, client).snapshot();
	const reader = people.find(({ id }) => id === person);
	if (!reader || !may("name a deputy", reader.roles)) return null;
	const mine = deputies.find((one) => one.person === person);
	const named = (id: string) => people.find((one) => one.id === id)?.name ?? "someone who left";
	return {
		...{ client, name, escalateAfter: policy.escalateAfter },
		...{ deputy: mine?.deputy ?? null, until: mine?.until ?? null },
		people: standIns(people, person),
		others: deputies.flatMap((one) =>
			one.person === person || one.until === null
				? []
				: [{ name: named(one.person), deputy: named(one.deputy), until: one.until }],
		),
	};
};

export const nameDeputy = (
	env: Env,
	me: SignedIn,
	client: string,
	wish: DeputyWish,
): Promise<Answer<object>> =>
	asMember(
		env,
		me,
		{ client, what: "name a deputy", refusal: { code: "no-deputies", client: "this client" } },
		async () => objectOf(env.CLIENT, client).nameDeputy(me, wish),
	);
