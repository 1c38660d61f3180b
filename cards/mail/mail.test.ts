import { describe, expect, test } from "vitest";
import { planView as view } from "../testing/views.ts";
import { planMail } from "./mail.ts";

const link = { url: "https://caisey.example/sign-in/c_1.abc", minutes: 30 };

describe("a plan's mail", () => {
	test("has the card's text, what runs word for word, and how to decide", () => {
		const { text, subject } = planMail(view(), link);
		expect(subject).toMatch(/^Acme Dental: Approve this on .*\?$/);
		for (const said of [...view().steps.map(({ command }) => command.split("\n")[0] ?? ""), link.url])
			expect(text).toContain(said);
		expect(text).toContain("Opening it decides nothing.");
		expect(text).toContain("It signs you in once, within 30 min, in the browser where you press the button.");
	});

	test("lets no one's words become HTML, nor another header", () => {
		const changes = `</bdi><script>alert(1)</script><a href="https://evil.example">x</a>\r\nBcc: eve@evil.example`;
		const mail = planMail(
			view({ client: changes, words: { changes, notices: changes, undo: changes } }),
			link,
		);
		expect(mail.html).not.toMatch(/<script|evil\.example">/);
		expect(mail.html.match(/href="[^"]*"/g)).toEqual([`href="${link.url}"`]);
		expect(mail.subject).not.toMatch(/[\r\n]/);
	});

	test("says so where approvers sign with passkeys", () => {
		expect(planMail(view({ approval: "passkey" }), link).text).toContain("you then sign with your passkey");
	});

	test("shortens what is too long, and says so", () => {
		const long = view({ steps: [{ phase: "command", command: "echo long\n".repeat(20_000) }] });
		const { text } = planMail(long, link);
		expect(text.length).toBeLessThan(62_000);
		expect(text).toMatch(/in the (?:full transcript|console)/);
	});
});
