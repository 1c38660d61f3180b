// Whose passkeys a set-up ends.
import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import { deprived } from "./deprived.ts";

const [one, two] = ["slack:T1:U1", "slack:T1:U2"] as const;
const setup = (ada: string[] | null, tom: string[] | null = [two], clients = ["acme"]): Setup =>
	Setup.parse({
		v: 1,
		msp: { name: "Brightside IT" },
		staff: tom ? { tom: { name: "Tom", identities: tom, roles: ["technician"] } } : {},
		clients: Object.fromEntries(
			clients.map((key) => [
				key,
				{
					name: key,
					people: ada ? { ada: { name: "Ada", identities: ada, roles: ["approver"] } } : {},
				},
			]),
		),
	});
const names = (after: Setup) =>
	deprived(setup([one]), after).map(({ client, key }) => `${client?.key ?? "staff"}/${key}`);

test.each([
	["nobody changes", setup([one]), []],
	["an account is added", setup([one, "slack:T1:U9"]), []],
	["another account replaces it", setup(["slack:T1:U9"]), ["acme/ada"]],
	["the account goes", setup([]), ["acme/ada"]],
	["someone leaves", setup(null), ["acme/ada"]],
	["someone of the staff leaves", setup([one], null), ["staff/tom"]],
	["the client leaves", setup([one], [two], []), ["acme/ada"]],
])("if %s", (_what, after, expected) => {
	expect(names(after)).toEqual(expected);
});
