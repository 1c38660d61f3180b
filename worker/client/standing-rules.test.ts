// What people and proposals may do with a client's standing approvals.
import { describe, expect, test } from "vitest";
import { ada, dana, person, sam, tom } from "../../domain/testing/people.ts";
import { newId } from "../../protocol/ids.ts";
import { type Person, Policy } from "../../protocol/people.ts";
import { type KeptStanding, mostStandings, type StandingAsk } from "../../protocol/read/standing.ts";
import * as rules from "./standing-rules.ts";

const now = 1_000_000;
const day = 86_400_000;
const client = (policy: object = {}, people: Person[] = [ada, sam, tom, dana]) => ({
	...{ name: "Acme", people },
	policy: Policy.parse(policy),
});
const endpoints = [{ id: newId("endpoint", "none"), name: "A", key: "00".repeat(32) }];
const matterOf = (plan = newId("plan", "none")): KeptStanding["matter"] => ({
	...{ digest: "0".repeat(64), session: newId("session", "none"), plan, endpoints },
	...{ shell: "sh", changes: "x", steps: [] },
});
const matter = matterOf();
const voter = ({ id, name }: Person) => ({ person: id, name, label: null, at: 1 });
const kept = (some: Partial<KeptStanding> = {}): KeptStanding => ({
	...{ id: newId("standing", "none"), matter, by: [voter(ada)], times: 3, used: 0, until: now + day },
	...{ ended: null, ...some },
});
const proposer: { person: string; account: string | null } = { person: tom.id, account: null };
const wish = { matter, times: 3, until: now + day, proposer };

describe("giving", () => {
	const gives = (
		who: Person | null,
		live: KeptStanding[] = [],
		some: Partial<typeof wish> = {},
		at = client(),
	) => rules.judgeGiving(at, live, { ...wish, ...some }, who, now);

	test.each([
		{ what: "an approver", who: ada, code: null },
		{ what: "who proposed it", who: tom, code: "own-proposal" },
		{ what: "another technician", who: person("Tim", "technician"), code: "not-an-approver" },
		{ what: "a requester", who: dana, code: "not-an-approver" },
		{ what: "a stranger", who: null, code: "not-an-approver" },
	])("by $what: $code", ({ who, code }) => {
		const judged = gives(who);
		expect(judged.ok ? null : judged.refusal.code).toBe(code);
	});

	test("is no proposer's, also by their account in chat", () => {
		for (const proposer of [
			{ person: ada.id, account: null },
			{ person: tom.id, account: ada.identities[0] ?? null },
		])
			expect(gives(ada, [], { proposer })).toMatchObject({ ok: false });
	});

	test.each([now, now - 1, now + 368 * day])("until %d is refused", (until) => {
		expect(gives(ada, [], { until })).toMatchObject({ refusal: { code: "bad-field", field: "until" } });
	});

	test("where approvers sign with passkeys is refused", () => {
		expect(gives(ada, [], {}, client({ approval: "passkey" }))).toMatchObject({
			refusal: { code: "no-standing", why: "passkeys" },
		});
	});

	test("the same again finds the one that there is; with other terms, or by someone else, it's another", () => {
		const one = kept();
		expect(gives(ada, [one])).toMatchObject({ ok: true, again: one.id });
		expect(gives(ada, [one], { times: 4 })).toMatchObject({ ok: true, again: null });
		expect(gives(ada, [one], { matter: matterOf() })).toMatchObject({ ok: true, again: null });
		expect(gives(sam, [one])).toMatchObject({ ok: true, again: null });
	});

	test("the same as one that is used up makes a new one", () => {
		expect(gives(ada, [kept({ used: 3 })])).toMatchObject({ ok: true, again: null });
	});

	test("stops at so many that may still let something run", () => {
		const many = (used: number) =>
			Array.from({ length: mostStandings }, () => kept({ used, matter: matterOf() }));
		expect(gives(ada, many(0))).toMatchObject({ refusal: { code: "no-standing", why: "too-many" } });
		expect(gives(ada, many(3))).toMatchObject({ ok: true });
	});
});

describe("joining and revoking", () => {
	const two = client({ votes: 2 });

	test("another approver joins one that waits for votes, once", () => {
		expect(rules.judgeJoining(two, kept(), sam, now)).toMatchObject({ ok: true });
		expect(rules.judgeJoining(two, kept(), ada, now)).toMatchObject({ refusal: { why: "again" } });
		expect(rules.judgeJoining(two, kept(), tom, now)).toMatchObject({ ok: false });
		expect(rules.judgeJoining(two, null, sam, now)).toMatchObject({ refusal: { why: "gone" } });
	});

	test.each([
		{ what: "has its votes", one: kept({ by: [voter(ada), voter(sam)] }), who: person("Eve", "approver") },
		{ what: "is over", one: kept({ until: now }), who: sam },
		{ what: "ended", one: kept({ ended: { at: 1, by: "Ada" } }), who: sam },
	])("no one joins one that $what", ({ one, who }) => {
		const people = [ada, sam, tom, ...(who === sam ? [] : [who])];
		expect(rules.judgeJoining(client({ votes: 2 }, people), one, who, now)).toMatchObject({
			refusal: { code: "no-standing", why: "gone" },
		});
	});

	test("approvers revoke, technicians and requesters don't, and nobody twice", () => {
		expect(rules.judgeRevoking(client(), kept(), sam)).toMatchObject({ ok: true });
		expect(rules.judgeRevoking(client(), kept(), dana)).toMatchObject({ ok: false });
		expect(rules.judgeRevoking(client(), kept({ ended: { at: 1, by: "Ada" } }), ada)).toMatchObject({
			refusal: { code: "no-standing", why: "gone" },
		});
	});
});

describe("a proposal", () => {
	const ask = (some: Partial<StandingAsk> = {}): StandingAsk => ({
		...{ once: "w", digest: matter.digest, endpoints: endpoints.map(({ id, key }) => ({ id, key })) },
		...{ session: matter.session, proposer: { ...proposer, name: "Tom" }, starts: now, ...some },
	});

	test("gets the one that ends first, of those that let it run", () => {
		const [late, soon, used] = [kept({ until: now + 9 * day }), kept(), kept({ until: now + 5, used: 3 })];
		expect(rules.chooseFor(client(), [late, soon, used], ask(), now)).toBe(soon);
		expect(rules.chooseFor(client(), [used], ask(), now)).toBeNull();
	});

	test.each([
		{ what: "has other bytes", some: { digest: "1".repeat(64) } },
		{
			what: "is for another endpoint",
			some: { endpoints: [{ id: newId("endpoint", "none"), key: "00".repeat(32) }] },
		},
		{
			what: "is for an endpoint with another key",
			some: { endpoints: [{ id: endpoints[0]?.id ?? "", key: "11".repeat(32) }] },
		},
		{ what: "starts when it is over", some: { starts: now + day } },
		{ what: "is of who gave it", some: { proposer: { person: ada.id, account: null, name: "Ada" } } },
		{
			what: "is from an account of who gave it",
			some: { proposer: { ...proposer, account: ada.identities[0] ?? "", name: "Tom" } },
		},
	])("gets none if it $what", ({ some }) => {
		expect(rules.chooseFor(client(), [kept()], ask(), now)).not.toBeNull();
		expect(rules.chooseFor(client(), [kept()], ask(some), now)).toBeNull();
	});

	test("is recorded with those who may still decide", () => {
		const one = kept({ by: [voter(ada), voter(sam)] });
		const without = client({}, [ada, tom]);
		expect(rules.ruledBy(without, one, 2, ask())).toMatchObject({
			n: 2,
			of: 3,
			voters: [{ person: ada.id }],
		});
		expect(rules.ruledBy(client({}, [tom]), one, 2, ask())).toBeNull();
	});
});

test("one ends with the role of who gave it, whoever else did", () => {
	const [one, other] = [kept({ by: [voter(ada), voter(sam)] }), kept({ by: [voter(sam)] })];
	expect(rules.fallen([{ ...ada, roles: ["requester"] }, sam], [one, other], [])).toEqual([
		{ one, why: "Ada no longer approves" },
	]);
	expect(rules.fallen([ada, sam], [one, other], [])).toEqual([]);
	expect(rules.fallen([ada, sam], [one, other], [ada.id])).toEqual([{ one, why: "Ada's accounts changed" }]);
});
