import { describe, expect, test } from "vitest";
import { newPasskey, type TestPasskey } from "../../agent/testing/passkeys.ts";
import { ada, dana, person, sam, tom } from "../../domain/testing/people.ts";
import { newId } from "../../protocol/ids.ts";
import type { Person } from "../../protocol/people.ts";
import { mostRevokedKeys } from "../../protocol/plan/passkey.ts";
import type { KeptApproverKey, KeyChange } from "../../protocol/read/approver-key.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { afterLoss, judgeKeyChange, revokeFormer } from "./approver-key-rules.ts";
import { approverKeys, approverKeysTable, counting, wantsWord } from "./approver-keys.ts";

const olga = person("Olga", "owner");
const boss = person("Boss", "owner", "approver");
const origin = "https://caisey.example.com";
const client = {
	client: newId("client", "none"),
	name: "Acme Dental",
	people: [dana, tom, ada, sam, olga, boss],
	origin,
};
const keyOf = (of: Person) => newPasskey(of.name, "EC", of.id);
const [adas, sams, bosses] = [keyOf(ada), keyOf(sam), keyOf(boss)];

/** A client's keys, as its steps leave them. */
const keys = () => {
	const { sql } = memoryStorage();
	sql.exec(approverKeysTable);
	const store = approverKeys(sql);
	const take = (change: KeyChange, by: Person | null): string => {
		const judged = judgeKeyChange(client, store.all(), change, by);
		if (!judged.ok) return judged.refusal.code;
		const { news } = judged;
		if ("asked" in news) store.ask(news.asked.key, news.asked.label, 1);
		else store.set(news.kept);
		return "ok";
	};
	const of = ({ key }: TestPasskey) => key.credential;
	return {
		all: store.all,
		ask: ({ key }: TestPasskey, by: Person | null) => take({ step: "ask", key, label: "a phone" }, by),
		confirm: (one: TestPasskey, by: Person) => take({ step: "confirm", credential: of(one) }, by),
		revoke: (one: TestPasskey, by: Person) => take({ step: "revoke", credential: of(one) }, by),
		vouch: (one: TestPasskey, by: Person, voucher: TestPasskey, for_ = one) => {
			const { vouch } = voucher.vouchesFor(client.client, for_.key);
			return vouch ? take({ step: "vouch", credential: of(one), vouch }, by) : "none";
		},
		state: (one: TestPasskey) => {
			const { state, unvouched } = store.all().find(({ key }) => key.credential === of(one)) ?? {};
			return { state, unvouched };
		},
	};
};

/** Ada's counts, as the first one. */
const first = () => {
	const it = keys();
	expect([it.ask(adas, ada), it.confirm(adas, olga)]).toEqual(["ok", "ok"]);
	return it;
};

describe("a passkey for approvals", () => {
	test("is asked for by its person, who may decide, once", () => {
		const it = keys();
		expect(it.ask(adas, sam)).toBe("passkey-fails");
		expect(it.ask(keyOf(dana), dana)).toBe("not-an-approver");
		expect(it.ask(adas, null)).toBe("no-role");
		expect([it.ask(adas, ada), it.ask(adas, ada)]).toEqual(["ok", "passkey-fails"]);
	});

	test("is confirmed by an owner, never by its own person or anyone else", () => {
		const it = keys();
		it.ask(bosses, boss);
		for (const by of [boss, ada, tom]) expect(it.confirm(bosses, by)).toBe("passkey-fails");
		expect(it.confirm(bosses, olga)).toBe("ok");
		expect(it.confirm(bosses, olga)).toBe("passkey-fails");
	});

	test("counts as the first one without a voucher, and stays marked", () => {
		expect(first().state(adas)).toEqual({ state: "counts", unvouched: "first" });
	});

	test("else counts once an approver's passkey that counts vouches for it", () => {
		const it = first();
		it.ask(sams, sam);
		expect(it.vouch(sams, ada, adas)).toBe("passkey-fails");
		it.confirm(sams, olga);
		expect(it.state(sams).state).toBe("confirmed");
		// Not by another person's, by one that doesn't count, or for another key.
		expect(it.vouch(sams, sam, adas)).toBe("passkey-fails");
		expect(it.vouch(sams, sam, sams)).toBe("passkey-fails");
		expect(it.vouch(sams, ada, adas, bosses)).toBe("passkey-fails");
		expect(it.vouch(sams, ada, adas)).toBe("ok");
		expect(it.state(sams)).toEqual({ state: "counts", unvouched: null });
	});

	test("is revoked by its person, an approver or an owner, and never comes back", () => {
		const it = first();
		for (const by of [dana, tom]) expect(it.revoke(adas, by)).toBe("passkey-fails");
		expect(it.revoke(adas, ada)).toBe("ok");
		expect([it.ask(adas, ada), it.confirm(adas, olga), it.revoke(adas, olga)]).toEqual(
			Array(3).fill("passkey-fails"),
		);
		expect(counting(it.all())).toEqual({ keys: [], revoked: [adas.key.credential] });
	});

	test("that never counted isn't named to endpoints once it is revoked", () => {
		const it = first();
		for (let i = 0; i < 3; i++) {
			const another = keyOf(ada);
			expect([it.ask(another, ada), it.revoke(another, ada)]).toEqual(["ok", "ok"]);
		}
		it.ask(sams, sam);
		it.confirm(sams, olga);
		it.revoke(sams, sam);
		expect(counting(it.all()).revoked).toEqual([]);
	});

	test("is revoked with its person's role, or its person, whatever its state, and no one else's is", () => {
		const it = first();
		it.ask(sams, sam);
		it.ask(bosses, boss);
		const left = (...people: Person[]) => revokeFormer({ people }, it.all()).map(({ change }) => change);
		expect(left(ada, sam, boss)).toEqual([]);
		expect(left(person("Ada", "requester"), boss)).toHaveLength(2);
		expect(left({ ...ada, roles: ["technician", "owner"] }, boss, sam)).toEqual([
			expect.stringMatching(
				/^Ada's passkey [\da-f-]{19} no longer counts for approvals, as Ada isn't an approver any more$/,
			),
		]);
		const [news] = revokeFormer({ people: [boss, sam] }, it.all());
		expect(news?.kept).toMatchObject({ state: "revoked", key: { credential: adas.key.credential } });
	});

	test("after its person lost an account goes if nobody confirmed it, and else stays, which is told", () => {
		const it = first();
		it.ask(sams, sam);
		const people = [ada, sam, olga];
		const news = (lost: Person[]) =>
			afterLoss(
				{ people },
				it.all(),
				lost.map(({ id }) => id),
			);
		expect(news([olga])).toEqual([]);
		expect(news([ada, sam]).map(({ kept, change }) => [kept.state, change])).toEqual([
			[
				"counts",
				expect.stringMatching(/^Ada's passkey .* stays, though Ada's accounts changed. Revoke it if/),
			],
			["revoked", expect.stringMatching(/^Sam's passkey .* no longer waits for a confirmation/)],
		]);
		expect(afterLoss({ people: [olga] }, it.all(), [ada.id])).toEqual([]);
	});

	test("stays a deputy's, and goes once who named them can't decide any more", () => {
		const it = keys();
		const named = [{ person: ada.id, deputy: sam.id, until: null }];
		const left = (people: Person[], deputies = named) => revokeFormer({ people, deputies }, it.all()).length;
		it.ask(sams, sam);
		const bare = { ...sam, roles: [] };
		expect(left([ada, bare])).toBe(0);
		expect(left([ada, bare], [])).toBe(1);
		expect(left([{ ...ada, roles: ["requester"] }, bare])).toBe(1);
	});

	test("is refused once endpoints couldn't be told that it is revoked", () => {
		const revoked = (count: number): KeptApproverKey[] =>
			Array.from({ length: count }, (_, i) => ({
				key: { ...adas.key, credential: `former-${i}` },
				...{ label: "a phone", state: "revoked", asked: 1, confirmedBy: "Olga" },
				...{ vouch: null, unvouched: "break-glass" },
			}));
		const asks = (all: KeptApproverKey[]) =>
			judgeKeyChange(client, all, { step: "ask", key: sams.key, label: "a phone" }, sam);
		expect(asks(revoked(mostRevokedKeys - 1)).ok).toBe(true);
		expect(asks(revoked(mostRevokedKeys))).toMatchObject({
			refusal: {
				why: expect.stringMatching(/^this client has had 200 passkeys, as many as endpoints can remember/),
			},
		});
	});

	test("that comes when none counts any more is a break-glass, and stays marked", () => {
		const it = first();
		it.revoke(adas, olga);
		it.ask(sams, sam);
		it.confirm(sams, olga);
		expect(it.state(sams)).toEqual({ state: "counts", unvouched: "break-glass" });
	});

	test("that waits for a voucher is confirmed once more, as a break-glass, when none counts any more", () => {
		const it = first();
		it.ask(sams, sam);
		it.confirm(sams, olga);
		expect(it.confirm(sams, olga)).toBe("passkey-fails");
		it.revoke(adas, olga);
		for (const by of [sam, ada]) expect(it.confirm(sams, by)).toBe("passkey-fails");
		expect(it.confirm(sams, olga)).toBe("ok");
		expect(it.state(sams)).toEqual({ state: "counts", unvouched: "break-glass" });
	});

	describe("whose voucher is revoked", () => {
		/** Ada's, which vouches for Sam's, which vouches for the boss's; then Sam's is revoked. */
		const orphaned = () => {
			const it = first();
			for (const [one, of, by, voucher] of [
				[sams, sam, ada, adas],
				[bosses, boss, sam, sams],
			] as const) {
				it.ask(one, of);
				it.confirm(one, olga);
				expect(it.vouch(one, by, voucher)).toBe("ok");
				expect(it.vouch(one, by, voucher)).toBe("passkey-fails");
			}
			it.revoke(sams, olga);
			return it;
		};
		const wanting = (it: ReturnType<typeof keys>) =>
			it
				.all()
				.filter((one) => wantsWord(one, it.all()))
				.map(({ key }) => key.name);

		test("still counts, and wants a new word, since endpoints that missed the old one refuse it", () => {
			const it = orphaned();
			expect([it.state(bosses).state, wanting(it)]).toEqual(["counts", ["Boss"]]);
			expect(it.vouch(bosses, boss, bosses)).toBe("passkey-fails");
			expect(it.vouch(bosses, ada, adas)).toBe("ok");
			expect([it.state(bosses).state, wanting(it)]).toEqual(["counts", []]);
			expect(it.vouch(bosses, ada, adas)).toBe("passkey-fails");
		});

		test("gets no word from one that it vouches for itself, however far", () => {
			const it = orphaned();
			const [zoe, yves] = [person("Zoe", "approver"), person("Yves", "approver")];
			const known = [...client.people];
			client.people.push(zoe, yves);
			const [zoes, yvess] = [keyOf(zoe), keyOf(yves)];
			it.ask(zoes, zoe);
			it.confirm(zoes, olga);
			it.vouch(zoes, boss, bosses);
			it.ask(yvess, yves);
			it.confirm(yvess, olga);
			it.vouch(yvess, zoe, zoes);
			expect(it.vouch(bosses, yves, yvess)).toBe("passkey-fails");
			client.people = known;
		});
	});

	test("is named after the one that vouches for it, even if it was asked for earlier", () => {
		const it = keys();
		it.ask(sams, sam);
		it.ask(adas, ada);
		it.confirm(adas, olga);
		it.confirm(sams, olga);
		it.vouch(sams, ada, adas);
		expect(counting(it.all()).keys.map(({ key }) => key.name)).toEqual(["Ada", "Sam"]);
	});
});
