// An approved plan that needs secrets: who is asked, who may enter them, and that they are kept no longer than needed.
import { beforeEach, describe, expect, test } from "vitest";
import { noticeCard } from "../../../cards/kinds/notice.ts";
import { planCard } from "../../../cards/kinds/plan.ts";
import type { Person } from "../../../protocol/people.ts";
import type { SealedSecret } from "../../../protocol/sealing.ts";
import { accepted } from "../run/delivered.ts";
import { planView, sessionState } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { ada, endpoint, now, olga, proposal, sam, sessionWith, signedIn, tom } from "../testing/session.ts";
import { cancel } from "./cancelling.ts";
import { propose } from "./proposing.ts";
import { enter, form, nextTime, onTime } from "./secrets.ts";
import { vote } from "./voting.ts";

const able = { ...endpoint, inventory: { ...endpoint.inventory, agentVersion: "0.3.0" } };
const sealing = { key: `${"B".repeat(42)}A=`, signature: `${"C".repeat(85)}A==` };

let it: ReturnType<typeof sessionWith>;
beforeEach(() => {
	it = sessionWith();
	it.snapshot = { ...it.snapshot, endpoints: [able] };
	it.store.session.keepSnapshot(it.snapshot);
});

const proposing = (command: string) => {
	const wanted = proposal(it.core);
	const draft = { ...wanted.draft, steps: [{ phase: "command" as const, command }] };
	return propose(it.core, { ...wanted, draft }, it.visit(wanted.by));
};
const proposed = (command = "echo {{secret:db}}"): string => {
	const answer = proposing(command);
	if (!answer.ok) throw new Error(answer.refusal.code);
	return answer.plan;
};
const approve = (plan: string) => {
	const by = signedIn(ada);
	vote(it.core, { by, plan, pressed: null, verdict: "approve", reason: null }, it.visit(by));
	return plan;
};
const row = (plan: string) => it.store.plans.get(plan) as PlanRow;
const card = (plan: string) => JSON.stringify(planCard(planView(it.core, row(plan))));
const dispatched = () => it.sent.filter(({ type }) => type === "dispatch");

const sealed = (name = "db"): SealedSecret => ({ name, enc: sealing.key, sealed: "A".repeat(200) });
const entering = (plan: string, who: Person, at = now, secrets = [sealed()], endpoints = [endpoint.id]) => {
	const by = signedIn(who);
	const wish = { by, plan, pressed: null, sealed: endpoints.map((id) => ({ endpoint: id, secrets })) };
	const answer = enter(it.core, wish, it.visit(by, at));
	return answer.ok ? "ok" : answer.refusal.code;
};

describe("a proposal that names a secret", () => {
	test("declares it, and its card says so", () => {
		const plan = proposed("f {{secret:db}} {{secret:api-key}}");
		expect(row(plan).plan.secrets).toEqual([{ name: "db" }, { name: "api-key" }]);
		expect(card(plan)).toContain(
			"Needs 2 secrets: db and api-key; asked for in the console, no one in chat sees them",
		);
	});

	test("without one declares none", () => {
		expect(row(proposed("echo {{secrets}}")).plan.secrets).toEqual([]);
	});

	test.each([
		["echo '{{secret:db}}'", "single-quotes"],
		["echo {{secret:DB}}", "bad-name"],
		["echo {{ secret:db }}", "bad-name"],
		["cat <<E\n{{secret:db}}\nE", "here-document"],
	])("where its shell would not put it is refused: %s", (command, why) => {
		expect(proposing(command)).toMatchObject({ ok: false, refusal: { code: "secret-unfit", why } });
	});

	test("for an agent that knows no secrets is refused, with that endpoint's name", () => {
		it.snapshot = { ...it.snapshot, endpoints: [endpoint] };
		expect(proposing("echo {{secret:db}}")).toMatchObject({
			refusal: { code: "agent-too-old", endpoint: endpoint.name, ability: "secrets" },
		});
	});
});

describe("once it is approved, a plan", () => {
	test("waits for its secret, and goes nowhere", () => {
		const plan = approve(proposed());
		expect(dispatched()).toEqual([]);
		expect(sessionState(it.core)).toBe("waiting-for-secret");
		expect(planCard(planView(it.core, row(plan))).title).toBe(
			"Approved, waiting for a secret on CLIENT-ACCT-01",
		);
		expect(card(plan)).toContain("Waiting for a secret: db. Enter it in the console");
	});

	test("that needs none goes at once", () => {
		approve(proposed("echo hello"));
		expect(dispatched()).toHaveLength(1);
	});

	test("asks its proposer and the approvers, each alone, without the thread", () => {
		approve(proposed());
		expect(it.directNotices()).toEqual(["secret-wanted Ada", "secret-wanted Sam", "secret-wanted Tom"]);
		const told = it.sent.flatMap((one) => (one.type === "tell" ? [one.notice] : []))[0];
		const text = noticeCard({ ...(told as NonNullable<typeof told>), to: [] }).notification.join("");
		expect(text).toBe(
			"Tom's “prints” is approved, and needs a secret on CLIENT-ACCT-01: db. Enter it in the console, where it is sealed in your browser. Don't write it in chat.",
		);
	});

	test("is on its way when someone has entered it, and the record says who, and which", () => {
		const plan = approve(proposed());
		expect(entering(plan, tom)).toBe("ok");
		expect(dispatched()).toHaveLength(1);
		expect(sessionState(it.core)).toBe("approved");
		const event = it.store.events.after(0, 100).find(({ kind }) => kind === "secrets.entered");
		expect(event?.body).toEqual({ kind: "secrets.entered", plan, names: ["db"] });
		expect(event?.actor?.name).toBe("Tom");
		expect(card(plan)).not.toContain("Waiting for");
	});

	test("takes its secret once", () => {
		const plan = approve(proposed());
		expect([entering(plan, ada), entering(plan, tom)]).toEqual(["ok", "no-secret-wanted"]);
		expect(dispatched()).toHaveLength(1);
	});

	test.each([
		["its owner at the MSP", olga, "may-not-enter"],
		["a technician who approves, too", sam, "ok"],
	])("is judged by who enters it: %s", (_, who, code) => {
		expect(entering(approve(proposed()), who)).toBe(code);
	});

	test("takes no part of them, and none for another endpoint", () => {
		const plan = approve(proposed("f {{secret:db}} {{secret:more}}"));
		expect(entering(plan, tom)).toBe("secrets-incomplete");
		expect(entering(plan, tom, now, [sealed(), sealed()])).toBe("secrets-incomplete");
		const both = [sealed(), sealed("more")];
		expect(entering(plan, tom, now, both, [])).toBe("secrets-incomplete");
		expect(entering(plan, tom, now, both, ["e_g0000000000000009"])).toBe("secrets-incomplete");
		expect(entering(plan, tom, now, both)).toBe("ok");
	});

	test("is over when it had to be run, as if its endpoint had been away", () => {
		const plan = approve(proposed());
		const due = row(plan).run_by ?? 0;
		expect(nextTime(it.core)).toBe(due);
		onTime(it.core, due - 1);
		expect(row(plan).state).toBe("approved");
		onTime(it.core, due);
		expect(planView(it.core, row(plan))).toMatchObject({ state: "finished", outcome: "not-run" });
		expect(planView(it.core, row(plan)).endpoints[0]?.undelivered).toBe(
			"no one entered the secret that it needs before it had to be run",
		);
		expect(entering(plan, tom, due)).toBe("no-secret-wanted");
	});

	test("is over at once when it is cancelled", () => {
		const plan = approve(proposed());
		const by = signedIn(ada);
		cancel(it.core, { by, plan, pressed: null }, it.visit(by));
		expect(row(plan).state).toBe("cancelled");
		expect(entering(plan, tom)).toBe("no-secret-wanted");
	});
});

test("no one is asked before the approval", () => {
	const plan = proposed();
	expect(entering(plan, tom)).toBe("no-secret-wanted");
	expect(it.directNotices()).toEqual([]);
});

test("sealed bytes are kept until the agent has the plan, and are in no event", () => {
	const plan = approve(proposed());
	entering(plan, tom);
	expect(it.store.sealed.of(plan, endpoint.id)).toEqual([sealed()]);
	accepted(it.core, plan, endpoint.id, "caisey-runtime-7a3f-dc2", now);
	expect(it.store.sealed.of(plan, endpoint.id)).toEqual([]);
	expect(JSON.stringify(it.store.events.after(0, 100))).not.toContain(sealed().sealed);
});

test("the page gets the plan's bytes, and the keys that seal and vouch", () => {
	const plan = approve(proposed());
	const by = signedIn(tom);
	const answer = form(it.core, { by, plan, pressed: null }, new Map([[endpoint.id, sealing]]), it.visit(by));
	expect(answer).toMatchObject({
		form: { agents: [{ endpoint: endpoint.id, name: endpoint.name, key: endpoint.key, sealing }] },
	});
});
