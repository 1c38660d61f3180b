// A change of approvers, policy or channels waits for an existing approver; what takes something from a person doesn't.
import { beforeEach, describe, expect, test } from "vitest";
import { person } from "../../domain/testing/people.ts";
import { Policy } from "../../protocol/people.ts";
import type { Listed } from "../contracts/values/listed.ts";
import type { Configuration } from "../contracts/values/set-up.ts";
import { proposedADay } from "./amendment-rules.ts";
import { inForceOf } from "./amendments.ts";
import { amendmentsView } from "./amendments-view.ts";
import * as listing from "./listing.ts";
import { type Amending, ada, amending, bea, channel, dana, olga, sam, tom } from "./testing/amending.ts";

const hour = 3_600_000;
const day = 24 * hour;
const eve = person("Eve", "approver");
const carla = person("Carla", "requester");
const two = Policy.parse({ votes: 2 });
const everyone = [dana, tom, ada, olga];

let it: Amending;
beforeEach(() => {
	it = amending();
});

describe("a client without an approver", () => {
	test("gets its first one at once, who stays marked for ever", () => {
		it = amending();
		expect([it.approvers(), it.open(), it.unconfirmed()]).toEqual([["Ada"], null, ["Ada: first"]]);
		it.apply({ people: [...everyone, eve] });
		expect(it.says(ada, "confirm")).toBe("ok");
		it.pass(400 * day);
		expect(it.unconfirmed()).toEqual(["Ada: first"]);
	});
});

describe("a change waits for an existing approver", () => {
	test.each([
		["another approver", { people: [...everyone, eve] }],
		[
			"an approver who only proposes now",
			{ people: [dana, tom, { ...ada, roles: ["technician" as const] }, olga] },
		],
		[
			"a further account of an approver",
			{ people: [dana, tom, { ...ada, identities: [...ada.identities, "slack:T1:UX"] }, olga] },
		],
		["an approver's address", { emails: { [ada.id]: "ada@acme.example" } }],
		["an approver's groups", { people: [dana, tom, { ...ada, groups: ["it"] }, olga] }],
		["votes", { policy: two }],
		["rules", { policy: Policy.parse({ deny: [{ name: "no-format", program: "format" }] }) }],
		[
			"hours",
			{
				policy: Policy.parse({
					hours: { zone: "UTC", windows: [{ days: ["mon"], from: "08:00", to: "09:00" }] },
				}),
			},
		],
		[
			"the end of a legal hold",
			{ policy: Policy.parse({ legalHold: false }) },
			{ policy: Policy.parse({ legalHold: true }) },
		],
		["another channel", { channels: [channel, "slack:T1:C2"] }],
		["a channel that goes", { channels: [] }],
		["who confirms in an emergency", { people: [...everyone, carla], breakGlass: carla.id }],
	] as [string, Partial<Configuration>, Partial<Configuration>?][])("%s", (_, change, first = {}) => {
		it.apply(first);
		const before = JSON.stringify([
			it.self().policy,
			it.self().channels,
			it.approvers(),
			it.self().breakGlass,
		]);
		it.apply(change);
		expect(JSON.stringify([it.self().policy, it.self().channels, it.approvers(), it.self().breakGlass])).toBe(
			before,
		);
		expect(it.open()).not.toBeNull();
		expect(it.says(ada, "confirm")).toBe("ok");
		expect(it.powers()).toMatchObject(change);
		const { version } = it.self();
		// The same press once more.
		expect([it.open(), it.says(ada, "confirm"), it.self().version]).toEqual([null, "ok", version]);
		expect(it.says(ada, "refuse")).toBe("amendment-over confirmed");
	});

	test.each([
		["someone who asks", { people: [...everyone, bea] }],
		["a technician", { people: [...everyone, person("Ted", "technician")] }],
		["an endpoint", { endpoints: [{ name: "FRONT-02", description: "" }] }],
		["a legal hold", { policy: Policy.parse({ legalHold: true }) }],
		["another name of an approver's", { people: [dana, tom, { ...ada, name: "Ada Lovelace" }, olga] }],
	])("but not %s", (_, change) => {
		it.apply(change);
		expect([it.open(), it.wanted]).toMatchObject([null, { ...it.powers(), ...change }]);
	});

	test("is told exactly, to the client's channel and to its approvers, and so is how it ends", () => {
		it.apply({
			people: [...everyone, { ...eve, groups: ["it"] }],
			policy: two,
			channels: [channel, "slack:T1:C2"],
		});
		const changes = [
			"Eve can now approve from slack:T1:UEVE, for it",
			"approvals needed for each change: 2 (before: 1)",
			"channel slack:T1:C2 is now connected",
		];
		const view = { turn: "amendment", by: "the owner (olga)", changes, waitsFor: ["Ada"], ended: null };
		expect(it.posts.map(({ to }) => to)).toEqual([{ person: "slack:T1:UADA" }, { channel: "C1" }]);
		expect(it.posts[0]?.view).toMatchObject({ ...view, link: "https://caisey.example/changes" });
		it.posts.length = 0;
		it.says(ada, "confirm");
		expect(it.posts.map(({ view }) => view)).toContainEqual(
			expect.objectContaining({ changes, ended: { how: "confirmed", by: "Ada" } }),
		);
		expect(it.log()).toContain(`Ada: a proposed change: ${changes.join("; ")}: confirmed, and in force`);
	});
});

test("what takes effect at once and what is confirmed later are announced under names of their own", () => {
	it.apply({ people: [...everyone, sam] });
	it.says(ada, "confirm");
	it.posts.length = 0;
	it.apply({ people: everyone, policy: two });
	it.says(ada, "confirm");
	const announced = it.posts.filter(({ view }) => view.turn === "set-up-changed");
	expect(announced.map(({ view }) => "changes" in view && view.changes)).toEqual([
		["Sam can no longer approve"],
		["approvals needed for each change: 2 (before: 1)"],
	]);
	expect(new Set(announced.map(({ key }) => key)).size).toBe(2);
});

describe("who decides on it", () => {
	test("a technician, an owner, a requester and a stranger don't, and the log says that they tried", () => {
		it.apply({ people: [...everyone, eve] });
		for (const one of [tom, olga, dana]) expect(it.says(one, "confirm")).toBe("may-not-confirm");
		expect(it.says(person("Nobody"), "confirm")).toBe("no-role");
		expect(it.approvers()).toEqual(["Ada"]);
		expect(it.log()).toContain("Tom: confirm a change: may not confirm a change at Acme Dental");
	});

	test("whoever is to become an approver doesn't confirm it themselves", () => {
		it.apply({ people: [dana, { ...tom, roles: ["technician", "approver"] }, ada, olga] });
		expect(it.says(tom, "confirm")).toBe("may-not-confirm");
	});

	test("who asked for it doesn't, in the console, though an approver", () => {
		const boss = person("Boss", "approver", "owner");
		it = amending();
		it.apply({ people: [...everyone, boss] });
		it.says(ada, "confirm");
		it.apply({ policy: two }, boss);
		expect([it.says(boss, "confirm"), it.says(boss, "refuse")]).toEqual([
			"may-not-confirm",
			"may-not-confirm",
		]);
		expect(it.says(ada, "confirm")).toBe("ok");
	});

	test("the account that asked doesn't either, if it belongs to another approver by now", () => {
		const boss = person("Boss", "approver", "owner");
		it.apply({ people: [...everyone, boss, eve] });
		it.says(ada, "confirm");
		it.apply({ policy: two }, boss);
		const heir = { ...eve, identities: [...eve.identities, ...boss.identities] };
		const now = it.self();
		it.store.configure({
			...it.wanted,
			policy: now.policy,
			people: [...everyone, { ...boss, identities: [] }, heir],
		});
		expect(it.says(heir, "confirm")).toBe("may-not-confirm");
	});

	test("a removed approver doesn't any more", () => {
		it.apply({ people: [...everyone, sam] });
		it.says(ada, "confirm");
		it.apply({ people: [...everyone, sam, eve] });
		it.apply({ people: [...everyone, eve] });
		expect(it.says(sam, "confirm")).toBe("no-role");
		expect(it.says(ada, "confirm")).toBe("ok");
		expect(it.approvers()).toEqual(["Ada", "Eve"]);
	});

	test("of two who press at once the first decides", () => {
		it.apply({ people: [...everyone, sam] });
		it.says(ada, "confirm");
		it.apply({ policy: two });
		const id = it.open()?.id;
		expect([it.says(sam, "refuse", id), it.says(ada, "confirm", id)]).toEqual([
			"ok",
			"amendment-over refused",
		]);
		expect(it.self().policy.votes).toBe(1);
	});
});

describe("it is over", () => {
	test("after a week, and may be asked again", () => {
		it.apply({ policy: two });
		it.pass(7 * day - 1);
		expect(it.open()).not.toBeNull();
		it.pass(1);
		expect([it.open(), it.says(ada, "confirm")]).toEqual([null, "amendment-over expired"]);
		it.apply({});
		expect(it.says(ada, "confirm")).toBe("ok");
	});

	test("once it has expired, though the clock didn't ring", () => {
		it.apply({ policy: two });
		it.now += 7 * day;
		expect(it.says(ada, "confirm")).toBe("amendment-over expired");
	});

	test("when a newer one replaces it, and a press on it decides nothing", () => {
		it.apply({ policy: two });
		const old = it.open()?.id;
		it.apply({ policy: Policy.parse({ votes: 3 }) });
		expect(it.says(ada, "confirm", old)).toBe("amendment-over replaced");
		expect(it.says(ada, "confirm")).toBe("ok");
		expect(it.self().policy.votes).toBe(3);
		expect(it.posts.map(({ view }) => view)).toContainEqual(
			expect.objectContaining({ ended: { how: "replaced", by: "the owner (olga)" } }),
		);
	});

	test("when the set-up asks for what is in force again", () => {
		it.apply({ policy: two });
		it.apply({ policy: Policy.parse({}) });
		expect([it.open(), it.says(ada, "confirm")]).toEqual([null, "amendment-over withdrawn"]);
	});

	test("when what is in force has changed, whatever it is", () => {
		it.apply({ policy: two });
		const { policy, people, channels } = it.self();
		it.store.configure({ ...it.wanted, policy, people, channels: [...channels, "slack:T1:C9"] });
		expect(it.says(ada, "confirm")).toBe("amendment-over stale");
		expect(it.self().policy.votes).toBe(1);
	});

	test("what was refused stays so for a week, whatever is asked for in between", () => {
		const three = Policy.parse({ votes: 3 });
		it.apply({ policy: two });
		const id = it.open()?.id;
		it.says(ada, "refuse");
		it.pass(day);
		it.apply({ policy: three });
		const other = it.open()?.id;
		it.apply({ policy: two });
		expect(it.open()).toBeNull();
		expect([it.says(ada, "confirm", id), it.says(ada, "confirm", other)]).toEqual([
			"amendment-over refused",
			"amendment-over replaced",
		]);
		expect(inForceOf(it.store).differs).toMatchObject({ state: "refused", by: "Ada" });
		expect(amendmentsView(it.store, ada.id, it.now)).toMatchObject({
			newest: { id, ended: { how: "refused" } },
		});
		it.apply({ policy: Policy.parse({}) });
		it.apply({ policy: two });
		expect([it.open(), it.self().policy.votes]).toEqual([null, 1]);
		it.pass(6 * day);
		it.apply({});
		expect(it.says(ada, "confirm")).toBe("ok");
	});

	test("what was refused is asked again once what is in force is another", () => {
		it.apply({ policy: two });
		it.says(ada, "refuse");
		it.apply({ people: [...everyone, sam], policy: Policy.parse({}) });
		it.says(ada, "confirm");
		it.apply({ policy: two });
		expect(it.says(ada, "confirm")).toBe("ok");
	});

	test("of all that was refused, no more is read than it takes to find the same, the newest first", () => {
		for (const escalateAfter of [1, 2, 3]) {
			it.apply({ policy: Policy.parse({ escalateAfter }) });
			expect(it.says(ada, "refuse")).toBe("ok");
		}
		const refused = it.store.amendments.refusedSince(0);
		const read: string[] = [];
		const { get } = it.store.amendments;
		it.store.amendments.get = (id) => {
			read.push(id);
			return get(id);
		};
		it.apply({ policy: Policy.parse({ escalateAfter: 2 }) });
		expect([it.open(), refused.length]).toEqual([null, 3]);
		expect(read.filter((id) => id === refused[1])).not.toEqual([]);
		expect(read).not.toContain(refused[2]);
	});

	test("an unrelated apply leaves it as it is; a refused one isn't asked again for a week", () => {
		it.apply({ policy: two });
		const id = it.open()?.id;
		it.apply({ people: [...everyone, bea] });
		expect(it.open()?.id).toBe(id);
		it.says(ada, "refuse");
		it.apply({});
		expect(it.open()).toBeNull();
		it.apply({ policy: Policy.parse({ votes: 3 }) });
		expect(it.open()).not.toBeNull();
		expect(it.says(ada, "confirm")).toBe("ok");
		expect(it.self().people.map(({ name }) => name)).toContain("Bea");
	});
});

describe("too many changes within a day", () => {
	const votes = (n: number) => Policy.parse({ escalateAfter: n });
	const flood = () => {
		for (let n = 1; n <= proposedADay; n++) it.apply({ policy: votes(n) });
	};

	test("are asked of nobody: what takes something away is in force all the same, and the set-up says why the rest isn't", () => {
		it.apply({ people: [...everyone, sam] });
		it.says(ada, "confirm");
		it.pass(day);
		flood();
		expect(it.open()).not.toBeNull();
		const told = it.posts.length;
		it.apply({ people: everyone, policy: votes(9_000) });
		expect([it.approvers(), it.open(), it.says(ada, "confirm")]).toEqual([
			...[["Ada"], null, "amendment-over replaced"],
		]);
		const asks = it.posts.slice(told).filter(({ view }) => view.turn === "amendment" && view.ended === null);
		expect(asks).toEqual([]);
		expect(inForceOf(it.store).differs).toMatchObject({
			state: "too-many",
			changes: [expect.stringContaining("9,000 s")],
		});
		expect(it.log()).toContain(
			"the owner (olga): couldn't propose a change: not in force, and nobody was asked: 20 were proposed within a day",
		);
		it.pass(day);
		it.apply({});
		expect([it.says(ada, "confirm"), inForceOf(it.store).differs]).toEqual(["ok", null]);
	});

	test("are as many as the deployment's quotas say, and the log says how many these are", () => {
		it.parts.env = { ...it.parts.env, QUOTA_TIMES: "2" } as typeof it.parts.env;
		flood();
		for (let n = 1; n <= proposedADay; n++) it.apply({ policy: votes(100 + n) });
		expect(it.log().join("\n")).not.toContain("nobody was asked");
		it.apply({ policy: votes(9_000) });
		expect(it.log().join("\n")).toContain("nobody was asked: 40 were proposed within a day");
	});

	test("still have their askers a day later", () => {
		const boss = person("Boss", "approver", "owner");
		it.apply({ people: [...everyone, boss] });
		it.says(ada, "confirm");
		it.pass(day);
		flood();
		it.apply({ policy: votes(9_000) }, boss);
		it.pass(day);
		it.apply({ channels: [channel, "slack:T1:C2"] });
		expect([it.says(boss, "confirm"), it.says(ada, "confirm")]).toEqual(["may-not-confirm", "ok"]);
	});
});

describe("what takes something from a person is in force at once", () => {
	test("someone who left the file decides nothing any more, though they were an approver", () => {
		it.apply({ people: [...everyone, sam] });
		it.says(ada, "confirm");
		it.apply({ people: everyone });
		expect([it.approvers(), it.open()]).toEqual([["Ada"], null]);
	});

	test("an account that is taken from an approver is gone; the one in its place waits", () => {
		it.apply({ people: [...everyone, sam] });
		it.says(ada, "confirm");
		it.apply({ people: [...everyone, { ...sam, identities: ["slack:T1:UOTHER"] }] });
		expect(it.self().people.find(({ id }) => id === sam.id)?.identities).toEqual([]);
		expect(it.says(sam, "confirm")).toBe("ok");
	});

	test("with the last approver gone, the next one is set at once and marked: no client is locked out", () => {
		it.apply({ people: [dana, tom, olga, eve] });
		expect([it.approvers(), it.open(), it.unconfirmed()]).toEqual([["Eve"], null, ["Eve: first"]]);
		expect(it.posts.map(({ view }) => view)).toContainEqual(
			expect.objectContaining({
				changes: ["Ada can no longer approve", "Eve can now approve"],
				note: "No approver was there to confirm it. This stays marked",
			}),
		);
	});

	test("an only approver whose account is replaced is marked again, as nobody could confirm the new one", () => {
		it.apply({ people: [...everyone, sam] });
		it.says(ada, "confirm");
		it.apply({ people: [dana, tom, olga, sam] });
		expect(it.unconfirmed()).toEqual([]);
		it.apply({ people: [dana, tom, olga, { ...sam, identities: ["slack:T1:UNEW"] }] });
		expect([it.unconfirmed(), it.open()]).toEqual([["Sam: first"], null]);
	});
});

describe("the person named for emergencies", () => {
	beforeEach(() => {
		it.apply({ people: [...everyone, carla], breakGlass: carla.id });
		it.says(ada, "confirm");
	});

	test("confirms when no approver has within a day, and that stays marked", () => {
		it.apply({ people: [...everyone, carla, eve] });
		it.pass(day - 1);
		expect(it.says(carla, "confirm")).toBe("may-not-confirm");
		it.pass(1);
		expect(it.says(carla, "confirm")).toBe("ok");
		expect(it.unconfirmed()).toEqual(["Ada: first", "Eve: break-glass"]);
		expect(it.posts.at(-1)?.view).toMatchObject({ note: expect.stringContaining("This stays marked") });
	});

	test("confirms at once where no approver is left: the owner can't set another one alone", () => {
		it.apply({ people: [dana, tom, olga, carla, eve] });
		expect(it.approvers()).toEqual([]);
		expect(it.says(carla, "confirm")).toBe("ok");
		expect(it.unconfirmed()).toEqual(["Eve: break-glass"]);
	});

	test("stays who they are until it is confirmed, whatever the file says of them", () => {
		it.apply({ people: [...everyone, { ...carla, identities: ["slack:T1:UTHIEF"] }], breakGlass: null });
		expect(it.self().people.find(({ id }) => id === carla.id)?.identities).toEqual(carla.identities);
		it.apply({ people: everyone, breakGlass: null });
		expect(it.self().breakGlass).toBe(carla.id);
		expect(it.says(ada, "confirm")).toBe("ok");
		expect(it.self()).toMatchObject({ breakGlass: null, people: everyone });
	});
});

const waiting: Listed = {
	...{ session: "s_1", request: "r", requester: "Dana", state: "waiting-for-approval", openedAt: 1 },
	...{ closedAt: null, ticket: null, takenBy: null, outcome: null, went: null },
	...{ asker: null, taker: null, machines: [], people: [], erasures: [] },
	pending: [
		{ plan: "pl_1", proposer: tom.id, proposerAccount: null, changes: "c", endpoints: ["EP-1"], decideBy: 9 },
	],
};

test("cards follow: a session that is listed only after the change hears it, too", () => {
	const version = it.self().version;
	it.apply({ policy: two });
	it.says(ada, "confirm");
	const parts = { ...it.parts, follow: () => {} };
	listing.take(parts, waiting, [], it.self().version);
	expect(it.told).toEqual([]);
	listing.take(parts, { ...waiting, pending: [] }, [], version);
	expect(it.told).toEqual([]);
	listing.take(parts, waiting, [], version);
	expect(it.told).toEqual(["s_1"]);
});

test("cards follow: sessions that wait hear that someone else decides now", () => {
	it.store.list(waiting, []);
	it.apply({ policy: two });
	expect(it.told).toEqual([]);
	it.says(ada, "confirm");
	expect(it.told).toEqual(["s_1"]);
});
