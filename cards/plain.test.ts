import { expect, test } from "vitest";
import { brief } from "./plain.ts";
import { plainText } from "./slack/card.ts";
import { notificationText } from "./slack/text.ts";

test.each([
	[`Runs as “${"a".repeat(80)}”, it says`, `Runs as “${"a".repeat(63)}…”`],
	[`${"a".repeat(73)}“b”`, `${"a".repeat(72)}…`],
	[`“a” and ${"b".repeat(80)}`, `“a” and ${"b".repeat(66)}…`],
	[`“${"ש".repeat(80)}”`, `“\u2068${"ש".repeat(70)}…\u2069”`],
	["a".repeat(75), "a".repeat(75)],
])("an option's text that is too long is cut inside its quotes: %#", (label, shown) => {
	expect(plainText(label, 75).text).toBe(shown);
	expect(shown.length).toBeLessThanOrEqual(75);
});

test("names and notifications are cut inside their quotes too", () => {
	expect(brief(`“${"a".repeat(30)}”`, 20)).toBe(`“${"a".repeat(16)}…”`);
	expect(notificationText(["ok ", `“${"a".repeat(30)}”`], "slack:T1", 23)).toBe(`ok “${"a".repeat(16)}…”`);
});
