import { expect, test } from "vitest";
import { lineElement } from "./text.ts";

const time = { time: Date.UTC(2024, 0, 12, 16, 47) };

test.each([
	["an entity by name", ["Approved by Ada&nbsp;Lindqvist, ", time]],
	["one without its semicolon", ["Approved by Ada&copy, ", time]],
	["one by number", ["Approved by &#10003; Sam, ", time]],
	["one in hexadecimal", ["Approved by &#x2713; Sam, ", time]],
	["one that two pieces make", ["Approved by &", { bold: "check; Sam" }, time]],
	["one at the end", ["Approved by Sam&NewLine;", time]],
])("a line with %s is no Markdown", (_, line) => {
	expect(lineElement(line).type).toBe("RichTextBlock");
});

test("an ampersand that begins no entity leaves the time in the reader's zone", () => {
	expect(lineElement(["Approved by Smith & Sons, ", time])).toMatchObject({
		type: "TextBlock",
		text: expect.stringMatching(/^Approved by Smith & Sons, \{\{DATE\(2024-01-12T16:47:00Z, SHORT\)\}\}/),
	});
});
