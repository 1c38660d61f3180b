import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { patient } from "./patience.ts";

const never = () => new Promise<string>(() => {});
const named = (path: string) => Promise.resolve(path.toUpperCase());

test("more questions than may be open at a time wait for their turn", async () => {
	const found = patient(named, 60_000, 2);
	expect(await Promise.all(["a", "b", "c", "d"].map(found))).toEqual(["A", "B", "C", "D"]);
});

test("nobody waits for a question that is late, and it is open until it is answered", async () => {
	const { promise, resolve } = Promise.withResolvers<string>();
	const asked: string[] = [];
	const found = patient(
		(path) => {
			asked.push(path);
			return path === "slow" ? promise : path === "gone" ? never() : named(path);
		},
		1,
		2,
	);
	expect(await found("slow")).toBeNull();
	expect(await found("a")).toBe("A");
	expect(await Promise.all(["gone", "b"].map(found))).toEqual([null, undefined]);
	expect(await Promise.all(["slow", "gone", "c"].map(found))).toEqual([null, null, undefined]);
	resolve("awake");
	await promise;
	expect(await found("c")).toBe("C");
	expect(asked).toEqual(["slow", "a", "gone", "c"]);
});

test("an answer that comes while this program gets no turn is in time", async () => {
	const found = patient(() => setImmediate("here"), 20);
	// What follows is before the timers and what was read.
	await setImmediate();
	const answer = found("a");
	holdUp(200);
	expect(await answer).toBe("here");
});

test("a question that fails fails for who asked, and for nobody else", async () => {
	const unheard: unknown[] = [];
	const hear = (thrown: unknown) => unheard.push(thrown);
	process.on("unhandledRejection", hear);
	const found = patient(() => Promise.reject(new Error("no")), 60_000);
	await expect(found("a")).rejects.toThrow("no");
	await setImmediate();
	process.off("unhandledRejection", hear);
	expect(unheard).toEqual([]);
});

/** As a busy machine does, or one that sleeps. */
const holdUp = (ms: number): void => {
	for (const until = performance.now() + ms; performance.now() < until; );
};
