// A preview offers plain quotes and dashes where a keyboard made others of them; what it shows is the exact text.
import { expect, test } from "vitest";
import { previewCard } from "./kinds/preview.ts";
import { actions } from "./model/actions.ts";

const preview = (command: string) => previewCard({ draft: "d", command, endpoints: [] }, 3_000);
const offers = (command: string) =>
	preview(command).buttons.some(({ action }) => action === actions.draftPlain);
const shows = (command: string) =>
	preview(command).sections.flatMap((one) => (one.kind === "code" ? [one.text] : []));

test("smart quotes and dashes get one press that makes them plain", () => {
	expect(offers("echo “a” –b")).toBe(true);
	expect(shows("echo “a”")).toEqual([
		"echo ⟨U+201C left double quotation mark⟩a⟨U+201D right double quotation mark⟩",
	]);
});

test("so do blanks and dots that are none of the plain ones", () => {
	const labels = (command: string) => preview(command).buttons.map(({ label }) => label);
	expect(labels("cd …/a")).toContain("Use plain blanks and dots");
	expect(labels("Get-Service\u00a0Spooler")).toContain("Use plain blanks and dots");
	expect(labels("cd “…”")).toContain("Use plain quotes and dashes");
	expect(labels("ls\u200b -l")).toContain("Use plain characters");
	expect(labels("ｌｓ")).toContain("Use plain characters");
});

test("a command without them has no such button", () => {
	expect(['echo "a" --b', "echo ꞌaꞌ", "echo é"].map(offers)).toEqual([false, false, false]);
});

test("a prompt that was copied along is named, with its line and the way out", () => {
	const warned = (command: string) =>
		preview(command).sections.flatMap((one) => (one.kind === "warning" ? [one.line.join("")] : []));
	const named = expect.stringMatching(
		/^Line 2 begins with .* prompt, “PS C:\\>”.* Press “Edit…” to take it out\.$/,
	);
	expect(warned("cd x\nPS C:\\> ls")).toContainEqual(named);
	expect(warned(`PS C:\\> echo ${"x".repeat(3_000)}`)).toContainEqual(
		expect.stringMatching(/ Send the command again without it\.$/),
	);
	expect(warned("C:\\x.exe > y").filter((text) => text.includes("prompt"))).toEqual([]);
});
