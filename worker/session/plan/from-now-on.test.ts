// Approving a plan for later ones, too: asked of a client first, whose rules are the real ones.
import { describe, expect, test } from "vitest";
import type { KeptStanding } from "../../../protocol/read/standing.ts";
import type { Answer } from "../../../protocol/refusal.ts";
import { judgeGiving } from "../../client/standing-rules.ts";
import type { StandingGiven } from "../../contracts/client.ts";
import type { SignedIn } from "../../contracts/values/caller.ts";
import type { Core } from "../core.ts";
import { transcriptHeader } from "../show/transcript.ts";
import { ada, id, proposal, sessionWith, signedIn, snapshotOf, tom } from "../testing/session.ts";
import { withoutKeys } from "../testing/surfaces.ts";
import { approveFromNowOn, matterOf } from "./from-now-on.ts";
import { propose } from "./proposing.ts";
import { vote } from "./voting.ts";

const day = 86_400_000;
type Gives = (given: StandingGiven, by: SignedIn) => Promise<Answer<{ standing: string | null }>>;

/** An open plan. `gives`: instead of the client's own rules. */
const opened = (gives?: Gives) => {
	const it = sessionWith();
	const asked: boolean[] = [];
	const judges: Gives = async ({ onlyAsks, ...given }, { person }) => {
		const who = it.snapshot.people.find((one) => one.id === person) ?? null;
		const judged = judgeGiving(it.snapshot, [] as KeptStanding[], given, who, Date.now());
		if (!judged.ok) return judged;
		return { ok: true, standing: onlyAsks ? null : id("a", 1) };
	};
	const giveStanding: Gives = async (given, by) => {
		asked.push(given.onlyAsks ?? false);
		return (gives ?? judges)(given, by);
	};
	const env = { ...it.core.env, CLIENT: { getByName: () => ({ giveStanding }) } };
	const core = { ...it.core, env: env as unknown as Core["env"] };
	const wanted = proposal(it.core);
	const made = propose(it.core, wanted, it.visit(wanted.by, Date.now()));
	if (!made.ok) throw new Error(made.refusal.code);
	const { plan } = made;
	const approves = (until: number, who = ada, given?: number) => {
		const wish = { by: signedIn(who), plan, times: 3, until };
		return approveFromNowOn(core, given === undefined ? wish : { ...wish, given });
	};
	return { it, plan, asked, approves, state: () => it.store.plans.get(plan)?.state };
};

describe("an approval for later plans, too", () => {
	test("approves the plan, and is kept and recorded", async () => {
		const { it, approves, state, asked, plan } = opened();
		const until = Date.now() + 7 * day;
		expect(await approves(until)).toEqual({ ok: true, standing: id("a", 1) });
		expect(state()).toBe("approved");
		expect(asked).toEqual([true, false]);
		expect(it.store.events.ofKinds("standing.given").map(({ body }) => body)).toEqual([
			{ kind: "standing.given", plan, standing: id("a", 1), times: 3, until },
		]);
	});

	test("is one wish to the client, however often its form is sent; a page that was drawn later sends another", async () => {
		const wishes: (string | undefined)[] = [];
		const { it, plan, approves } = opened(async ({ once, onlyAsks }) => {
			wishes.push(once);
			return { ok: true, standing: onlyAsks ? null : id("a", 1) };
		});
		const given = async () => {
			const { plans } = await transcriptHeader(withoutKeys(it.core), []);
			return plans.find((one) => one.plan.id === plan)?.given;
		};
		const until = Date.now() + 7 * day;
		expect(await given()).toBe(0);
		for (let n = 0; n < 2; n++) await approves(until, ada, 0);
		expect([wishes.length, new Set(wishes).size, await given()]).toEqual([4, 1, 1]);
		await approves(until, ada, 1);
		expect(new Set(wishes).size).toBe(2);
	});

	test("given again, changes nothing", async () => {
		const { it, approves } = opened();
		const until = Date.now() + 7 * day;
		await approves(until);
		expect(await approves(until)).toEqual({ ok: true, standing: id("a", 1) });
		expect(it.kinds().filter((kind) => kind === "standing.given")).toHaveLength(1);
		expect(it.kinds().filter((kind) => kind === "vote.cast")).toHaveLength(1);
	});

	test("that the client doesn't take casts no vote", async () => {
		const { it, approves, state, asked } = opened();
		expect(await approves(Date.now() + 400 * day)).toMatchObject({
			ok: false,
			refusal: { code: "bad-field", field: "until" },
		});
		expect(state()).toBe("open");
		expect(asked).toEqual([true]);
		expect(it.kinds()).toContain("attempt.refused");
		expect(it.kinds()).not.toContain("vote.cast");
	});

	test.each([
		{
			what: "takes no more by now",
			late: async () => ({ ok: false, refusal: { code: "no-standing", why: "too-many" } }) as const,
		},
		{
			what: "can't be reached by now",
			late: async () => {
				throw new Error("gone");
			},
		},
	])("says that the plan is approved where the client $what", async ({ late }) => {
		const { approves, state } = opened(async ({ onlyAsks }) =>
			onlyAsks ? { ok: true, standing: null } : late(),
		);
		expect(await approves(Date.now() + day)).toEqual({
			ok: false,
			refusal: { code: "no-standing", why: "voted" },
		});
		expect(state()).toBe("approved");
	});

	test("of who voted before is refused as it is", async () => {
		const refusal = { code: "no-standing", why: "too-many" } as const;
		const { it, plan, approves } = opened(async ({ onlyAsks }) =>
			onlyAsks ? { ok: true, standing: null } : { ok: false, refusal },
		);
		const by = signedIn(ada);
		vote(it.core, { by, plan, pressed: null, verdict: "approve", reason: null }, it.visit(by, Date.now()));
		expect(await approves(Date.now() + day)).toEqual({ ok: false, refusal });
	});

	test("is no proposer's to give, nor where approvers sign with passkeys", async () => {
		const { it, approves, asked } = opened();
		expect(await approves(Date.now() + day, tom)).toMatchObject({ ok: false });
		it.snapshot = snapshotOf([...it.snapshot.people], { approval: "passkey" });
		expect(await approves(Date.now() + day)).toMatchObject({
			refusal: { code: "no-standing", why: "passkeys" },
		});
		expect(asked).toEqual([]);
	});

	test("is refused for what a rule denies by now", async () => {
		const { it, approves, state } = opened();
		it.snapshot = snapshotOf([...it.snapshot.people], { deny: [{ name: "no-hello", text: "HELLO" }] });
		expect(await approves(Date.now() + day)).toMatchObject({
			refusal: { code: "forbidden", rule: "no-hello" },
		});
		expect(state()).toBe("open");
	});
});

test("what people read of a plan says as whom and where it runs, a script's arguments, and how much is left out", () => {
	const { it, plan } = opened();
	const row = it.store.plans.get(plan);
	if (!row) throw new Error("no plan");
	const script = {
		name: "fix.sh",
		encoding: "utf-8",
		arguments: ["--all", "x".repeat(1_995), "last"],
	} as const;
	const steps = [
		{ phase: "before" as const, command: "id" },
		{
			phase: "command" as const,
			command: "y".repeat(2_500),
			script: { ...script, arguments: [...script.arguments] },
		},
	];
	const { steps: shown, beside } = matterOf({
		...row,
		plan: { ...row.plan, steps, cwd: "/srv", restart: true },
	});
	expect(shown).toEqual([
		{ phase: "before", command: "id" },
		{
			...{ phase: "command", command: "y".repeat(2_000), left: 504 },
			script: { name: "fix.sh", arguments: ["--all", "x".repeat(1_995)] },
		},
	]);
	expect(beside).toEqual({ runAs: row.plan.runAs, cwd: "/srv", restart: true, person: null });
});
