// Whose passkeys and sign-ins a set-up ends.
import { describe, expect, test } from "vitest";
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

describe("someone whose plans come by mail", () => {
	const mailed = (email?: string): Setup => {
		const file = setup([one]);
		const { ada } = file.clients.acme?.people ?? {};
		if (ada && email !== undefined) ada.email = email;
		return file;
	};
	test.each([
		["keeps the address", "ada@acme.example", []],
		["gets another address", "ada@new.example", ["ada"]],
		["loses the address", undefined, ["ada"]],
	])("if she %s", (_what, after, expected) => {
		const all = deprived(mailed("ada@acme.example"), mailed(after));
		expect(all.map(({ key }) => key)).toEqual(expected);
	});
	test("loses nothing with a first address", () => {
		expect(deprived(mailed(), mailed("ada@acme.example"))).toEqual([]);
	});
});
