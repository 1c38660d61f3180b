// What who decides was shown for them alone is in the record: the last is what they have before them, and it isn't kept without end.
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

const anew = { ...pressed, ref: { ...ref, message: "10" } };
const shownTo = ({ identities: [identity = ""], name }: typeof ada, card: string, of = plan, at = pressed) =>
	served(it.core, { by: { identity, name }, plan: of, pressed: at, card }, now);
const recorded = () => it.store.events.ofKinds("card.served").map(({ body }) => body);

const one = (card: string, { id: to }: typeof ada, at = pressed) => {
	const digest = sha256Hex(new TextEncoder().encode(card));
	return { kind: "card.served", plan, ref: at.ref, to, digest, card };
};

test("a card is recorded exactly, with its digest and whom it was shown to, and not again while it stays so", async () => {
	for (const card of ['{"v":1}', '{"v":1}', '{"v":2}', '{"v":2}']) await shownTo(ada, card);
	await shownTo(sam, '{"v":2}');
	await shownTo(ada, '{"v":2}');
	expect(recorded()).toEqual([one('{"v":1}', ada), one('{"v":2}', ada), one('{"v":2}', sam)]);
});

test("the last one is what they have before them, also where it looks again as it did before", async () => {
	for (const card of ["online", "offline", "online"]) await shownTo(ada, card);
	expect(recorded()).toEqual([one("online", ada), one("offline", ada), one("online", ada)]);
});

test("a second copy of a card is another message, with a last one of its own", async () => {
	for (const at of [pressed, anew, pressed]) await shownTo(ada, "{}", plan, at);
	expect(recorded()).toEqual([one("{}", ada), one("{}", ada, anew)]);
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

test("what one person is shown without end isn't kept, which is said once, and takes nothing from others", async () => {
	for (let n = 0; n < mostServed; n++) await shownTo(ada, `{"n":${n}}`);
	expect(it.kinds()).not.toContain("card.unkept");
	for (const card of ["more", "more", "still more", "{}"]) await shownTo(ada, card);
	await shownTo(ada, "elsewhere", plan, anew);
	await shownTo(sam, "sam's");
	expect(recorded()).toHaveLength(mostServed + 1);
	expect(recorded().at(-1)).toEqual(one("sam's", sam));
	expect(it.store.events.ofKinds("card.unkept").map(({ body }) => body)).toEqual([
		{ kind: "card.unkept", plan, to: ada.id, kept: mostServed },
	]);
});
