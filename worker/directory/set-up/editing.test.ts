// One change of a client's set-up: what it changes, and that it changes nothing else.
import { expect, test } from "vitest";
import { parse } from "yaml";
import { Policy } from "../../../protocol/people.ts";
import { Setup } from "../../../protocol/setup.ts";
import type { SetupEdit } from "../../../protocol/setup-edit.ts";
import { setUpText } from "../../http/set-ups.ts";
import { diff } from "./diff.ts";
import { edited } from "./editing.ts";

const setup = Setup.parse({
	v: 1,
	msp: { name: "Brightside IT" },
	staff: { olga: { name: "Olga", identities: ["slack:T1:U0"], roles: ["owner"] } },
	workspaces: { "slack:T1": {} },
	clients: {
		acme: {
			name: "Acme",
			people: { ada: { name: "Ada", label: "a@x", identities: ["slack:T1:U1"], roles: ["approver"] } },
			endpoints: { "FRONT-01": { description: "front" }, "007": {} },
			channels: ["slack:T1:C1"],
		},
		globex: { name: 'Globex: "quoted" # not a comment', policy: { legalHold: true } },
	},
});
const changes = (edit: SetupEdit): string[] => {
	const { acme } = setup.clients;
	if (!acme) throw new Error("no Acme");
	return diff(setup, edited(setup, "acme", acme, edit), new Map()).map(({ sign, what }) => `${sign} ${what}`);
};
const ada = { key: "ada", name: "Ada", label: "a@x", identities: ["slack:T1:U1"] };

test.each<[SetupEdit, string[]]>([
	[
		{ edit: "person", ...ada, roles: ["approver", "technician"] },
		["~ client acme: person ada: Ada, approver + technician, slack:T1:U1"],
	],
	[{ edit: "person", ...ada, roles: ["approver"] }, []],
	// In another order than the file's.
	[
		{
			roles: ["approver"],
			identities: ["slack:T1:U1"],
			label: "a@x",
			name: "Ada",
			key: "ada",
			edit: "person",
		},
		[],
	],
	[
		{ edit: "person", key: "sam", name: "Sam", identities: [], roles: ["requester"] },
		["+ client acme: person sam: Sam, requester, no chat identity"],
	],
	[{ edit: "remove-person", key: "ada" }, ["- client acme: person ada: Ada, approver, slack:T1:U1"]],
	[{ edit: "remove-person", key: "nobody" }, []],
	[{ edit: "policy", policy: Policy.parse({ votes: 2 }) }, ["~ client acme: policy votes = 2"]],
	[{ edit: "policy", policy: Policy.parse({}) }, []],
	[{ edit: "channels", channels: [] }, ["- client acme: channel slack:T1:C1"]],
	[{ edit: "machine", name: "BACK-02", description: "" }, ["+ client acme: endpoint BACK-02"]],
	[{ edit: "remove-machine", name: "FRONT-01" }, ["- client acme: endpoint FRONT-01 (front)"]],
])("%j changes %j", (edit, lines) => {
	expect(changes(edit)).toEqual(lines);
});

test("the exported file is the set-up: applying it again changes nothing", () => {
	expect(Setup.parse(parse(setUpText(setup)))).toEqual(setup);
});
