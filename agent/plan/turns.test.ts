import { expect, test } from "vitest";
import { newTurns } from "./turns.ts";

test("a plan's turn comes after those of all before it, whatever the order in which they are taken", async () => {
	const turns = newTurns();
	const came: number[] = [];
	const all = [0, 1, 2].map((n) => {
		const turn = turns.next();
		const come = turn.come.then(() => void came.push(n));
		return { ...turn, come };
	});
	await all[0]?.come;
	all[1]?.taken();
	await Promise.resolve();
	expect(came).toEqual([0]);
	all[0]?.taken();
	await all[2]?.come;
	expect(came).toEqual([0, 1, 2]);
});

test("a turn that no one takes in its time passes on, and those behind it keep their order", async () => {
	const turns = newTurns(1);
	const hung = turns.next();
	const behind = turns.next();
	const last = turns.next();
	await hung.come;
	await behind.come;
	let came = false;
	void last.come.then(() => {
		came = true;
	});
	await Promise.resolve();
	expect(came).toBe(false);
	behind.taken();
	await last.come;
});
