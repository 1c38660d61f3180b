// What is told of changes of approvers, policy and channels: to who confirms them, and to the client's channels.
import { beforeEach, expect, test } from "vitest";
import { person } from "../../domain/testing/people.ts";
import { Policy } from "../../protocol/people.ts";
import { inForceOf, linesOf } from "./amendments.ts";
import { type Amending, ada, amending, channel, dana, olga, sam, tom } from "./testing/amending.ts";

let it: Amending;
beforeEach(() => {
	it = amending();
});

const df = { name: "disk", command: "df -h", shell: "sh" as const };
const lines = (): string[] => {
	const one = it.open();
	return one ? linesOf(one) : [];
};

test("who confirms it reads every endpoint of a rule that changes, also the 25th", () => {
	const on = Array.from({ length: 25 }, (_, n) => `SRV-${n}`);
	it.apply({ policy: Policy.parse({ allow: [{ ...df, on }] }) });
	it.says(ada, "confirm");
	it.apply({ policy: Policy.parse({ allow: [{ ...df, on: [...on.slice(0, 24), "DC-01"] }] }) });
	expect(lines()).toEqual([
		"runs without a vote: disk: “df -h” in sh: now also on DC-01; no longer on SRV-24",
	]);
});

test("a card without room for all of it leads to the page, and shows no more of a line than has room", () => {
	const on = Array.from({ length: 200 }, (_, n) => `ENDPOINT-WITH-A-NAME-${n}`);
	it.posts.length = 0;
	it.apply({ policy: Policy.parse({ allow: [{ ...df, on }] }) });
	for (const { view } of it.posts) {
		if (view.turn !== "amendment") throw new Error(view.turn);
		expect(view.review).toBe("long");
		expect(view.changes.every((one) => one.length <= 400 && one.endsWith("…"))).toBe(true);
	}
	expect(it.posts).toHaveLength(2);
	expect(lines().join()).toContain("ENDPOINT-WITH-A-NAME-199");
});

test("channels read who may approve from where, without account ids and addresses; approvers read these, too", () => {
	const eve = person("Eve", "approver");
	it.posts.length = 0;
	it.apply({ people: [...it.self().people, eve], emails: { [eve.id]: "eve@private.example" } });
	const told = (where: "channel" | "person") =>
		JSON.stringify(it.posts.filter(({ to }) => where in to).map(({ view }) => view));
	expect(told("channel")).toContain("Eve can now approve");
	expect(told("channel")).not.toMatch(/eve@private\.example|slack:T1:UEVE/);
	expect(told("person")).toContain("Eve can now approve from slack:T1:UEVE, eve@private.example");
	it.says(ada, "refuse");
	expect(told("channel")).not.toMatch(/eve@private\.example|slack:T1:UEVE/);
});

const rule = Policy.parse({ allow: [df] });
const announcements = (to: string) =>
	it.posts.flatMap(({ to: where, view }) =>
		"channel" in where && where.channel === to && view.turn === "set-up-changed" ? [view] : [],
	);

test("with nobody there to confirm, the channels that were the client's read what changed, also those taken away", () => {
	const eve = person("Eve", "approver");
	it.posts.length = 0;
	it.apply({ people: [dana, tom, olga, eve], channels: ["slack:T1:CTHIEF"], policy: rule });
	for (const channel of ["C1", "CTHIEF"])
		expect(announcements(channel)).toMatchObject([
			{
				changes: expect.arrayContaining([
					"Ada can no longer approve",
					"Eve can now approve",
					"runs without a vote: new rule disk: “df -h” in sh on all endpoints",
				]),
				note: "No approver was there to confirm it. This stays marked",
			},
		]);
	const old = it.posts.filter(({ to }) => "channel" in to && to.channel === "C1");
	expect(old.map(({ view }) => view.turn)).toEqual(["set-up-changed", "channel-unbound"]);
	expect(new Set(old.map(({ key }) => key)).size).toBe(2);
});

test("with nobody there to confirm, policy and channels that take effect say so, though nobody is marked", () => {
	it.posts.length = 0;
	it.apply({ people: [dana, tom, olga], policy: rule });
	expect(announcements("C1")).toMatchObject([{ note: "No approver was there to confirm it" }]);
	it.posts.length = 0;
	it.apply({ channels: [channel, "slack:T1:C2"] });
	expect(announcements("C2")).toMatchObject([{ note: "No approver was there to confirm it" }]);
});

test("what takes effect at once beside approvers has no such note", () => {
	it.apply({ people: [...it.self().people, sam] });
	it.says(ada, "confirm");
	it.posts.length = 0;
	it.apply({ people: [dana, tom, ada, olga] });
	expect(announcements("C1")).toEqual([expect.not.objectContaining({ note: expect.anything() })]);
});

test("a channel that goes with an approver's word reads what changed, too", () => {
	it.apply({ channels: ["slack:T1:C2"] });
	it.posts.length = 0;
	it.says(ada, "confirm");
	for (const one of ["C1", "C2"]) expect(announcements(one)).toMatchObject([{ note: "Ada confirmed it" }]);
});

test("what the file says and isn't in force is told until it is: while it waits, after a no, and once it has expired", () => {
	const two = Policy.parse({ votes: 2 });
	const changes = ["approvals needed for each change: 2 (before: 1)"];
	const differs = () => inForceOf(it.store).differs;
	expect(differs()).toBeNull();
	it.apply({ policy: two });
	expect(differs()).toEqual({ state: "waits", waitsFor: ["Ada"], by: null, changes });
	it.says(ada, "refuse");
	const refused = { state: "refused", waitsFor: [], by: "Ada", changes };
	expect(differs()).toEqual(refused);
	it.apply({});
	expect(differs()).toEqual(refused);
	it.apply({ policy: Policy.parse({}) });
	expect(differs()).toBeNull();
	it.apply({ policy: two });
	expect(differs()).toEqual(refused);
	it.pass(7 * 86_400_000);
	it.apply({});
	expect(differs()).toMatchObject({ state: "waits" });
	it.pass(7 * 86_400_000);
	expect(differs()).toEqual({ state: "expired", waitsFor: [], by: null, changes });
	it.apply({});
	expect(it.says(ada, "confirm")).toBe("ok");
	expect(differs()).toBeNull();
});
