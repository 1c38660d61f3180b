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

/** What the client was asked for a proposal; `ruled` null: people decide. */
export type AskedStanding = { ruled: RuledBy | null };

/** Asks the client to count a run; null: it wasn't asked. Of what a rule denies, may deny or allows, none is counted. */
export const standingFor = async (
	core: Core,
	{ once }: Pick<Proposed, "once">,
	drafted: Draft,
	preflight: Preflight | null,
	visit: Visit,
): Promise<AskedStanding | null> => {
	if (!mayStand(drafted, visit)) return null;
	if (!forPeople(ruled(visit.snapshot.policy, ruledOf(drafted, preflight), sha256))) return null;
	const { draft, endpoints, person } = drafted;
	const { id, client } = core.self();
	const ask = {
		once: keyOfUse(id, once),
		digest: coveredDigest(draft, sha256),
		endpoints: namedIn(endpoints).map(({ id, key }) => ({ id, key })),
		session: id,
		proposer: { person: person.id, account: visit.actor.identity, name: person.name },
		starts: Math.max(visit.now, draft.notBefore ?? 0),
	};
	const found = await objectOf(core.env.CLIENT, client)
		.useStanding(ask)
		.catch((error: unknown) => {
			logged(error);
			return null;
		});
	return { ruled: found };
};

/** What a wish got, as the client knows it. */
const keyOfUse = (session: string, once: string): string => wishOf(`${session} ${once}`);

const returned = (once: string): string => `standing-returned:${once}`;

/** What was counted for a wish, unless it was given back meanwhile. */
export const stillCounted = (core: Core, once: string, asked: AskedStanding | null): RuledBy | null =>
	core.store.once.before(returned(once)) === null ? (asked?.ruled ?? null) : null;

/** The client was asked, perhaps in an earlier life of this object, and no plan runs by what it counted: that is given back, and
 * no plan of this wish runs by it from now on. */
export const settleUse = (core: Core, once: string, plan: string | null): void => {
	if (plan !== null && core.store.rulings.of(plan)?.ruled?.by === "standing") return;
	core.change(() => {
		if (core.store.once.before(returned(once)) !== null) return;
		core.store.once.remember(returned(once), "returned");
		const use = keyOfUse(core.self().id, once);
		core.put(`unused:${use}`, "client", { type: "unused", once: use });
	});
};
