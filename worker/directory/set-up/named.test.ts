// Whom a client may name for when no approver can be reached: someone of its own who can sign in and doesn't approve anyway.
import { expect, test } from "vitest";
import type { z } from "zod";
import { Setup } from "../../../protocol/setup.ts";
import { emptySetup, problems } from "./diff.ts";

type Person = z.input<typeof Setup>["clients"][string]["people"];
const account = "slack:T1:UDANA";
const file = (people: Person, staff: Person = {}): Setup =>
	Setup.parse({
		...{ v: 1, msp: { name: "Brightside" }, staff, workspaces: { "slack:T1": {} } },
		clients: { acme: { name: "Acme", people, breakGlass: "dana" } },
	});
const dana = (change: object = {}) => ({ name: "Dana", roles: ["requester" as const], ...change });

test.each([
	["has an account", { dana: dana({ identities: [account] }) }, []],
	["has an address", { dana: dana({ email: "dana@acme.example" }) }, []],
	["isn't of the client", {}, [expect.stringContaining("add this person under people")]],
	[
		"has neither account nor address",
		{ dana: dana() },
		[
			"client acme: breakGlass dana: has no account and no address, so they could confirm nothing. Give them one",
		],
	],
	[
		"approves anyway",
		{ dana: dana({ identities: [account], roles: ["approver"] }) },
		[expect.stringContaining("is an approver anyway")],
	],
	[
		"is of the IT provider",
		{ dana: dana({ identities: [account], roles: ["technician"] }) },
		[expect.stringContaining("is of the IT provider")],
	],
])("a person who %s", (_, people, expected) => {
	expect(problems(emptySetup(), file(people))).toEqual(expected);
});
