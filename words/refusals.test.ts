import { expect, test } from "vitest";
import { Refusal } from "../protocol/refusal.ts";
import { count, duration, exactBytes, list, size, within } from "./amounts.ts";
import { refusalText } from "./refusals.ts";

const examples: Refusal[] = [
	{ code: "not-bound" },
	{ code: "no-role", client: "Acme" },
	{ code: "not-a-technician", client: "Acme" },
	{ code: "not-an-approver", client: "Acme Dental", approvers: ["Ada Lindqvist", "Sam Roy"], told: true },
	{ code: "no-approver", client: "Acme" },
	{ code: "own-proposal", approvers: ["Ada"] },
	{ code: "own-proposal", approvers: [] },
	{ code: "already-decided", how: "approved by Ada" },
	{ code: "already-voted" },
	{ code: "expired", at: Date.UTC(2024, 0, 12, 16, 45) },
	{ code: "wrong-place" },
	{ code: "other-client" },
	{ code: "review-in-console", reasons: ["it has 1,201 characters"] },
	{ code: "passkey-wanted", registered: false },
	{ code: "forbidden", client: "Acme Dental", rule: "no-format", what: "the program format" },
	{ code: "no-standing", why: "secrets" },
	{ code: "passkey-fails", why: "no one was there when it was given" },
	{ code: "not-found", what: "plan" },
	{ code: "session-closed" },
	{ code: "no-thread" },
	{ code: "empty-request" },
	{ code: "empty-command" },
	{ code: "command-too-long", bytes: 204_800, limit: 65_536 },
	...(["request", "talk", "file", "proposal", "answer"] as const).map((where) => ({
		code: "looks-secret" as const,
		what: "a private key",
		in: where,
	})),
	{ code: "styled-text" },
	{ code: "not-text", name: "a.exe" },
	{ code: "foreign-script", name: "fix.py", program: "python3" },
	{ code: "foreign-script", name: "fix.reg", program: null },
	{ code: "foreign-script", name: "fix", program: "p".repeat(300) },
	{ code: "several-commands", typed: true, names: ["fix.ps1"] },
	{ code: "file-out-of-reach", name: "fix.ps1", reason: "Teams does not give its bytes to a bot there" },
	{ code: "file-too-large", name: "a.txt", bytes: 11_000_000, limit: 10_485_760 },
	{ code: "bad-field", field: "Run as", reason: "it is empty" },
	{ code: "shell-missing", shell: "pwsh", endpoint: "EP-1" },
	{ code: "agent-too-old", endpoint: "EP-1", ability: "script" },
	{
		...{ code: "does-not-parse", endpoint: "EP-1", phase: "before", step: 2 },
		...{ line: 3, column: 7, message: "Missing closing '}'" },
	},
	{ code: "secret-unfit", secret: "db", why: "single-quotes" },
	{ code: "no-secret-wanted" },
	{ code: "secrets-incomplete" },
	{ code: "may-not-enter", client: "Acme" },
	{ code: "plan-too-large", bytes: 2_000_000, limit: 1_900_000 },
	{ code: "quarantined", endpoint: "EP-1" },
	{ code: "nothing-to-cancel" },
	{ code: "may-not-cancel" },
	{ code: "secret-in-chat" },
	{ code: "prompt-over", how: "answered" },
	{ code: "prompt-over", how: "waiting" },
	{ code: "prompt-over", how: "too-late" },
	{ code: "may-not-answer", client: "Acme" },
	{ code: "own-answer", approvers: ["Ada"] },
	{ code: "own-answer", approvers: [] },
	{ code: "no-deputies", client: "Acme" },
	...(["unknown", "yourself", "provider", "past", "nobody"] as const).map((why) => ({
		code: "unfit-deputy" as const,
		why,
	})),
	{ code: "may-not-confirm", client: "Acme", own: false, who: ["Ada", "Ben"] },
	{ code: "may-not-confirm", client: "Acme", own: true, who: ["Ada"] },
	...(["confirmed", "refused", "expired", "replaced", "withdrawn", "stale"] as const).map((how) => ({
		code: "amendment-over" as const,
		how,
	})),
	{ code: "may-not-close" },
	{ code: "may-not-reopen" },
	{ code: "open-plan" },
	{ code: "technicians-only", client: "Acme" },
	{ code: "may-not-enroll", client: "Acme" },
	{ code: "owners-only", client: "Acme" },
	{ code: "already-taken", by: "Tom" },
	{ code: "for-whom" },
	{ code: "which-person", name: "“dana”", people: [] },
	{
		code: "which-person",
		name: "“dana”",
		people: ["Dana Reyes (Acme): acme/dana", "Dana Ray (Beta): beta/dana"],
	},
	{ code: "no-channel", client: "Acme" },
	{ code: "may-not-erase", client: "Acme" },
	{ code: "legal-hold", client: "Acme" },
	{ code: "nobody-to-confirm", role: "owner", client: "Acme" },
	{ code: "not-erasable", what: "event 1", reason: "it stays" },
	{ code: "own-erasure" },
	{ code: "not-the-other-side", wanted: ["Olga"] },
	{ code: "not-the-other-side", wanted: [] },
	{ code: "not-yours" },
	{ code: "not-your-draft" },
	{ code: "not-your-session" },
	{ code: "erasure-over", how: "declined" },
	{ code: "unknown-action" },
	{ code: "too-many", what: "requests", until: 1_705_078_049_000 },
	{ code: "too-many", what: "runs", until: 1_705_078_049_000 },
	{ code: "too-many", what: "presses", until: 1_705_078_049_000 },
	{ code: "not-opened" },
	{ code: "broken", errorId: "e-1" },
];

test("every refusal has an example here", () => {
	expect(new Set(examples.map(({ code }) => code))).toEqual(
		new Set(Refusal.options.map((option) => option.shape.code.value)),
	);
});

test("after a secret in talk, which is stored masked, the answer doesn't claim that nothing was saved", () => {
	const said = refusalText({ code: "looks-secret", what: "a private key", in: "talk" });
	expect(said).toContain("I masked it in the transcript");
	expect(said).not.toMatch(/didn't save|nothing was/);
});

test.each(examples)("$code says what to do next", (refusal) => {
	expect(refusalText(refusal)).toMatch(
		/\b(Ask|Say|Press|Write|Start|Choose|Split|Save|Attach|Take|Put|Try|Cancel|See|delete|Please correct|please|try again|leave|Leave|propose it|decide|I've told them)\b/,
	);
	expect(refusalText(refusal)).not.toMatch(/undefined|\[object|NaN/);
});

test("the answer names who can decide, and says that they were told", () => {
	expect(
		refusalText({
			code: "not-an-approver",
			client: "Acme Dental",
			approvers: ["Ada Lindqvist", "Sam Roy"],
			told: true,
		}),
	).toBe(
		"Only Ada Lindqvist or Sam Roy can approve for Acme Dental. I've told them that you'd like this done.",
	);
});

test("numbers read the same everywhere", () => {
	expect([count(0), count(999), count(1_000), count(31_204), count(1_234_567)]).toEqual([
		"0",
		"999",
		"1,000",
		"31,204",
		"1,234,567",
	]);
	expect([exactBytes(1), exactBytes(20_480)]).toEqual(["1 byte", "20,480 bytes"]);
	expect([size(847), size(9_999), size(10_000), size(3_100_000), size(999_950), size(2e14)]).toEqual([
		"847 bytes",
		"9,999 bytes",
		"10.0 kB",
		"3.1 MB",
		"1.0 MB",
		"200.0 TB",
	]);
	expect([duration(1_400), duration(12_000), duration(125_000), duration(11_400_000)]).toEqual([
		"1.4 s",
		"12 s",
		"2 min 5 s",
		"3 h 10 min",
	]);
	expect([within(90), within(600), within(3_600), within(86_400), within(172_800)]).toEqual([
		"90 s",
		"10 min",
		"1 h",
		"24 h",
		"2 days",
	]);
	expect([list([]), list(["a"]), list(["a", "b"], 4, "or"), list(["a", "b", "c", "d", "e"], 4)]).toEqual([
		"",
		"a",
		"a or b",
		"a, b, c and 2 others",
	]);
});
