// “Who approves”: what leads on when a passkey can't get where it should.
import { expect, test } from "vitest";
import { newPasskey } from "../../agent/testing/passkeys.ts";
import type { ApproversView } from "../../protocol/read/approver-key.ts";
import { approversPage } from "./page.ts";

type Key = ApproversView["keys"][number];
const [ada, sam, cleo] = [newPasskey("Ada"), newPasskey("Sam"), newPasskey("Cleo")];
const made = ({ key }: typeof ada, over: Partial<Key>): Key => ({
	...{ key, label: "a phone", code: "1f3c-90ab-44de-0b7e", asked: 0, confirmedBy: "Olga" },
	...{ state: "counts", vouch: null, unvouched: null, wantsWord: false, ...over },
});
const shown = (keys: Key[], may: Partial<ApproversView["may"]> = {}) => {
	const view: ApproversView = {
		...{ client: "c_g0000000000000001", name: "Acme Dental", approval: "passkey", votes: 1 },
		...{ approvers: [], keys, may: { register: false, confirm: false, revoke: false, vouch: false, ...may } },
	};
	return `${approversPage({ person: "p", name: "Olga" }, [view], [], 0)}`;
};
const vouch = sam.vouchesFor("c_g0000000000000001", cleo.key).vouch;

test("a passkey whose voucher is revoked says so, and an approver can vouch for it again", () => {
	const keys = [
		made(ada, { unvouched: "first" }),
		made(sam, { state: "revoked" }),
		made(cleo, { vouch, wantsWord: true }),
	];
	const page = shown(keys, { vouch: true });
	expect(page).toContain("That one was revoked.");
	expect(page).toContain("Vouch for Cleo's passkey with yours");
	expect(shown(keys)).not.toContain("Vouch for Cleo");
});

test("a passkey that waits for a voucher when none counts any more waits for an owner, who can let it count", () => {
	const left = [made(ada, { state: "revoked", unvouched: "first" }), made(sam, { state: "confirmed" })];
	expect(shown(left, { confirm: true })).toContain("Let Sam's passkey count without a voucher");
	expect(shown(left)).toContain("waits for an owner");
	expect(shown(left)).not.toContain("Let Sam's passkey count");
	const there = [made(ada, { unvouched: "first" }), made(sam, { state: "confirmed" })];
	expect(shown(there, { confirm: true })).not.toContain("Let Sam's passkey count");
});
