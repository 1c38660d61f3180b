import { expect, test } from "vitest";
import { rightsText } from "./accounts.ts";

test.each(["root", "SYSTEM", "NT AUTHORITY\\SYSTEM", "nt authority\\system"])(
	"%s has full rights",
	(account) => {
		expect(rightsText(account)).toBe(", with full administrator rights");
	},
);

test.each(["", "dana", "ACME\\svc_update", "root2", "NT AUTHORITY\\NETWORK SERVICE"])(
	"nothing is said about the rights of “%s”",
	(account) => {
		expect(rightsText(account)).toBe("");
	},
);
