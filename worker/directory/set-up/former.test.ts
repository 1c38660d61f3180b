// Clients of before it was kept what is in force there: judged from the first apply on by what their set-up said.
import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import type { InForce } from "../../contracts/values/set-up.ts";
import { keepFormer, unconfirmedProblems } from "./in-force.ts";

const channel = "slack:T1:C1";
const ada = { name: "Ada", identities: ["slack:T1:UADA"], roles: ["approver"] };
const setup = (clients: object): Setup => Setup.parse({ v: 1, msp: { name: "Brightside IT" }, clients });
const before = setup({ acme: { name: "Acme", channels: [channel], people: { ada } } });
const moved = setup({
	thief: { name: "Thief", channels: [channel] },
	acme: { name: "Acme", channels: [], people: { ada } },
});

test("a channel of one with an approver goes to another client in two steps, also at the first apply", () => {
	const kept = new Map<string, InForce>();
	const core = {
		people: { clientId: (key: string) => key, keyOf: () => null },
		inForceAt: {
			of: (client: string) => kept.get(client) ?? null,
			keep: (client: string, is: InForce) => void kept.set(client, is),
		},
	} as unknown as Parameters<typeof keepFormer>[0];
	keepFormer(core, before);
	expect(unconfirmedProblems(core, before, moved)).toEqual([
		expect.stringContaining(
			`client thief: channel ${channel} is client acme's until an approver there confirms`,
		),
	]);
	expect(kept.get("acme")?.confirmers).toEqual(["Ada"]);
});
