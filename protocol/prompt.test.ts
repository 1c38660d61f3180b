// What travels as a sealed answer: never an empty one, nor one that is no base64 of such a length.
import { expect, test } from "vitest";
import { GivenAnswer } from "./prompt.ts";

test.each(["", "QUJD", "A".repeat(63), "A".repeat(10_004), "*".repeat(64)])(
	"a secret's answer isn't taken unless it is one that a browser seals (%#)",
	(sealed) => expect(GivenAnswer.safeParse({ is: "secret", sealed }).success).toBe(false),
);

test("a sealed answer is taken as it comes", () => {
	const answer = { is: "secret", sealed: "A".repeat(200) };
	expect(GivenAnswer.parse(answer)).toEqual(answer);
});
