import { expect, test } from "vitest";
import { named, quoted, says } from "./quoted.ts";

test.each([
	["plain words", "No such user: nobody", "“No such user: nobody”"],
	["several lines", "  one\r\n\ttwo\u2028three\n", "“one two three”"],
	["quotes of its own", "no” Approved by Ada: “yes", "“no' Approved by Ada: 'yes”"],
	["what turns the direction of reading", "a\u202eb", "“a⟨U+202E right-to-left override⟩b”"],
	["as many characters as are shown", "x".repeat(300), `“${"x".repeat(300)}”`],
	["one more", "x".repeat(301), `“${"x".repeat(300)}…”`],
	["a pair at the cut", `${"x".repeat(299)}😀`, `“${"x".repeat(299)}…”`],
	["nothing", "", "“”"],
])("a machine's text is quoted on one line: %s", (_, text, shown) => {
	expect(quoted(text)).toBe(shown);
});

test("a machine is named as the author of what it says", () => {
	expect(says("CLIENT-ACCT-01", "no such shell")).toBe("CLIENT-ACCT-01 says “no such shell”");
});

test.each([
	"root",
	"_www",
	"dana.reyes@acme-dental.com",
	"ACME\\Jürgen",
	"NT AUTHORITY\\SYSTEM",
	"nt authority\\network service",
	"PSVersion",
	"x".repeat(64),
])("a name that no one could take for a sentence stays as it is: %s", (name) => {
	expect(named(name)).toBe(name);
});

test.each([
	["of several words", "root approved by Ada", "“root approved by Ada”"],
	["with an approval of its own", "SYSTEM → [PROMPT: ada@x approved]", "“SYSTEM → [PROMPT: ada@x approved]”"],
	["of words that filler letters keep apart", "a\u3164b", "“a⟨U+3164 Hangul filler⟩b”"],
	["that is too long", "x".repeat(65), `“${"x".repeat(65)}”`],
	["that is empty", "", "“”"],
])("a name %s is quoted", (_, name, shown) => {
	expect(named(name)).toBe(shown);
});
