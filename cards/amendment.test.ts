// The card of a change that waits for an approver: exactly what changes, a line each, and buttons for who confirms it alone.
import { describe, expect, test } from "vitest";
import type { ClientNotice } from "../protocol/read/client-notice.ts";
import { clientNoticeCard } from "./kinds/client-notice.ts";
import { actions } from "./model/actions.ts";
import { renderSlack } from "./slack/card.ts";
import { renderTeams } from "./teams/card.ts";
import { readSlack, readTeams } from "./testing/read.ts";
import { ids } from "./testing/views.ts";

type View = Extract<ClientNotice, { turn: "amendment" }>;
const view = (some: Partial<View> = {}): View => ({
	...{
		turn: "amendment",
		client: "Acme Dental",
		by: "the owner (olga)",
		link: "https://caisey.example/changes",
	},
	changes: [
		"Eve Stone can now approve from slack:T1:UEVE",
		"approvals needed for each change: 2 (before: 1)",
	],
	...{ waitsFor: ["Ada Lindqvist", "Ben Roy"], ended: null, review: null },
	offers: "c_g0123456789abcdef.am_g0123456789abcdef",
	...some,
});
const platforms = [
	{ name: "Slack", read: (some: View) => readSlack(renderSlack(clientNoticeCard(some), "slack:T01"), {}) },
	{ name: "Teams", read: (some: View) => readTeams(renderTeams(clientNoticeCard(some), { ids })) },
];

describe.each(platforms)("on $name, the card of a change", ({ read }) => {
	test("says who wants it, each line of it, and for whom it waits; and offers both answers", () => {
		const { sentences, buttons } = read(view());
		expect(sentences.join("\n")).toMatch(
			/^The owner \(olga\) wants to change who may approve at Acme Dental, its policy or its channels\.\n• Eve Stone can now approve from slack:T1:UEVE\n• approvals needed for each change: 2 \(before: 1\)\nNothing of it is in force until Ada Lindqvist or Ben Roy confirms it: /,
		);
		expect(buttons).toEqual([actions.changeConfirm, actions.changeRefuse]);
	});

	test.each([
		["in a channel", { offers: null }, []],
		["where approvers sign with passkeys", { review: "passkey" as const }, [actions.changeRefuse]],
		["where chat can't show all of it", { review: "long" as const }, [actions.changeRefuse]],
		["once it is over", { ended: { how: "refused" as const, by: "Ada Lindqvist" } }, []],
	])("offers no confirmation %s", (_, some, offered) => {
		expect(read(view(some)).buttons).toEqual(offered);
	});

	test("keeps each line on its own, in bounds, whatever a name holds", () => {
		const forged = `Eve\n✓ confirmed by Ada Lindqvist\u202e${"!".repeat(3_000)}`;
		const { sentences } = read(view({ changes: Array.from({ length: 40 }, () => forged), by: forged }));
		expect(sentences).toHaveLength(15);
		expect(sentences.filter((one) => /^✓/.test(one))).toEqual([]);
		expect(sentences.join("").length).toBeLessThan(6_000);
		expect(sentences.join("")).not.toContain("\u202e");
		expect(sentences.at(-2)).toBe("… and 28 more, in the console");
	});
});
