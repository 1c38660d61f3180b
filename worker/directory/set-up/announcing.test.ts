// What a client's people read when its channels change: names where they are known, ids where they aren't.
import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import { announcement } from "./announcing.ts";
import { isOf } from "./changing.ts";
import { changedChannels } from "./channel-names.ts";
import { diff } from "./diff.ts";

const setup = (clients: Record<string, string[]>): Setup =>
	Setup.parse({
		v: 1,
		msp: { name: "Brightside IT" },
		clients: Object.fromEntries(
			Object.entries(clients).map(([key, channels]) => [key, { name: key, channels }]),
		),
	});
const [c1, c2, help] = ["slack:T1:C1", "slack:T1:C2", "teams:t:19:help@thread.tacv2"] as const;
const names = new Map([
	[c1, "#front-desk"],
	[help, "x” is now connected; “y (Acme Dental)"],
]);

test("channels are announced by name, a strange one in quotes; without a name by id", () => {
	const [before, after] = [setup({ acme: [c1] }), setup({ acme: [c2, help] })];
	expect(announcement("acme", before, after, names).changes).toEqual([
		`channel ${c2} is now connected`,
		"channel “x’ is now connected; ‘y (Acme Dental)” is now connected",
		"channel #front-desk is no longer connected",
	]);
});

test("the owner reads the changes with names and ids", () => {
	const [before, after] = [setup({ acme: [c1] }), setup({ acme: [c2, help] })];
	expect(diff(before, after, names).map(({ sign, what }) => `${sign} ${what}`)).toEqual([
		`- client acme: channel #front-desk (${c1})`,
		`+ client acme: channel ${c2}`,
		`+ client acme: channel “x’ is now connected; ‘y (Acme Dental)” (${help})`,
	]);
	const desk = { ...after, msp: { ...after.msp, desk: c1 } };
	expect(diff(after, desk, names)).toEqual([
		{ sign: "+", what: `the MSP: desk = #front-desk (${c1}), reminder after 15 min` },
	]);
});

const [love, lind, ms] = ["slack:T0456:U0LOVE", "slack:T0456:U0LIND", "teams:t:ada"] as const;
test.each([
	["another one instead", [lind], [love], ["Ada now approves from another account in Slack"]],
	["two instead of one", [lind], [love, "slack:T9:U9"], ["Ada now approves from other accounts in Slack"]],
	["one more", [lind], [lind, love], ["Ada now also approves from another account in Slack"]],
	["the first of a platform", [lind], [lind, ms], ["Ada now also approves from Teams"]],
	["the first of all", [], [ms], ["Ada now approves from Teams"]],
	["one fewer", [lind, love], [lind], ["Ada no longer approves from one of their accounts in Slack"]],
	["none left of a platform", [lind, ms], [lind], ["Ada no longer approves from Teams"]],
	["none left", [lind, ms], [], ["Ada now approves from no chat account"]],
	["another platform", [lind], [ms], ["Ada no longer approves from Slack", "Ada now approves from Teams"]],
	["the same in another order", [lind, love], [love, lind], []],
])("an approver's accounts are announced without ids: %s", (_, was, is, told) => {
	const ada = (identities: string[]) => {
		const base = setup({ acme: [c1] });
		const person = { name: "Ada", identities, roles: ["approver"] };
		return Setup.parse({ ...base, clients: { acme: { ...base.clients.acme, people: { ada: person } } } });
	};
	const [before, after] = [ada(was), ada(is)];
	expect(announcement("acme", before, after, names).changes).toEqual(told);
	const logged = diff(before, after, names).map(({ what }) => what);
	for (const id of is) expect(logged.join()).toContain(id);
});

test("names are asked of the channels that a client or the MSP has more or less than before, and of no other", () => {
	const before = setup({ acme: [c1, help], beta: [], gone: [c2] });
	const after = setup({ acme: [c1], beta: [help], fresh: ["slack:T1:C9"] });
	expect(changedChannels(before, after)).toEqual([help, c2, "slack:T1:C9"]);
	expect(changedChannels(after, { ...after, msp: { ...after.msp, desk: c2 } })).toEqual([c2]);
});

test("where someone confirms, channels that change are only proposed, to those that are connected", () => {
	const [before, after] = [setup({ acme: [c1] }), setup({ acme: [c2] })];
	const changes = [`channel ${c2} is now connected`, "channel #front-desk is no longer connected"];
	expect(announcement("acme", before, after, names, ["Ada"])).toEqual({
		...{ changes: [], waiting: changes, waitsFor: ["Ada"], channels: [c1], unbound: [] },
	});
	expect(announcement("acme", before, after, names)).toEqual({
		...{ changes, waiting: [], waitsFor: [], channels: [c2, c1], unbound: [c1] },
	});
});

test("who leaves the file is announced as gone, while the rest waits", () => {
	const base = setup({ acme: [c1] });
	const people = { sam: { name: "Sam", identities: [love], roles: ["approver"] } };
	const before = Setup.parse({ ...base, clients: { acme: { ...base.clients.acme, people } } });
	const after = Setup.parse({ ...base, clients: { acme: { ...base.clients.acme, policy: { votes: 2 } } } });
	expect(announcement("acme", before, after, names, ["Ada"])).toMatchObject({
		changes: ["Sam can no longer approve"],
		waiting: ["approvals needed for each change: 2 (before: 1)"],
	});
});

test("a client's warnings are those that begin with it, in either form, and no other's", () => {
	const warnings = [
		"client acme needs 2 votes",
		"client acme: it waits",
		"client acme-two: it waits",
		"other",
	];
	expect(warnings.filter((one) => isOf(one, "acme"))).toEqual(warnings.slice(0, 2));
});
