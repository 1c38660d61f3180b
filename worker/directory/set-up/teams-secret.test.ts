// What an apply says of a Teams app that gets no token.
import { expect, test } from "vitest";
import { refusedBecause } from "./teams-secret.ts";

const answered = "no token: the identity service answered";

test.each([
	["401 AADSTS7000222: the secret has expired", "Make a new client secret, and set its value"],
	["401 AADSTS7000215: the secret is wrong", "Make a new client secret, and set its value"],
	["400 AADSTS90002: there is no such tenant", "Check all three"],
	["400 AADSTS700016: there is no such app in that tenant", "Check all three"],
	["400", "Check all three"],
])("a new secret is advised only where it mends that: %s", (why, advice) => {
	expect(refusedBecause(`${answered} ${why}`)).toContain(
		`(${answered} ${why}), so Caisey can't post there. ${advice}`,
	);
});
