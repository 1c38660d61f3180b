// What makes a card out of date about an endpoint.
import { expect, test } from "vitest";
import type { Shown } from "../contracts/values/listed.ts";
import { changedSince } from "./following.ts";

const online: Shown = { id: "e_1", online: true, quarantined: false, held: null, disk: "room" };
const away: Shown = { ...online, online: false };
const held: Shown = { ...online, held: { because: ["host"], from: "vm", to: "COPY-7", since: 1 } };
const full: Shown = { ...online, disk: "full" };
const other: Shown = { ...away, id: "e_2" };

test.each([
	["went away", online, away],
	["came back", away, online],
	["is on hold by now", online, held],
	["is confirmed by now", held, online],
	["is blocked by now", away, { ...away, quarantined: true }],
	["has a full disk", online, full],
	["has room again", full, online],
])("a card is out of date about an endpoint that %s", (_, was, is) => {
	expect(changedSince([was], [is, other])).toEqual([is]);
});

test("a card is up to date about an endpoint that is as it was, and about one that was removed", () => {
	expect(changedSince([online], [online, other])).toEqual([]);
	expect(changedSince([online], [other])).toEqual([]);
});
