// Proposing in the console, in a real browser: a long script with an error at a line, mended, previewed, proposed, approved and run.
import { expect, test } from "vitest";
import { newPage } from "../console/testing/browser.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { journey } from "./world/journey.ts";
import { ask, planCard } from "./world/people/acts.ts";
import { hasButton, textOf } from "./world/people/chat.ts";
import { personalLink } from "./world/people/console.ts";

const request = "please clean up the old reports";
const changes = "Removes reports that no one opened for a year.";
const line = (n: number): string => `printf 'report %s\\n' ${n} >/dev/null`;
const script = (broken: boolean): string =>
	Array.from({ length: 300 }, (_, n) => {
		if (n === 216 && broken) return "printf 'report' )";
		return n === 299 ? "echo all reports are clean" : line(n + 1);
	}).join("\n");

journey("a technician who proposes in the console", {}, (it) => {
	/** The session's page as this person sees it, by their personal link. */
	const pageOf = async (handle: string, session: ClientMessage) => {
		const opened = await newPage(it.browser, { viewport: { width: 1400, height: 1000 } });
		await opened.page.goto(await personalLink(it.world.person(handle), session));
		await opened.page.getByRole("button", { name: "Open the transcript" }).click();
		await opened.page.locator("article.transcript").waitFor();
		await opened.page.waitForLoadState();
		return opened;
	};

	test("sees a long script's error at its line, mends it, and has it approved and run", async () => {
		const { world } = it;
		const session = await ask(world, request);
		const { page, complaints } = await pageOf("tom", session);
		await page.locator(".rarer summary").click();
		await page.getByRole("link", { name: "Propose a command…" }).click();
		await page.getByRole("checkbox", { name: /CLIENT-ACCT-01/ }).check();
		await page.getByLabel("Shell").selectOption("bash");
		const command = page.getByLabel("Command", { exact: true });
		await command.fill(script(true));
		await page.getByRole("button", { name: "Line 217" }).click();
		expect(await page.locator("[data-part=gutter] .bad").textContent()).toBe("217");
		await command.fill(script(false));
		await page.getByText("Checked on CLIENT-ACCT-01, without running it: no error found.").waitFor();
		await page.getByLabel("What changes").fill(changes);
		await page.getByRole("button", { name: "Preview the card" }).click();
		await page.getByRole("heading", { name: "The card as the approver will see it" }).waitFor();
		await page.getByText("Approve this on CLIENT-ACCT-01?").waitFor();
		await page.getByText("Proposed by Tom Okafor (technician) in the console for Acme Dental").waitFor();
		await page.getByRole("button", { name: "Propose", exact: true }).dblclick();
		// The second click calls off the way that the first one began.
		await expect.poll(() => page.url()).toMatch(/\/s\/s_\w+#pl_\w+$/);
		await page.getByText(changes).first().waitFor();

		const ada = world.person("ada");
		const card = await planCard(ada, session, changes);
		expect(textOf(card)).toContain("Proposed by Tom Okafor (technician) in the console for Acme Dental");
		expect(hasButton(card, "Review in the console")).toBe(true);
		const deciding = await pageOf("ada", session);
		await deciding.page.getByRole("button", { name: "Approve", exact: true }).click();
		await page.getByText("all reports are clean").first().waitFor();
		expect(await page.locator("section.plan").count()).toBe(1);
		expect([...complaints, ...deciding.complaints]).toEqual([]);
	});

	test("starts from a snippet, and proposes the same again once it ran", async () => {
		const { world } = it;
		const session = await ask(world, "please say a word");
		const { page, complaints } = await pageOf("tom", session);
		const transcript = page.url();
		await page.goto(`${world.workerUrl}/snippets/new`);
		await page.getByLabel("Name").fill("Say a word");
		await page.getByLabel("Shell").selectOption("bash");
		await page.getByLabel("Command").fill("echo said {{blank:word}}");
		await page.getByLabel("What changes").fill("Says {{blank:word}}.");
		await page.getByRole("button", { name: "Make it" }).click();
		await page.getByRole("heading", { name: "Snippets" }).waitFor();

		await page.goto(`${transcript.split("#")[0]}/propose`);
		await page.getByLabel("Start from a snippet").selectOption("Say a word (bash)");
		await page.getByRole("button", { name: "Use it" }).click();
		await page.getByLabel("Word").fill("a'b");
		await page.getByRole("button", { name: "Fill in" }).click();
		await page.getByText("can't be put in").waitFor();
		await page.getByLabel("Word").fill("hello there");
		await page.getByRole("button", { name: "Fill in" }).click();
		await page.getByRole("heading", { name: "Propose a command" }).waitFor();
		expect(await page.getByLabel("Command", { exact: true }).inputValue()).toBe("echo said 'hello there'");
		await page.getByRole("checkbox", { name: /CLIENT-ACCT-01/ }).check();
		await page.getByRole("button", { name: "Preview the card" }).click();
		await page.getByText("Approve this on CLIENT-ACCT-01?").waitFor();
		await page.getByRole("button", { name: "Propose", exact: true }).click();
		await page.waitForURL(/\/s\/s_\w+#pl_\w+$/);
		const deciding = await pageOf("ada", session);
		await deciding.page.getByRole("button", { name: "Approve", exact: true }).click();
		await page.getByText("said hello there").first().waitFor();

		await page.getByRole("link", { name: "Propose again…" }).click();
		expect(await page.getByLabel("Command", { exact: true }).inputValue()).toBe("echo said 'hello there'");
		expect(await page.getByLabel("What changes").inputValue()).toBe("Says hello there.");
		expect(await page.getByRole("checkbox", { name: /CLIENT-ACCT-01/ }).isChecked()).toBe(true);
		await page.getByRole("button", { name: "Preview the card" }).click();
		await page.getByRole("button", { name: "Propose", exact: true }).click();
		await page.waitForURL(/\/s\/s_\w+#pl_\w+$/);
		await expect.poll(() => page.locator("section.plan").count()).toBe(2);
		// The value that couldn't be put in.
		expect(complaints.filter((one) => !one.includes("409"))).toEqual([]);
	});
});
