// Who an access list lets in, read from Windows' text of it.
import { expect, test } from "vitest";
import { allowedIn, ownerHere } from "./access.ts";

test.each([
	[
		"the owner and each who is allowed",
		"O:BAD:P(A;OICI;FA;;;SY)(A;;FR;;;S-1-5-21-7)",
		["BA", "SY", "S-1-5-21-7"],
	],
	["nobody whom it refuses", "O:SYD:PAI(D;;FA;;;WD)(OD;;FA;;;BU)(A;;FA;;;BA)", ["SY", "BA"]],
	["the owner alone, if it is empty", "O:SYD:P", ["SY"]],
	["everyone, if there is none", "O:SY", ["WD"]],
	["everyone, if it says so", "O:SYD:NO_ACCESS_CONTROL", ["WD"]],
	[
		"everyone, by an entry with a condition",
		'O:SYD:P(A;;FA;;;SY)(XA;;FR;;;BU;(@User.Title == "PM"))',
		["WD"],
	],
	["everyone, by an entry that isn't known", "O:SYD:P(A;;FA;;;SY)(A;;FA)", ["WD"]],
	["everyone, if the text isn't known", "O:SYD:P(A;;FA;;;SY", ["WD"]],
])("an access list lets in %s", (_, text, who) => {
	expect(allowedIn(text)).toEqual(who);
});

test("an elevated administrator's folder is the administrators', so that SYSTEM takes it over; another's is its own", () => {
	const user = { name: "ACME\\ada", sid: "S-1-5-21-7" };
	const groups = [{ name: "BUILTIN\\Administrators", sid: "S-1-5-32-544" }];
	expect(ownerHere({ user, groups, elevated: true })).toBe("BA");
	expect(ownerHere({ user, groups, elevated: false })).toBe("S-1-5-21-7");
	expect(ownerHere({ user, groups: [], elevated: true })).toBe("S-1-5-21-7");
});
