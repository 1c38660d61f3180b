// Which sign-ins add a passkey.
import { expect, test } from "vitest";
import { freshMinutes, mayAddPasskey } from "./passkeys.ts";

const over = freshMinutes * 60_000;

test.each([
	["with an account, just now", "slack", 0, true],
	["with an account, until five minutes are over", "microsoft", over - 1, true],
	["with an account, five minutes ago", "slack", over, false],
	["with a passkey, just now", "passkey", 0, true],
	["with a passkey, five minutes ago", "passkey", over, false],
	["by a link, which someone may have forwarded", "link", 0, false],
] as const)("a sign-in %s", (_what, way, age, may) => {
	expect(mayAddPasskey({ way, began: 1_000 }, ["slack"], 1_000 + age)).toBe(may);
});

test("a sign-in by a link, just now, where nobody can sign in with an account", () => {
	expect(mayAddPasskey({ way: "link", began: 0 }, [], over - 1)).toBe(true);
	expect(mayAddPasskey({ way: "link", began: 0 }, [], over)).toBe(false);
});
