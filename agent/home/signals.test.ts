// Which signals ask the program to stop again.
import { expect, test } from "vitest";
import { presses } from "./signals.ts";

const heard = (...signals: [signal: NodeJS.Signals, at: number][]): string[] => {
	const calls: string[] = [];
	let now = 0;
	const hear = presses(
		() => calls.push("first"),
		() => calls.push("again"),
		() => now,
	);
	for (const [signal, at] of signals) {
		now = at;
		hear(signal);
	}
	return calls;
};

test("Ctrl-C counts once however often it comes within a second, and again after that", () => {
	expect(heard(["SIGINT", 0], ["SIGINT", 1], ["SIGINT", 1_000])).toEqual(["first"]);
	expect(heard(["SIGINT", 0], ["SIGINT", 1_001])).toEqual(["first", "again"]);
});

test("a second SIGTERM counts at once", () => {
	expect(heard(["SIGTERM", 0], ["SIGTERM", 1])).toEqual(["first", "again"]);
	expect(heard(["SIGINT", 0], ["SIGTERM", 1])).toEqual(["first", "again"]);
});
