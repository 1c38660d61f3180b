// A saved command, from one plan to the next, in a real browser: kept in the console with a blank, filled in in chat, and only then
// proposed, approved and run.
import { expect, test } from "vitest";
import { journey } from "./world/journey.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { openTranscript } from "./world/people/browser.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";

// The page that isn't kept says so with its status, too.
journey("a snippet", { expected: /status of 409/ }, (it) => {
	test("is saved from a plan that ran, and its filled-in text is what is proposed, approved and run", async () => {
		const { world, openAs } = it;
		const ada = world.person("ada");
		const first = await ask(world, "greet the office");
		const card = await propose(world, first, { command: "echo hello office", changes: "Greets someone." });
		await ada.press(card, "Approve");
		await ada.until("the end", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes("Done")),
		);

		const tom = await openAs("tom");
		await tom.openThread("greet the office");
		const page = await openTranscript(
			tom,
			tom.card("Greets someone.").getByRole("button", { name: "Full transcript" }),
		);
		await page.getByRole("link", { name: "Save as snippet…" }).click();
		await page.getByRole("textbox", { name: "Name" }).fill("Greet someone");
		await page.getByRole("textbox", { name: "Command" }).fill("echo hello '{{blank:whom}}'");
		await page.getByRole("button", { name: "Make it" }).click();
		await page.getByText("Write {{blank:whom}} outside of quotes").waitFor();
		await page.getByRole("textbox", { name: "Command" }).fill("echo hello {{blank:whom}}");
		await page.getByRole("button", { name: "Make it" }).click();
		await page.getByText("fills in").waitFor();

		const second = await ask(world, "greet the front desk");
		await tom.openThread("greet the front desk");
		await tom.press(tom.said("greet the front desk").getByRole("button", { name: "Run a command…" }));
		await tom.dialog("Propose a command").getByRole("button", { name: "Use a snippet…" }).click();
		const choosing = tom.dialog("Use a snippet");
		await choosing.getByRole("combobox", { name: "Snippet" }).click();
		await choosing.getByRole("option", { name: "Greet someone" }).click();
		await choosing.getByRole("button", { name: "Next" }).click();
		const filling = tom.dialog("Fill in the snippet");
		await filling.getByRole("textbox", { name: "Whom" }).fill("desk; rm -rf /");
		await filling.getByRole("button", { name: "Fill in" }).click();
		await filling.getByText("“;” can't be put in").waitFor();
		await filling.getByRole("textbox", { name: "Whom" }).fill("Front desk (2nd floor)");
		await filling.getByRole("button", { name: "Fill in" }).click();
		const plan = tom.dialog("Propose a command");
		const command = plan.getByRole("textbox", { name: "Command" });
		await command.waitFor();
		expect(await command.inputValue()).toBe("echo hello 'Front desk (2nd floor)'");
		await plan.getByRole("button", { name: "Propose" }).click();
		await plan.waitFor({ state: "detached" });

		const proposed = await planCard(ada, second, "Greets someone.");
		expect(textOf(proposed)).toContain("echo hello 'Front desk (2nd floor)'");
		await ada.press(proposed, "Approve");
		await tom.card("Greets someone.").getByText("hello Front desk (2nd floor)").last().waitFor();
		const reader = await signIn(world, ada, second);
		expect(await entries(reader, "plan.proposed")).toHaveLength(1);
		expect(await reader.text(`runs/${await reader.run("command")}/stdout`)).toBe(
			"hello Front desk (2nd floor)\n",
		);
	});
});
