// Approvals that a passkey signed: both judges hold the proofs to the votes and, by the keys that they are given, to the plan.
import { expect, test } from "vitest";
import { newPasskey } from "../../../agent/testing/passkeys.ts";
import { Policy } from "../../../protocol/people.ts";
import { workerKey } from "../../keys/crypto.ts";
import { signingOrigin } from "../../passkeys/approvers.ts";
import { scannedHere } from "../../testing/scans.ts";
import { visitBy } from "../door.ts";
import { vote } from "../plan/voting.ts";
import { signSessionHead } from "../show/posted.ts";
import { ada, signedIn } from "../testing/session.ts";
import { emptySession, exportOf, later, type Making, opened, proposed, sourceOf } from "./testing/making.ts";
import { asking } from "./testing/script.ts";
import { judged } from "./testing/stored.ts";

const key = newPasskey("Ada", "EC", ada.id);
const trusted = (it: Making, one = key) => ({
	origin: signingOrigin(it.env),
	needed: 1,
	keys: [one.key],
});

/** A plan that Ada approved with her passkey. */
const made = async () => {
	const it = emptySession(1);
	it.snapshot.policy = Policy.parse({ approval: "passkey" });
	it.snapshot.passkeys = { keys: [{ key: key.key, vouch: null }], revoked: [] };
	for (const one of it.machines) one.inventory = { ...one.inventory, agentVersion: "0.4.0" };
	opened(it);
	const id = proposed(it, "lpr", it.machines.slice(0, 1));
	const plan = it.core.store.plans.get(id)?.plan;
	if (!plan) throw new Error("no plan");
	const origin = signingOrigin(it.env);
	const proof = key.approves(plan, it.snapshot.version, { origin, rpId: new URL(origin).hostname });
	const cast = (given: typeof proof | undefined) =>
		vote(
			it.core,
			{
				...{ by: signedIn(ada), plan: id, pressed: null, verdict: "approve", reason: null },
				...(given && { proof: given }),
			},
			visitBy(signedIn(ada), it.snapshot, later(it.clock), scannedHere),
		);
	return { it, id, proof, cast, plan };
};
const sealed = async (it: Making) => {
	await signSessionHead(it.core, later(it.clock));
	const worker = await workerKey(it.env);
	return { made: { ...it, source: sourceOf(it), key: worker }, worker: worker.key };
};

test("an approval counts only with what the approver's own passkey signed of this plan, now", async () => {
	const { it, proof, cast, plan } = await made();
	const refusal = (given?: typeof proof) => {
		const answer = cast(given);
		return answer.ok ? "ok" : answer.refusal;
	};
	expect(refusal()).toEqual({ code: "passkey-wanted", registered: true });
	const origin = signingOrigin(it.env);
	const at = { origin, rpId: new URL(origin).hostname };
	const fails = (given: typeof proof) => {
		const found = refusal(given);
		return typeof found === "object" && found.code === "passkey-fails" ? found.why : found;
	};
	const mallory = newPasskey("Mallory");
	expect(fails(mallory.approves(plan, it.snapshot.version, at))).toContain("isn't by a passkey of yours");
	expect(fails(key.approves(plan, it.snapshot.version - 1, at))).toContain("the policy has changed");
	expect(fails(key.approves({ ...plan, cwd: "/" }, it.snapshot.version, at))).toContain(
		"it signs something else",
	);
	expect(fails(key.approves(plan, it.snapshot.version, { ...at, flags: 1 }))).toContain("didn't verify");
	expect(refusal(proof)).toBe("ok");
});

test("both judges accept it, and outside it is checked by the keys that are given", async () => {
	const { it, proof, cast } = await made();
	expect(cast(proof).ok).toBe(true);
	const { made: whole, worker } = await sealed(it);
	expect((await judged(whole, () => {})).ok).toBe(true);
	const file = await exportOf(whole);
	const lines = (await asking(file, { keys: [worker], approvers: trusted(it) })).lines;
	expect(lines).toContainEqual(
		expect.stringMatching(/^ok {5}plan pl_.*: Ada's passkey signed the approval$/),
	);
	expect(lines.filter((line) => /^BROKEN|ignores/.test(line))).toEqual([]);
	const other = (await asking(file, { keys: [worker], approvers: trusted(it, newPasskey("Mallory")) })).lines;
	expect(other).toContainEqual(
		expect.stringMatching(
			/^BROKEN plan pl_.*: Ada's passkey signed the approval: its passkey is none that you named$/,
		),
	);
	const changed = {
		...trusted(it),
		keys: [{ ...newPasskey("Ada", "EC", ada.id).key, credential: key.key.credential }],
	};
	expect((await asking(file, { keys: [worker], approvers: changed })).lines).toContainEqual(
		expect.stringMatching(/^BROKEN .*: the signature is wrong$/),
	);
	const without = (await asking(file, { keys: [worker] })).lines;
	expect(without).toContainEqual(expect.stringMatching(/1 approvals are signed with passkeys/));
});

test("the Worker's own check finds a proof that was put in another's place", async () => {
	const { it, proof, cast } = await made();
	expect(cast(proof).ok).toBe(true);
	const row = it.core.store.votes.all()[0];
	if (!row) throw new Error("no vote");
	it.storage.sql.exec("DELETE FROM things WHERE kind = 'vote'");
	const { actor, ...rest } = row;
	it.core.store.votes.add({ ...rest, actor, proof: { ...proof, policy: 99 } });
	const { made: whole } = await sealed(it);
	expect((await judged(whole, () => {})).said).toContainEqual(
		expect.stringContaining("the proofs are not those that were recorded"),
	);
});
