// What a card tells of the logged-on user and of the person at the machine: before the approval, and after it.
import { describe, expect, test } from "vitest";
import type { PlanView } from "../protocol/read/view.ts";
import type { PersonSeen } from "../protocol/record/person.ts";
import { planCard } from "./kinds/plan.ts";
import { actions } from "./model/actions.ts";
import { renderSlack } from "./slack/card.ts";
import { renderTeams } from "./teams/card.ts";
import { type Read, readSlack, readTeams } from "./testing/read.ts";
import { endpoint, ids, planView, runView } from "./testing/views.ts";

const platforms = [
	{ name: "Slack", read: (plan: PlanView): Read => readSlack(renderSlack(planCard(plan), "slack:T01"), {}) },
	{
		name: "Teams",
		read: (plan: PlanView): Read => readTeams(renderTeams(planCard(plan), { ids }, "entitled")),
	},
] as const;

describe.each(platforms)("on $name", ({ read }) => {
	const linesOf = (plan: PlanView, start: string) =>
		read(plan).lines.flatMap((line) => ("said" in line && line.said.startsWith(start) ? [line.said] : []));
	const machine = (...loggedOn: string[]) => endpoint("CLIENT-ACCT-01", { loggedOn });

	test.each([
		[["Dana"], "Runs as the logged-on user (“Dana” now) ·"],
		[[], "Runs as the logged-on user (nobody now: then it doesn't run) ·"],
		[
			["Dana", "Tom"],
			"Runs as the logged-on user (“Dana”, “Tom” now; it runs only if just one is at the screen) ·",
		],
	])("it names who is logged on now: %j", (loggedOn, start) => {
		const runAs = { kind: "logged-on" } as const;
		expect(linesOf(planView({ runAs, endpoints: [machine(...loggedOn)] }), "Runs as")).toEqual([
			expect.stringContaining(start),
		]);
	});

	test.each([
		[["Dana"], "Runs as the logged-on user Dana, logged on now ·"],
		[["Tom"], "Runs as the logged-on user Dana, not logged on now ·"],
		[["ACME\\dana"], "Runs as the logged-on user Dana, logged on now ·"],
		[
			["ACME\\dana", "PC\\Dana"],
			"Runs as the logged-on user Dana, who may be any of 2 who are logged on now: then it doesn't run ·",
		],
	])("it says whether the named user is logged on: %j", (loggedOn, start) => {
		const runAs = { kind: "logged-on", name: "Dana" } as const;
		expect(linesOf(planView({ runAs, endpoints: [machine(...loggedOn)] }), "Runs as")).toEqual([
			expect.stringContaining(start),
		]);
	});

	const text = "IT will restart Outlook in 5 minutes.";
	const asks = { text, choices: ["now", "in-an-hour"], wait: 300, otherwise: "stop" } as const;
	test("the words for the person, their choices and what happens without them are on the card", () => {
		expect(linesOf(planView({ person: { ...asks, choices: [...asks.choices] } }), "Asks the person")).toEqual(
			[
				`Asks the person at the machine: “${text}” Now or in an hour? Without an answer within 5 min, it doesn't run`,
			],
		);
		expect(
			linesOf(planView({ person: { ...asks, choices: [], otherwise: "run" } }), "Tells the person"),
		).toEqual([`Tells the person at the machine, 5 min before it runs: “${text}”`]);
	});

	test("words that could be misread send the approver to the console", () => {
		const plan = planView({ person: { ...asks, choices: [], text: "Rеstart" } });
		expect(read(plan).buttons[0]).toBe(actions.review);
	});

	test.each<[Partial<PersonSeen>, string]>([
		[
			{ state: "asked", until: 1_705_078_000_000 },
			"CLIENT-ACCT-01 asked dana, and waits for an answer until ",
		],
		[
			{ state: "answered", answer: "in-an-hour", until: 1_705_078_000_000 },
			"dana at CLIENT-ACCT-01 chose “in an hour”: it runs at ",
		],
		[{ state: "answered", answer: "now", next: "run" }, "dana at CLIENT-ACCT-01 chose “now”"],
		[
			{ state: "unanswered", next: "stop" },
			"dana at CLIENT-ACCT-01 didn't answer in time: it doesn't run, as the plan says",
		],
		[
			{ state: "unreached", who: null, by: null, next: "run", because: "nobody is logged on at X" },
			"CLIENT-ACCT-01 reached nobody at the machine: it runs, as the plan says. CLIENT-ACCT-01 says “nobody is logged on at X”",
		],
	])("it tells what became of them: %j", (changes, start) => {
		const none = { offered: [], answer: null, until: null, because: null };
		const person: PersonSeen = {
			state: "told",
			who: "dana",
			by: "notify-send",
			next: "wait",
			...none,
			...changes,
		};
		const run = runView({ state: "waiting", end: null, person });
		const lines = read(planView({ state: "running", runs: [run] })).lines;
		expect(lines.some((line) => "said" in line && line.said.startsWith(start))).toBe(true);
		const title = person.next === "wait" ? "Waiting for the person at" : "Running on";
		expect(lines[0]).toEqual({ said: `${title} CLIENT-ACCT-01` });
	});
});
