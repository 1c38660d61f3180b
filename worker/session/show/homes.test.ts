import { describe, expect, test } from "vitest";
import { Policy } from "../../../protocol/people.ts";
import { Msp, type Snapshot } from "../../contracts/values/snapshot.ts";
import { directly, homesOf } from "./homes.ts";

const workspaces = [
	{ id: "slack:T1", enterprise: "E1" },
	{ id: "slack:T2", enterprise: "E1" },
	{ id: "slack:T3", enterprise: null },
	{ id: "teams:tenant-1", enterprise: null },
];
const snapshot: Snapshot = {
	client: "c_g0000000000000000",
	name: "Acme Dental",
	version: 1,
	policy: Policy.parse({}),
	people: [],
	endpoints: [],
	channels: [],
	msp: Msp.parse({ workspaces }),
};
const ada = { identities: ["slack:E1:U1", "teams:tenant-1:a-1", "slack:T9:U9"] };

describe("where someone can be reached", () => {
	test.each([
		["of a workspace: there", "slack:T3:U1", ["slack:T3"]],
		["of a Slack organisation: in each of its workspaces", "slack:E1:U1", ["slack:T1", "slack:T2"]],
		["of a tenant: there", "teams:tenant-1:a-1", ["teams:tenant-1"]],
		["of a workspace that the set-up does not list: nowhere", "slack:T9:U9", []],
		["of an organisation that only begins alike: nowhere", "slack:E12:U1", []],
	])("%s", (_, identity, homes) => {
		expect(homesOf(snapshot, identity)).toEqual(homes);
	});

	test("directly, once for each account, where the session is if that can be", () => {
		const teams = { identity: "teams:tenant-1:a-1", workspace: "teams:tenant-1" };
		expect(directly(snapshot, ada, ["slack:T2"])).toEqual([
			{ identity: "slack:E1:U1", workspace: "slack:T2" },
			teams,
		]);
		expect(directly(snapshot, ada, ["slack:T3"])).toEqual([
			{ identity: "slack:E1:U1", workspace: "slack:T1" },
			teams,
		]);
	});
});
