// A change of any size doesn't keep a leaver in: what takes effect at once does, though the rest can't be proposed.
import { expect, test } from "vitest";
import { Policy } from "../../protocol/people.ts";
import { inForceOf } from "./amendments.ts";
import { ada, amending, dana, olga, sam, tom } from "./testing/amending.ts";

const everyone = [dana, tom, ada, olga];
const long = (letter: string, characters: number) =>
	Policy.parse({
		allow: Array.from({ length: 200 }, (_, n) => ({
			...{ name: `r-${n}`, command: `${letter}${n} `.padEnd(characters, "x"), shell: "sh" as const },
		})),
	});

test("the log tells the beginning of a long change, and how much it leaves out", () => {
	const it = amending();
	it.apply({ people: [...everyone, sam] });
	it.says(ada, "confirm");
	it.apply({ policy: long("a", 3_000) });
	expect(it.says(ada, "confirm")).toBe("ok");
	it.apply({ people: everyone, policy: long("b", 3_000) });
	expect([it.approvers(), it.open()]).toEqual([["Ada"], expect.objectContaining({ ended: null })]);
	expect(Math.max(...it.log().map((line) => line.length))).toBeLessThan(6_000);
	expect(it.log().find((line) => line.includes("proposed a change") && line.includes("r-0"))).toMatch(
		/… and \d+ more characters: waits for Ada/,
	);
});

test("what can't be kept as proposed isn't in force, the log says so, and the leaver is cut off", () => {
	const it = amending();
	it.apply({ people: [...everyone, sam] });
	it.says(ada, "confirm");
	it.apply({ policy: Policy.parse({ votes: 2 }) });
	it.apply({ people: everyone, policy: long("c", 7_900) });
	expect([it.approvers(), it.self().policy.allow, it.open()]).toEqual([["Ada"], undefined, null]);
	expect(inForceOf(it.store).differs).toMatchObject({ state: "unkept", waitsFor: [] });
	// What waited before is older than what is in force.
	expect(it.says(ada, "confirm")).toBe("amendment-over replaced");
	expect(it.log()).toContain(
		"the owner (olga): couldn't propose a change: not in force, and nobody was asked: Error: it is too large",
	);
});
