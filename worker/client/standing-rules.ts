// What people and proposals may do with a client's standing approvals. Pure.
import { admit, may, whoMay } from "../../domain/authority.ts";
import { covers, type StandingState, stateOf } from "../../domain/policy/standing.ts";
import type { Person } from "../../protocol/people.ts";
import { mostDays, type RuledBy } from "../../protocol/plan/standing.ts";
import {
	type KeptStanding,
	mostStandings,
	type StandingAsk,
	type StandingsView,
} from "../../protocol/read/standing.ts";
import { type Answer, refuse } from "../../protocol/refusal.ts";
import type { StandingGiven } from "../contracts/client.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";

type Client = Pick<Snapshot, "name" | "people" | "policy">;

/** What domain/policy asks of one. */
export const termsOf = ({ matter, by, times, used, until, ended }: KeptStanding) => ({
	...{ digest: matter.digest, endpoints: matter.endpoints, by, times, used, until, ended: ended !== null },
});

/** Deputies decide one plan at a time: they have no say here. */
const approversOnly = ({ name, people }: Client) => ({ name, people });

/** As far as anyone but the proposer of a plan can say. */
export const standingState = (one: KeptStanding, client: Client, now: number): StandingState =>
	stateOf(termsOf(one), client, {}, now);

/** One that the same approver gave for the same plan with the same terms: a second press. */
const sameAs = (
	{ matter, by, ended, times, until }: KeptStanding,
	given: Omit<StandingGiven, "proposer">,
	{ id }: Person,
): boolean =>
	ended === null &&
	matter.plan === given.matter.plan &&
	times === given.times &&
	until === given.until &&
	by.some(({ person }) => person === id);

/** `again`: the one that there is already; `before`: the one that this wish got before. */
export const judgeGiving = (
	client: Client,
	live: KeptStanding[],
	{ proposer, ...given }: StandingGiven,
	person: Person | null,
	now: number,
	before: string | null = null,
): Answer<{ again: string | null; person: Person }> => {
	const matter = { proposer: proposer.person, proposerAccount: proposer.account };
	const decides = admit("decide", approversOnly(client), person, matter);
	if (!decides.ok) return decides;
	if (!person) return refuse({ code: "no-role", client: client.name });
	if (client.policy.approval !== "press") return refuse({ code: "no-standing", why: "passkeys" });
	if (given.until <= now || given.until > now + (mostDays + 1) * 86_400_000)
		return refuse({ code: "bad-field", field: "until", reason: `it isn't within the next ${mostDays} days` });
	const left = live.filter(({ used, times }) => used < times);
	const same = given.once === undefined ? left.find((one) => sameAs(one, given, person))?.id : undefined;
	const again = before ?? same ?? null;
	if (again === null && left.length >= mostStandings) return refuse({ code: "no-standing", why: "too-many" });
	return { ok: true, again, person };
};

export const judgeJoining = (
	client: Client,
	one: KeptStanding | null,
	person: Person | null,
	now: number,
): Answer<{ one: KeptStanding; person: Person }> => {
	const decides = admit("decide", approversOnly(client), person);
	if (!decides.ok) return decides;
	if (!one || !person || !mayJoin(client, one, person, now))
		return refuse({ code: "no-standing", why: one && voted(one, person) ? "again" : "gone" });
	return { ok: true, one, person };
};

const voted = ({ by }: KeptStanding, person: Person | null): boolean =>
	by.some((voter) => voter.person === person?.id);

const mayJoin = (client: Client, one: KeptStanding, person: Person, now: number): boolean =>
	standingState(one, client, now) === "votes" && !voted(one, person) && may("decide", person.roles);

export const judgeRevoking = (
	client: Client,
	one: KeptStanding | null,
	person: Person | null,
): Answer<{ one: KeptStanding; person: Person }> => {
	const allowed = admit("end a standing yes", client, person);
	if (!allowed.ok) return allowed;
	if (!one || !person || one.ended) return refuse({ code: "no-standing", why: "gone" });
	return { ok: true, one, person };
};

/** What a person at the client sees of them. */
export const viewOf = (
	client: Client,
	all: { one: KeptStanding; uses: StandingsView["standings"][number]["uses"] }[],
	person: Person,
	now: number,
): StandingsView["standings"] =>
	all.map(({ one, uses }) => ({
		...one,
		state: standingState(one, client, now),
		uses,
		may: {
			join: mayJoin(client, one, person, now),
			revoke: one.ended === null && now < one.until && may("end a standing yes", person.roles),
		},
	}));

/** The one that lets this proposal run; null: people decide. The one that ends first goes first. */
export const chooseFor = (
	client: Client,
	live: KeptStanding[],
	ask: StandingAsk,
	now: number,
): KeptStanding | null =>
	live.filter((one) => letsRun(client, one, ask, now)).toSorted((a, b) => a.until - b.until)[0] ?? null;

/** Whether it lets this proposal run, as far as its runs reach. */
export const letsRun = (client: Client, one: KeptStanding, ask: StandingAsk, now: number): boolean => {
	const { person: proposer, account: proposerAccount } = ask.proposer;
	return (
		covers(termsOf(one), ask) &&
		ask.starts < one.until &&
		stateOf(termsOf(one), client, { proposer, proposerAccount }, now) === "good"
	);
};

/** Its `n`th run, as it goes into the record: named are those who may still decide, marked as at a vote of that moment. */
export const ruledBy = (
	{ people, unconfirmed = [] }: Pick<Snapshot, "people" | "unconfirmed">,
	one: KeptStanding,
	n: number,
	{ proposer }: Pick<StandingAsk, "proposer">,
): RuledBy | null => {
	const deciders = whoMay(
		"decide",
		{ people },
		{ proposer: proposer.person, proposerAccount: proposer.account },
	);
	const voters = one.by
		.filter(({ person }) => deciders.some(({ id }) => id === person))
		.map((voter) => {
			const mark = unconfirmed.find(({ person }) => person === voter.person)?.how;
			return mark === undefined ? voter : { ...voter, unconfirmed: mark };
		});
	if (voters.length === 0) return null;
	return { by: "standing", standing: one.id, n, of: one.times, until: one.until, voters };
};

/** Those that end, and why: someone who gave them no longer approves, or lost the account that they gave them with. `lost`: who lost
 * one, by their ids. */
export const fallen = (
	people: readonly Person[],
	live: KeptStanding[],
	lost: readonly string[],
): { one: KeptStanding; why: string }[] =>
	live.flatMap((one) => {
		const former = one.by.find(
			({ person }) => !people.some(({ id, roles }) => id === person && may("decide", roles)),
		);
		if (former) return [{ one, why: `${former.name} no longer approves` }];
		const changed = one.by.find(({ person }) => lost.includes(person));
		return changed ? [{ one, why: `${changed.name}'s accounts changed` }] : [];
	});
