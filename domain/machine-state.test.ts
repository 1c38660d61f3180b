import { expect, test } from "vitest";
import { machineState } from "./machine-state.ts";

const endpoint = { online: true, quarantined: false, held: null };
const known = { declared: true, endpoint, busy: false };

test.each([
	["online", "whose agent is connected", known],
	["offline", "whose agent isn't", { ...known, endpoint: { ...endpoint, online: false } }],
	["held", "whose machine an owner has to confirm", { ...known, endpoint: { ...endpoint, held: {} } }],
	[
		"blocked",
		"whose key two machines share, on hold or not",
		{ ...known, endpoint: { ...endpoint, quarantined: true, held: {} } },
	],
	["pending", "that no agent is enrolled for", { ...known, endpoint: null }],
	[
		"removing",
		"that the set-up no longer names, while a plan for it isn't over",
		{ ...known, declared: false, busy: true },
	],
	["removed", "that the set-up no longer names", { ...known, declared: false, endpoint: null }],
] as const)("%s: a machine %s", (state, _, machine) => {
	expect(machineState(machine)).toBe(state);
});
