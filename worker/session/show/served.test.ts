// What who decides was shown for them alone is in the record, once for each text, and not without end.
import { beforeEach, expect, test } from "vitest";
import { sha256Hex } from "../../keys/crypto.ts";
import { propose } from "../plan/proposing.ts";
import { vote } from "../plan/voting.ts";
import { ada, now, proposal, sam, sessionWith, snapshotOf, tom } from "../testing/session.ts";
import { mostServed, served } from "./served.ts";

let it: ReturnType<typeof sessionWith>;
let plan: string;
const ref = { workspace: "slack:T1", channel: "C1", message: "9" };
const pressed = { ref, place: { workspace: "slack:T1", channel: "C1", thread: "1" }, ofPlan: true };
beforeEach(() => {
	it = sessionWith();
	it.snapshot = snapshotOf([ada, sam, tom]);
	it.store.session.keepSnapshot(it.snapshot);
	const wanted = proposal(it.core);
	const answer = propose(it.core, wanted, it.visit(wanted.by));
	if (!answer.ok) throw new Error(answer.refusal.code);
	plan = answer.plan;
});

const shownTo = ({ identities: [identity = ""], name }: typeof ada, card: string, of = plan) =>
	served(it.core, { by: { identity, name }, plan: of, pressed, card }, now);
const recorded = () => it.store.events.ofKinds("card.served").map(({ body }) => body);

test("a card is recorded exactly, with its digest and whom it was shown to, once for each text", async () => {
	for (const card of ['{"v":1}', '{"v":1}', '{"v":2}', '{"v":1}']) await shownTo(ada, card);
	await shownTo(sam, '{"v":1,"for":"sam"}');
	const one = (card: string, to: string) => {
		const digest = sha256Hex(new TextEncoder().encode(card));
		return { kind: "card.served", plan, ref, to, digest, card };
	};
	expect(recorded()).toEqual([
		one('{"v":1}', ada.id),
		one('{"v":2}', ada.id),
		one('{"v":1,"for":"sam"}', sam.id),
	]);
});

test("nothing is recorded for someone who may not decide, of a plan that isn't here, or once it is decided", async () => {
	await shownTo(tom, "{}");
	await shownTo({ ...ada, identities: ["slack:T1:U9"] }, "{}");
	await shownTo(ada, "{}", "pl_g0000000000000009");
	const by = { identity: "slack:T1:U1", name: "Ada" };
	expect(vote(it.core, { by, plan, pressed: null, verdict: "deny", reason: "no" }, it.visit(by)).ok).toBe(
		true,
	);
	await shownTo(sam, "{}");
	expect(recorded()).toEqual([]);
});

test("no plan's cards fill the record", async () => {
	for (let n = 0; n < mostServed + 5; n++) await shownTo(ada, `{"n":${n}}`);
	expect(recorded()).toHaveLength(mostServed);
});
