// Each form of secret is found by itself: a share of all would hide a rule that broke.
import { expect, test } from "vitest";
import { masked, secretText, secretValue } from "../secrets.ts";
import { commandForms, samples } from "../testing/secrets/forms.ts";

/** What is left of its long runs of letters and digits. */
const leaves = (rest: string, secret: string): string[] =>
	[...secret.matchAll(/[A-Za-z\d]{16,}/g)]
		.map(([part]) => part)
		.filter((part) => /\d/.test(part) && rest.includes(part));

test.each(Object.entries(samples(1)))("a secret of this form is found and masked: %s", (_, secret) => {
	expect(secretText(secret)).not.toBeNull();
	expect(secretValue(secret)).not.toBeNull();
	const rest = masked(`log in with\n${secret}\nplease`);
	expect(rest).toContain("⟨masked: ");
	expect(leaves(rest, secret)).toEqual([]);
	expect(secretText(rest)).toBeNull();
});

test("whatever its letters and digits are", () => {
	const missed = Array.from({ length: 30 }, (_, seed) => Object.entries(samples(seed + 2)))
		.flat()
		.filter(([, secret]) => secretText(secret) === null);
	expect(missed).toEqual([]);
});

const password = "Summer2026!";
test.each(commandForms)("the password in this line is found and masked: %s", (form) => {
	const line = form.replaceAll("§", password);
	expect(secretText(line)).not.toBeNull();
	expect(masked(line)).not.toContain("Summer2026");
	expect(secretText(form.replaceAll("§", "{{secret:db}}"))).toBeNull();
});
