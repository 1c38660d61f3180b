// The hours in which plans start, when a grant is made: too early, later, and until when the first step may start.
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readGrant } from "../../../protocol/plan/grant.ts";
import type { Core } from "../core.ts";
import { grantedPlan } from "../testing/granted.ts";
import { endpoint, now } from "../testing/session.ts";
import { grant } from "./granting.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const SIGNING_KEY = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");

const minute = 60_000;
/** `now` is a Thursday, 00:00 in UTC. */
const hours = (from: string, to: string) => ({ zone: "UTC", windows: [{ days: ["thu"], from, to }] });

/** What its endpoint gets who asks for an approved plan, at a client with these hours. */
const asks = async (policy: object, at: number, notBefore: number | null = null) => {
	const { it, plan } = grantedPlan({ notBefore });
	const { policy: before } = it.snapshot;
	const snapshot = { ...it.snapshot, policy: { ...before, ...policy } };
	const challenge = `${"A".repeat(43)}=`;
	const env = { ...it.core.env, SIGNING_KEY } as Core["env"];
	const answer = await grant({ ...it.core, env }, { plan, endpoint: endpoint.id, challenge }, snapshot, at);
	return { answer, delivery: it.store.deliveries.get(plan, endpoint.id)?.state };
};

describe("a plan that was approved", () => {
	test("waits until the client's hours begin", async () => {
		const { answer, delivery } = await asks({ hours: hours("00:05", "01:00") }, now + minute);
		expect(answer).toEqual({ ok: false, because: "too-early", from: now + 5 * minute });
		expect(delivery).toBe("granted");
	});

	test("waits for ever where there are no hours before its end: then it is over", async () => {
		const { answer } = await asks({ hours: hours("05:00", "06:00") }, now + 11 * minute);
		expect(answer).toMatchObject({ ok: false, because: "run-by-passed" });
	});

	test("waits for its own time within the hours", async () => {
		const { answer } = await asks({ hours: hours("00:00", "01:00") }, now + minute, now + 5 * minute);
		expect(answer).toEqual({ ok: false, because: "too-early", from: now + 5 * minute });
	});

	test("starts within them, and no later than they end", async () => {
		for (const [policy, left] of [
			[{ hours: hours("00:00", "00:04") }, 3],
			[{}, 9],
		] as const) {
			const { answer } = await asks(policy, now + minute);
			expect(answer.ok && readGrant(answer.grant).startWithin).toBe(left * minute);
		}
	});

	test("is stopped by a rule that came since", async () => {
		const { answer, delivery } = await asks({ deny: [{ name: "no-hello", text: "hello" }] }, now + minute);
		expect(answer).toEqual({ ok: false, because: "policy" });
		expect(delivery).not.toBe("granted");
	});
});
