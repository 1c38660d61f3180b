// What the person at the machine is told or asked, and what became of it: for cards, pages and exports.
import { named, says } from "../domain/line.ts";
import { asksPerson, type PersonChoice, type ToldPerson } from "../protocol/plan/person.ts";
import type { PersonSeen } from "../protocol/record/person.ts";
import { within } from "./amounts.ts";
import { utcMinute } from "./times.ts";

/** Before and after the plan's words for the person. */
export const aroundPersonText = (person: ToldPerson): [string, string] => {
	const { wait, otherwise } = person;
	const instead = otherwise === "run" ? "it runs" : "it doesn't run";
	if (asksPerson(person))
		return [
			"Asks the person at the machine: ",
			` Now or in an hour? Without an answer within ${within(wait)}, ${instead}`,
		];
	const after = wait === 0 ? "right before it runs" : `${within(wait)} before it runs`;
	return [
		`Tells the person at the machine, ${after}: `,
		otherwise === "run" ? "" : " If no one is there, it doesn't run",
	];
};

/** A piece of a sentence; `time`: an instant, to be shown in the reader's zone where that can be. */
export type TimedPart = string | { time: number };

/** `CLIENT-ACCT-01: dana answered “in an hour”, starts again at …`. Names and reasons are the machine's words. */
export const personParts = (seen: PersonSeen, endpoint: string): TimedPart[] => {
	const { state, who, answer, until, because, next } = seen;
	const person = who === null ? "the person" : named(who);
	const at = (words: string): TimedPart[] => (until === null ? [] : [words, { time: until }]);
	switch (state) {
		case "told":
			return [
				`${endpoint} told ${person}`,
				...(until === null ? [", and it runs"] : at(", and it runs at ")),
			];
		case "asked":
			return [`${endpoint} asked ${person}`, ...at(", and waits for an answer until ")];
		case "answered":
			return [`${person} at ${endpoint} chose “${choices[answer ?? "now"]}”`, ...at(": it runs at ")];
		case "unanswered":
			return [`${person} at ${endpoint} didn't answer in time: ${follows[next]}, as the plan says`];
		case "unreached":
			return [
				`${endpoint} reached nobody at the machine: ${follows[next]}, as the plan says. ${says(endpoint, because ?? "")}`,
			];
	}
};

/** The same with times in UTC. */
export const personText = (seen: PersonSeen, endpoint: string): string =>
	personParts(seen, endpoint)
		.map((part) => (typeof part === "string" ? part : utcMinute(part.time)))
		.join("");

const choices = { now: "now", "in-an-hour": "in an hour" } as const satisfies Record<PersonChoice, string>;
const follows = {
	wait: "it waits",
	run: "it runs",
	stop: "it doesn't run",
} as const satisfies Record<PersonSeen["next"], string>;
