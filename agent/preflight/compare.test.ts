// What a plan has room for, and what changed since: nothing is taken to be as it was because it was left out.
import { expect, test } from "vitest";
import type { ResolvedName, StepPreflight } from "../../protocol/plan/preflight.ts";
import { bounded } from "./bounded.ts";
import { difference } from "./compare.ts";
import type { Found } from "./found.ts";

const bare = { version: null, sha256: null, module: null };
const program = (name: string, path = `/bin/${name}`): ResolvedName => ({
	name,
	kind: "program",
	path,
	...bare,
});
const of = (some: Partial<Found>): Found => ({
	parsed: true,
	problems: [],
	names: [],
	calls: [],
	effects: [],
	...some,
});

/** As the plan has it. */
const before = (...found: Found[]): StepPreflight[] => {
	const answer = bounded(found);
	if (answer?.state !== "checked") throw new Error("it didn't fit");
	return answer.steps;
};
const many = (count: number) => Array.from({ length: count }, (_, i) => program(`tool${i}`));

test("a step whose names are as they were hasn't changed, however many they are", () => {
	const found = of({ names: many(300) });
	expect(before(found)).toMatchObject([{ cut: true }]);
	expect(difference(before(found), { state: "checked", steps: [found] })).toBeNull();
});

test("a name that is elsewhere or gone has changed, behind however many others", () => {
	const then = before(of({ names: [program("x"), program("y")] }));
	const now = (...names: ResolvedName[]) =>
		difference(then, { state: "checked", steps: [of({ names: [...many(300), ...names] })] });
	expect(now(program("x"), program("y"))).toBeNull();
	expect(now(program("x"), program("y", "/tmp/y"))).toContain("y was /bin/y, and is /tmp/y now.");
	expect(now(program("x"))).toContain("y was /bin/y, and is missing now.");
});

test("a name that was missing has changed where it is there, though the plan had no room for others", () => {
	const missing = { what: "missing", kind: "command", name: "x", line: 1 } as const;
	const then = before(of({ problems: [missing], names: many(300) }));
	const steps = [of({ names: [...many(300), program("x")] })];
	expect(difference(then, { state: "checked", steps })).toContain("x was missing, and is /bin/x now.");
});

test("a step that can't be parsed is said to be one, whatever there is no room for", () => {
	const missing = { what: "missing", kind: "command", name: "x".repeat(256), line: 1 } as const;
	const syntax = { what: "syntax", line: 1, column: 1, message: "no }" } as const;
	const names = many(100).map((one) => ({ ...one, path: "/".repeat(4_096) }));
	const full = of({ names, problems: [...Array.from({ length: 30 }, () => missing), syntax] });
	const steps = before(...Array.from({ length: 21 }, () => full));
	for (const { problems, cut } of steps) expect([problems[0], cut]).toEqual([syntax, true]);
});

test("nothing counts as unchanged where it can't be looked at, and the reason says why", () => {
	const then = before(of({ names: [program("x")] }));
	const unable = (because: "too-slow" | "failed", detail: string | null) =>
		difference(then, { state: "unable", because, detail });
	expect(unable("too-slow", null)).toMatch(/could not check .*: it took longer than 2 minutes\.$/);
	expect(unable("failed", "there is no pwsh here")).toMatch(/: there is no pwsh here$/);
	expect(unable("failed", null)).toMatch(/of the proposal\.$/);
});
