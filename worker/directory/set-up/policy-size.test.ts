// A policy that is too long for an approver to be asked about is refused; one that is so long already keeps nobody in.
import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import { emptySetup, problems } from "./diff.ts";

const ada = { name: "Ada", identities: ["slack:T1:UADA"], roles: ["approver"] };
const setup = (characters: number, people: object = { ada }): Setup =>
	Setup.parse({
		...{ v: 1, msp: { name: "Brightside IT" }, workspaces: {}, staff: {} },
		clients: {
			acme: {
				...{ name: "Acme", people },
				policy: {
					allow: Array.from({ length: 200 }, (_, n) => ({
						...{ name: `r-${n}`, command: `${n} `.padEnd(characters, "x"), shell: "sh" },
					})),
				},
			},
		},
	});
const tooLong = [expect.stringContaining("client acme: its policy is too long")];

test("a new or changed policy of more than 300,000 bytes is refused", () => {
	expect(problems(emptySetup(), setup(1_000))).toEqual([]);
	expect(problems(emptySetup(), setup(2_000))).toEqual(tooLong);
	expect(problems(setup(2_000), setup(2_001))).toEqual(tooLong);
});

test("people leave, though the policy is longer already", () => {
	expect(problems(setup(7_900), setup(7_900, {}))).toEqual([]);
});
