// Plans of a session that run without a vote, or don't: by a standing approval, by rules, and again when a grant is made.
import { describe, expect, test } from "vitest";
import { coveredDigest } from "../../../domain/policy/standing.ts";
import type { PlanDraft } from "../../../protocol/plan/plan.ts";
import type { Preflight, StepPreflight } from "../../../protocol/plan/preflight.ts";
import type { RuledBy } from "../../../protocol/plan/standing.ts";
import type { StandingAsk } from "../../../protocol/read/standing.ts";
import { sha256 } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";
import { planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import {
	ada,
	endpoint,
	hello,
	id,
	now,
	olga,
	person,
	proposal,
	sam,
	sessionWith,
	snapshotOf,
	tom,
} from "../testing/session.ts";
import { unasked } from "./preflight.ts";
import { propose } from "./proposing.ts";
import { whyNoGrant } from "./rules.ts";
import { standingFor } from "./standing.ts";

const people = [ada, sam, olga, tom];
const able = { ...endpoint, inventory: { ...endpoint.inventory, agentVersion: "0.4.0" } };
const off = { ...able, online: false };
const terms = {
	...{ id: id("a", 1), digest: coveredDigest(hello, sha256), by: [{ person: ada.id }] },
	endpoints: [{ id: able.id, key: able.fingerprint }],
	...{ times: 3, used: 0, until: now + 86_400_000 },
};
const run: RuledBy = {
	...{ by: "standing", standing: terms.id, n: 1, of: 3, until: terms.until },
	voters: [{ person: ada.id, name: "Ada", label: null, at: 1 }],
};
const reads: StepPreflight = {
	...{ parsed: true, problems: [], names: [], cut: false, calls: ["echo"] },
	effects: [{ what: "reads-only", target: null }],
};
const says = (step: StepPreflight = reads): Preflight => ({
	v: 1,
	endpoints: [{ endpoint: able.id, state: "checked", steps: [step] }],
});
const noFormat = { name: "no-format", program: "format" };

type Given = { policy?: object; standing?: (typeof terms)[]; online?: boolean };

/** A session at a client with this policy and these standing approvals. `asked`: what its Client was asked to count. */
const session = ({ policy = {}, standing = [terms], online = true }: Given = {}) => {
	const it = sessionWith();
	const asked: StandingAsk[] = [];
	const takes = (policy: object, standing: Given["standing"] = [terms]) => {
		it.snapshot = { ...snapshotOf(people, policy), endpoints: [online ? able : off], standing };
		it.store.session.keepSnapshot(it.snapshot);
	};
	takes(policy, standing);
	const client = {
		useStanding: async (ask: StandingAsk) => {
			asked.push(ask);
			return run;
		},
	};
	const env = { ...it.core.env, CLIENT: { getByName: () => client } };
	const core = { ...it.core, env: env as unknown as Core["env"] };
	/** As an object does it: the client is asked to count a run, then the plan is made. */
	const proposes = async (preflight: Preflight | null = says(), draft: PlanDraft = hello) => {
		const wanted = { ...proposal(it.core), draft };
		const visit = it.visit(wanted.by);
		const drafted = { draft, endpoints: it.snapshot.endpoints, person: tom };
		const counted = await standingFor(core, wanted, drafted, preflight, visit);
		const made = propose(core, wanted, visit, preflight, counted);
		return made.ok ? (it.store.plans.get(made.plan) as PlanRow) : made.refusal;
	};
	const isMade = async (...given: Parameters<typeof proposes>): Promise<PlanRow> => {
		const made = await proposes(...given);
		if ("code" in made) throw new Error(made.code);
		return made;
	};
	const grants = (row: PlanRow, at = now + 1_000) =>
		whyNoGrant(
			row,
			it.store.votes.of(row.id),
			{ id: able.id, fingerprint: able.fingerprint },
			it.snapshot,
			at,
			it.store.rulings.of(row.id)?.ruled,
		);
	return { it, asked, takes, proposes, isMade, grants };
};

describe("a standing approval", () => {
	test("lets exactly its plan run, once it was counted", async () => {
		const { it, asked, isMade, grants } = session();
		const row = await isMade();
		expect(row.state).toBe("approved");
		expect(asked).toMatchObject([{ digest: terms.digest, starts: now, proposer: { person: tom.id } }]);
		expect(it.kinds()).toEqual(expect.arrayContaining(["plan.ruled", "plan.decided"]));
		expect(it.kinds()).not.toContain("vote.cast");
		expect(grants(row)).toBeNull();
	});

	test("isn't counted for another plan, nor for one that can't be approved so", async () => {
		const { asked, isMade } = session();
		const other = await isMade(says(), { ...hello, steps: [{ phase: "command", command: "echo hello " }] });
		const asks = await isMade(says(), { ...hello, input: ["choices", "text"] });
		expect([other.state, asks.state, asked]).toEqual(["open", "open", []]);
	});

	test("is asked about the moment when the plan may start", async () => {
		const { asked, isMade } = session();
		const later = { ...hello, notBefore: terms.until };
		expect((await isMade(says(), later)).state).toBe("approved");
		expect(asked).toMatchObject([{ starts: terms.until }]);
	});

	test("lets nothing run that a rule denies, or may deny where no machine could read it", async () => {
		const denied = session({ policy: { deny: [{ name: "no-hello", text: "HELLO" }] } });
		expect(await denied.proposes()).toMatchObject({ code: "forbidden", rule: "no-hello" });
		const unread = session({ policy: { deny: [noFormat] }, online: false });
		const row = await unread.isMade(unasked([off]));
		expect(row.state).toBe("open");
		expect(planView(unread.it.core, row).unread).toEqual(["no-format"]);
		expect([...denied.asked, ...unread.asked]).toEqual([]);
	});

	test("that was counted isn't enough where what the machine said is cut, and a rule may deny the plan", async () => {
		const { it } = session({ policy: { deny: [noFormat] } });
		const wanted = proposal(it.core);
		const made = propose(it.core, wanted, it.visit(wanted.by), says({ ...reads, cut: true }), { ruled: run });
		expect(made.ok && it.store.plans.get(made.plan)?.state).toBe("open");
	});

	test.each([
		{ what: "it was revoked", standing: [] },
		{ what: "it is over", standing: [{ ...terms, until: now + 1_000 }] },
		{ what: "it is for another plan by now", standing: [{ ...terms, digest: "0".repeat(64) }] },
		{ what: "who gave it doesn't decide any more", standing: [{ ...terms, by: [{ person: olga.id }] }] },
		{ what: "only the proposer gave it", standing: [{ ...terms, by: [{ person: tom.id }] }] },
		{
			what: "the endpoint has another key",
			standing: [{ ...terms, endpoints: [{ id: able.id, key: "0".repeat(64) }] }],
		},
		{ what: "two must say yes", policy: { votes: 2 } },
		{ what: "a group must say yes", policy: { groups: ["finance"] } },
		{ what: "approvers sign with passkeys", policy: { approval: "passkey" } },
		{ what: "a rule denies it", policy: { deny: [{ name: "no-hello", text: "hello" }] } },
	])("gives no grant where $what by then", async ({ policy = {}, standing = [terms] }) => {
		const { isMade, grants, takes } = session();
		const row = await isMade();
		expect(grants(row)).toBeNull();
		takes(policy, standing);
		expect(grants(row)).toBe("policy");
	});

	test("gives no grant where a rule came that may deny it, and no machine had read the plan", async () => {
		const { isMade, grants, takes } = session({ online: false });
		const row = await isMade(unasked([off]));
		expect([row.state, grants(row)]).toEqual(["approved", null]);
		takes({ deny: [noFormat] });
		expect(grants(row)).toBe("policy");
	});

	test("gives its last plan a grant though it is used up, and where a rule allows the plan, too", async () => {
		const { isMade, grants, takes } = session();
		const row = await isMade();
		takes({ allow: [{ name: "hello", shell: "sh", command: "echo hello" }] }, [{ ...terms, used: 3 }]);
		expect(grants(row)).toBeNull();
	});
});

describe("rules in a session", () => {
	const allow = [{ name: "hello", shell: "sh", command: "echo hello" }];

	test("refuse what they deny, by name, and make no plan", async () => {
		const { it, proposes } = session({
			standing: [],
			policy: { deny: [{ name: "no-echo", program: "echo" }] },
		});
		expect(await proposes()).toEqual({
			...{ code: "forbidden", client: "Acme Dental", rule: "no-echo" },
			what: "the program echo",
		});
		expect(it.kinds()).not.toContain("plan.proposed");
	});

	test("let run what they allow, and the record names them", async () => {
		const { it, isMade, grants, asked } = session({ policy: { allow } });
		const row = await isMade();
		expect([row.state, grants(row), asked]).toEqual(["approved", null, []]);
		const [ruled] = it.store.events.ofKinds("plan.ruled");
		expect(ruled?.body).toMatchObject({ ruled: { by: "rule", rules: ["hello"] } });
	});

	test("leave to people what the machine reads as a change, or doesn't read", async () => {
		const writes = { ...reads, effects: [{ what: "write" as const, target: null }] };
		for (const preflight of [says(writes), null, unasked([off])]) {
			const { isMade } = session({ standing: [], policy: { allow } });
			expect((await isMade(preflight)).state).toBe("open");
		}
	});

	test("give no grant by what isn't allowed any more, or is denied by then", async () => {
		const { isMade, grants, takes } = session({ policy: { allow } });
		const row = await isMade();
		takes({});
		expect(grants(row)).toBe("policy");
		takes({ allow, deny: [{ name: "no-echo", program: "echo" }] });
		expect(grants(row)).toBe("policy");
	});
});

test("a deputy's yes to a standing approval counts for nothing", async () => {
	const bea = person(5, "Bea", "requester");
	const { it, isMade } = session({ standing: [{ ...terms, by: [{ person: bea.id }] }] });
	it.snapshot = {
		...it.snapshot,
		people: [...people, bea],
		deputies: [{ person: ada.id, deputy: bea.id, until: now + 1 }],
	};
	expect((await isMade()).state).toBe("open");
});
