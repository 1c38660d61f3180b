// The line before a question: what a long one loses, and that no part of a secret stays at its edges.
import { expect, test } from "vitest";
import { mark } from "../secrets/mask.ts";
import { newMasking } from "../secrets/masking.ts";
import { newLastLine } from "./last-line.ts";

const secret = "correct-horse-battery-staple";
const masked = (text: string) => newMasking([secret], null).text(text);
const lineOf = (...pieces: ["stdout" | "stderr", string][]) => {
	const line = newLastLine();
	for (const [stream, text] of pieces) line.take(stream, Buffer.from(text));
	return line.text(masked);
};

test("the unfinished line of the stream that was written last is the question", () => {
	expect(lineOf(["stdout", "one\nYour "], ["stdout", "name: "])).toBe("Your name: ");
	expect(lineOf(["stdout", "Your name: "], ["stderr", "oh\nSure? "])).toBe("Sure? ");
	expect(lineOf(["stdout", "x".repeat(5_000)])).toBe("x".repeat(2_000));
});

test("of a secret across the edge of a long line no end is kept", () => {
	for (const length of [1_970, 1_980, 1_990, 2_000, 73_510, 73_520, 73_530]) {
		const text = lineOf(["stdout", `a${secret}${"x".repeat(length)}`]);
		expect(text).not.toMatch(/staple/);
		expect(text).toMatch(/^(?:.{0,18}\]|)x+$/);
	}
	expect(lineOf(["stdout", secret.repeat(4_000)])).not.toMatch(/staple(?!$)[^[]*$/);
});

test("nor of one whose beginning another stream parts from its end", () => {
	expect(lineOf(["stdout", secret.slice(0, 9)], ["stderr", "-"], ["stdout", secret.slice(9)])).toBe(mark);
});
