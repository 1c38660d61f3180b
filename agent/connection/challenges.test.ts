import { expect, test } from "vitest";
import { newChallenges } from "./challenges.ts";

const clock = () => {
	let time = 0;
	const pass = (ms: number) => {
		time += ms;
	};
	return { now: () => time, pass };
};

test("a challenge works once, for its plan", () => {
	const challenges = newChallenges(60_000);
	const challenge = challenges.make("pl_1");
	expect(Buffer.from(challenge, "base64")).toHaveLength(32);
	expect(challenges.consume("pl_2", challenge)).toBeNull();
	expect(challenges.planOf(challenge)).toBe("pl_1");
	expect(challenges.consume("pl_1", challenge)).not.toBeNull();
	expect(challenges.consume("pl_1", challenge)).toBeNull();
	expect(challenges.planOf(challenge)).toBeUndefined();
});

test("a challenge works for a minute, and not a millisecond longer", () => {
	const { now, pass } = clock();
	const challenges = newChallenges(60_000, now);
	pass(7);
	const [one, two] = [challenges.make("pl_1"), challenges.make("pl_2")];
	pass(60_000);
	expect(challenges.consume("pl_1", one)).toBe(7);
	pass(1);
	expect(challenges.consume("pl_2", two)).toBeNull();
});

test("if two offers cross, either challenge works, but only one of them", () => {
	const challenges = newChallenges(60_000);
	const former = challenges.make("pl_1");
	const newer = challenges.make("pl_1");
	expect(challenges.consume("pl_1", former)).not.toBeNull();
	expect(challenges.consume("pl_1", newer)).toBeNull();
});

test("a plan that was cancelled has no challenge any more", () => {
	const challenges = newChallenges(60_000);
	const challenge = challenges.make("pl_1");
	challenges.forget("pl_1");
	expect(challenges.consume("pl_1", challenge)).toBeNull();
});
