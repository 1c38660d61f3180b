// Whether a client's standing approval covers a proposal: then the client counts a run of it, and no one has to vote.

import { type Ruled, ruled } from "../../../domain/policy/rules.ts";
import { coveredDigest, covers, stateOf, unfit } from "../../../domain/policy/standing.ts";
import type { Person } from "../../../protocol/people.ts";
import type { PlanDraft } from "../../../protocol/plan/plan.ts";
import type { Preflight } from "../../../protocol/plan/preflight.ts";
import { secretsUsed } from "../../../protocol/plan/secret.ts";
import type { RuledBy } from "../../../protocol/plan/standing.ts";
import type { Proposed } from "../../contracts/values/proposed.ts";
import type { EndpointRow } from "../../contracts/values/snapshot.ts";
import { objectOf } from "../../durable/places.ts";
import { sha256 } from "../../keys/crypto.ts";
import { logged } from "../../log.ts";
import type { Core } from "../core.ts";
import type { Visit } from "../door.ts";
import { forPeople } from "./ruling.ts";
import { wishOf } from "./wish.ts";

export type Draft = { draft: PlanDraft; endpoints: EndpointRow[]; person: Person };

const namedIn = (endpoints: EndpointRow[]) =>
	endpoints.map(({ id, name, fingerprint }) => ({ id, name, key: fingerprint }));

const secretsOf = (draft: PlanDraft) => secretsUsed(draft).map((name) => ({ name }));

const ruledOf = ({ draft, endpoints }: Draft, preflight: Preflight | null): Ruled => ({
	...draft,
	secrets: secretsOf(draft),
	endpoints: namedIn(endpoints),
	preflight,
});

/** Whether a standing approval may cover it, by what was known of them just now: then the client is asked. */
export const mayStand = (
	{ draft, endpoints }: Draft,
	{ snapshot, person, actor, now }: Pick<Visit, "snapshot" | "person" | "actor" | "now">,
): boolean => {
	if (!snapshot.standing || unfit({ input: draft.input, secrets: secretsOf(draft) }) !== null) return false;
	const asked = { digest: coveredDigest(draft, sha256), endpoints: namedIn(endpoints) };
	const by = { proposer: person?.id ?? "", proposerAccount: actor.identity };
	return snapshot.standing.some(
		(one) => covers(one, asked) && stateOf({ ...one, ended: false }, snapshot, by, now) === "good",
	);
};

/** Asks the client to count a run; null: people decide. Of what a rule denies, may deny or allows, none is counted. */
export const standingFor = async (
	core: Core,
	{ once }: Pick<Proposed, "once">,
	drafted: Draft,
	preflight: Preflight | null,
	visit: Visit,
): Promise<RuledBy | null> => {
	if (!mayStand(drafted, visit)) return null;
	if (!forPeople(ruled(visit.snapshot.policy, ruledOf(drafted, preflight), sha256))) return null;
	const { draft, endpoints, person } = drafted;
	const { id, client } = core.self();
	const ask = {
		once: wishOf(`${id} ${once}`),
		digest: coveredDigest(draft, sha256),
		endpoints: namedIn(endpoints).map(({ id, key }) => ({ id, key })),
		session: id,
		proposer: { person: person.id, account: visit.actor.identity, name: person.name },
		starts: Math.max(visit.now, draft.notBefore ?? 0),
	};
	return objectOf(core.env.CLIENT, client)
		.useStanding(ask)
		.catch((error: unknown) => {
			logged(error);
			return null;
		});
};
