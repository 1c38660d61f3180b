// A proposal that a standing approval covers, when something goes wrong: no run of it is lost, and none is used twice.
import { beforeEach, describe, expect, test } from "vitest";
import { coveredDigest } from "../../../domain/policy/standing.ts";
import { Policy } from "../../../protocol/people.ts";
import { runBy } from "../../../protocol/plan/plan.ts";
import type { RuledBy } from "../../../protocol/plan/standing.ts";
import type { StandingAsk } from "../../../protocol/read/standing.ts";
import { textsOfDraft } from "../../contracts/values/scan.ts";
import type { Env } from "../../env.ts";
import { sha256 } from "../../keys/crypto.ts";
import { scanned } from "../../scan.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { ada, endpoint, hello, id, now, proposal, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { approve } from "./approving.ts";
import { takeProposal } from "./proposal.ts";
import { propose } from "./proposing.ts";
import { onTime } from "./unanswered.ts";

const until = Date.UTC(2090, 0, 1);
const standing = id("a", 1);
const ruled: RuledBy = {
	...{ by: "standing", standing, n: 1, of: 3, until },
	voters: [{ person: ada.id, name: ada.name, label: null, at: now }],
};

let it: ReturnType<typeof sessionWith>;
let asked: StandingAsk[];
/** What happens while the client is asked. */
let meanwhile: () => void | Promise<void>;
let answers: () => RuledBy | null;
beforeEach(() => {
	it = sessionWith();
	asked = [];
	meanwhile = () => {};
	answers = () => ruled;
	it.snapshot = {
		...snapshotOf([ada, tom]),
		standing: [
			{
				...{ id: standing, digest: coveredDigest(hello, sha256), times: 3, used: 0, until },
				...{ by: [{ person: ada.id }], endpoints: [{ id: endpoint.id, key: endpoint.fingerprint }] },
			},
		],
	};
	it.store.session.keepSnapshot(it.snapshot);
	const client = {
		runsLeft: async () => ({ left: 100, until: 0 }),
		useStanding: async (ask: StandingAsk) => {
			asked.push(ask);
			await meanwhile();
			return answers();
		},
	};
	it.core = {
		...it.core,
		env: {
			...it.core.env,
			CLIENT: { getByName: () => client },
			ENDPOINT: { getByName: () => ({ watch: async () => {} }) },
		} as unknown as Env,
	};
});
const wanted = () => proposal(it.core);
const proposed = async () => takeProposal(it.core, wanted(), await scanned(...textsOfDraft(wanted().draft)));
const given = (): string[] => it.sent.flatMap((one) => (one.type === "unused" ? [one.once] : []));
const plan = (): PlanRow | null => it.store.plans.last();

test("it runs by the run that was counted, which stays counted when it comes again", async () => {
	expect(await proposed()).toMatchObject({ ok: true });
	expect(await proposed()).toMatchObject({ ok: true });
	expect(plan()?.state).toBe("approved");
	expect([asked.length, given()]).toEqual([1, []]);
});

describe("its run is given back", () => {
	test("when it is refused after it was counted, and a later try of the same wish asks people", async () => {
		meanwhile = () => {
			it.snapshot = { ...it.snapshot, people: [ada] };
		};
		expect(await proposed()).toMatchObject({ ok: false });
		expect([plan(), given()]).toEqual([null, [asked[0]?.once]]);
		meanwhile = () => {};
		it.snapshot = { ...it.snapshot, people: [ada, tom] };
		expect(await proposed()).toMatchObject({ ok: true });
		expect([plan()?.state, given().length]).toEqual(["open", 1]);
	});

	test("when the answer is lost: it becomes a plan that people decide on", async () => {
		answers = () => {
			throw new Error("the connection broke");
		};
		expect(await proposed()).toMatchObject({ ok: true });
		expect([plan()?.state, given()]).toEqual(["open", [asked[0]?.once]]);
	});

	test("when this object restarted while the client was asked", async () => {
		const never = new Promise<void>(() => {});
		meanwhile = () => never;
		void proposed();
		await expect.poll(() => asked.length).toBe(1);
		await onTime(it.core, Date.now() + 60_000);
		expect([plan()?.state, given()]).toEqual(["open", [asked[0]?.once]]);
		// An answer of before comes too late.
		expect(propose(it.core, wanted(), it.visit(wanted().by), null, { ruled })).toMatchObject({ ok: true });
		expect([plan()?.state, given().length]).toEqual(["open", 1]);
	});
});

test("a plan for whose start no hour is found never starts", () => {
	it.snapshot = snapshotOf([ada, tom]);
	expect(propose(it.core, wanted(), it.visit(wanted().by))).toMatchObject({ ok: true });
	const row = plan() as PlanRow;
	// A policy can't say that; should a zone ever skip all of its hours, it is the same.
	const hours = { zone: "UTC", windows: [] };
	const policy = { ...Policy.parse({}), hours };
	it.core.change(() => approve(it.core, row, { by: "Ada" }, { ...it.snapshot, policy }, now));
	const last = runBy(row.plan, now);
	expect(it.store.rulings.of(row.id)?.from).toBe(last);
	expect(plan()?.run_by).toBe(last);
});
