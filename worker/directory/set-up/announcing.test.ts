// What a client's people read when its channels change: names where they are known, ids where they aren't.
import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import { announcedChannels, announcement } from "./announcing.ts";

const setup = (clients: Record<string, string[]>): Setup =>
	Setup.parse({
		v: 1,
		msp: { name: "Brightside IT" },
		clients: Object.fromEntries(
			Object.entries(clients).map(([key, channels]) => [key, { name: key, channels }]),
		),
	});
const [c1, c2, help] = ["slack:T1:C1", "slack:T1:C2", "teams:t:19:help@thread.tacv2"] as const;
const names = new Map([
	[c1, "#front-desk"],
	[help, "x” is now connected; “y (Acme Dental)"],
]);

test("channels are announced by name, a strange one in quotes; without a name by id", () => {
	const [before, after] = [setup({ acme: [c1] }), setup({ acme: [c2, help] })];
	expect(announcement("acme", before, after, names).changes).toEqual([
		`channel ${c2} is now connected`,
		"channel “x’ is now connected; ‘y (Acme Dental)” is now connected",
		"channel #front-desk is no longer connected",
	]);
});

test("names are asked of the channels that a client has more or less than before, and of no other", () => {
	const before = setup({ acme: [c1, help], beta: [], gone: [c2] });
	const after = setup({ acme: [c1], beta: [help], fresh: ["slack:T1:C9"] });
	expect(announcedChannels(before, after)).toEqual([help, c2]);
});
