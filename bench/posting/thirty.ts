// Thirty plans in one conversation, approved within a second: when the last of their cards shows its end, beside when the platform's
// limits allow it. In virtual time, so it takes a second; a process of its own, as it has the Worker's globals.
import { slackPace } from "../../worker/workspace/platform/slack.ts";
import { teamsPace } from "../../worker/workspace/platform/teams.ts";
import { approveAll, figuresOf, leastInTeams } from "../../worker/workspace/testing/thirty.ts";
import { print } from "../figures.ts";

const seconds = (value: number): string => `${value.toFixed(1)} s`;
const half = (times: number[]): number => (times[times.length >> 1] ?? 0) / 1_000;

for (const [name, pace, limit] of [
	["Slack", slackPace, undefined],
	["Teams", teamsPace, leastInTeams],
] as const)
	for (const lasting of [2_000, 20_000, 70_000]) {
		const { thread } = await approveAll(lasting, "nowhere", pace);
		const { reached, least } = figuresOf(thread.ended, lasting, limit);
		print(
			`30 final cards in ${name}, of commands that take ${seconds(lasting / 1_000)}`,
			{
				"the last after": seconds(reached),
				"half of them after": seconds(half(thread.ended)),
				"the platform's limits allow": seconds(least),
				"buttons gone after": seconds((thread.decided.at(-1) ?? 0) / 1_000),
			},
			{ what: "35 s where the limits allow it", is: reached <= Math.max(35, least) ? "held" : "missed" },
		);
	}
