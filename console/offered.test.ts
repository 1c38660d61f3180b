// Which buttons a transcript's page has for whom: those that the Worker will accept, and no others.
import { expect, test } from "vitest";
import type { Role } from "../protocol/people.ts";
import { consoleRoutes } from "./routes.ts";
import { door } from "./testing/door.ts";
import { friday, ids, openSession } from "./testing/sample.ts";

const other = "p_g0000000000000009";

/** What the page offers this reader, with these roles if they aren't one of the three. */
const buttons = async (reader: string, roles: Role[], asker: string = ids.ada): Promise<string[]> => {
	const session = openSession();
	session.opening.people = [
		{ id: ids.tom, name: "Tom", label: null, identities: [], roles: ["technician", "approver"] },
		{ id: ids.ada, name: "Ada", label: null, identities: [], roles: ["approver"] },
		{ id: ids.dana, name: "Dana", label: null, identities: [], roles: ["owner"] },
		...(reader === other ? [{ id: other, name: "Other", label: null, identities: [], roles }] : []),
	];
	session.erasures = [
		{
			id: ids.erasure,
			by: { surface: "browser", person: asker, identity: null, name: "Ada", label: null },
			at: friday("17:00:00"),
			expires: friday("17:00:00") + 1,
			reason: "names a patient",
			targets: [{ seq: 2 }],
		},
	];
	const entrance = door([session]);
	entrance.me = { person: reader, name: "Reader" };
	const page = await consoleRoutes(entrance.options).request(`/s/${ids.session}`, {
		headers: { Cookie: entrance.cookie },
	});
	const html = await page.text();
	return [
		...[...html.matchAll(/value="(approve|deny|confirm|decline|withdraw)"/g)].map(([, value]) => value ?? ""),
		...(html.includes(`href="/s/${ids.session}/erase"`) ? ["erase"] : []),
	].sort();
};

test.each([
	[
		"an approver decides, and withdraws what they asked for",
		ids.ada,
		[],
		["approve", "deny", "erase", "withdraw"],
	],
	["an approver who proposed it does not decide, nor answer for their own side", ids.tom, [], ["erase"]],
	[
		"another approver decides, but does not answer for their own side",
		other,
		["approver"],
		["approve", "deny", "erase"],
	],
	["an owner answers what an approver asked for", ids.dana, [], ["confirm", "decline", "erase"]],
	["a technician gets none", other, ["technician"], []],
	["a requester gets none", other, ["requester"], []],
] satisfies [string, string, Role[], string[]][])("%s", async (_, reader, roles, expected) => {
	expect(await buttons(reader, roles)).toEqual(expected);
});

test("an approver answers an owner's request, another owner doesn't", async () => {
	expect(await buttons(ids.ada, [], ids.dana)).toEqual(["approve", "confirm", "decline", "deny", "erase"]);
	expect(await buttons(other, ["owner"], ids.dana)).toEqual(["erase"]);
});
