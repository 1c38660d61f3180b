import { expect, test } from "vitest";
import { newest } from "./newest.ts";

test("one works at a time, and of those that wait only the newest", async () => {
	const turns = newest();
	const first = Promise.withResolvers<string>();
	const began: string[] = [];
	const work =
		(name: string, done: Promise<string> = Promise.resolve(name)) =>
		() => {
			began.push(name);
			return done;
		};
	const all = [
		turns.take(work("a", first.promise)),
		turns.take(work("b")),
		turns.take(work("c")),
		turns.take(work("d")),
	];
	expect([began, turns.idle()]).toEqual([["a"], false]);
	first.resolve("a");
	expect(await Promise.all(all)).toEqual(["a", null, null, "d"]);
	expect([began, turns.idle()]).toEqual([["a", "d"], true]);
});

test("one that fails holds up no other", async () => {
	const turns = newest();
	const failing = turns.take(() => Promise.reject(new Error("lost")));
	const next = turns.take(async () => "next");
	await expect(failing).rejects.toThrow("lost");
	expect(await next).toBe("next");
});
