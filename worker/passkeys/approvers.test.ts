// What agents hear of whose passkeys decide.
import { expect, test } from "vitest";
import { newPasskey } from "../../agent/testing/passkeys.ts";
import { Policy } from "../../protocol/people.ts";
import { mostApproverKeys } from "../../protocol/plan/passkey.ts";
import { emptySession } from "../session/verify/testing/making.ts";
import { approversOf, signingOrigin } from "./approvers.ts";

const { env } = emptySession(1);
const { key } = newPasskey("Ada");
const named = (approval: "press" | "passkey", passkeys?: Parameters<typeof approversOf>[1]["passkeys"]) =>
	approversOf(env, { policy: Policy.parse({ approval, votes: 2 }), ...(passkeys && { passkeys }) });

test("agents hear whose passkeys count, how many have to sign and where, under that policy alone", () => {
	const keys = [{ key, vouch: null }];
	const said = { origin: signingOrigin(env), needed: 2, keys, revoked: [] };
	expect(named("passkey", { keys, revoked: [] })).toEqual(said);
	expect(named("press", { keys, revoked: [] })).toBe(null);
	expect(named("passkey", { keys: [], revoked: [] })).toBe(null);
});

test("what agents couldn't read isn't sent", () => {
	const keys = Array(mostApproverKeys + 1).fill({ key, vouch: null });
	expect(() => named("passkey", { keys, revoked: [] })).toThrow("Too big");
});

test("agents hear that a passkey is revoked, also if no other counts any more", () => {
	const revoked = [key.credential];
	expect(named("passkey", { keys: [], revoked })).toMatchObject({ keys: [], revoked });
});
