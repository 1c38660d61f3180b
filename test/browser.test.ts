// The main job as people do it with their own hands: the local Slack and the transcript's pages, in a real browser.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journey } from "./world/journey.ts";
import { ask, propose } from "./world/people/acts.ts";
import { openTranscript, type Window } from "./world/people/browser.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { passing, pictures, takePicture } from "./world/people/pictures.ts";
import {
	checkOffline,
	openSession,
	replay,
	takeAlong,
	verify,
	workerKey,
} from "./world/people/session-page.ts";

journey("in a browser", { windows: { deviceScaleFactor: pictures ? 1.15 : 1 } }, (it) => {
	let desk: string;
	beforeAll(() => {
		desk = pictures ? join(tmpdir(), "front-desk") : mkdtempSync(join(tmpdir(), "front-desk-"));
		mkdirSync(desk, { recursive: true });
		writeFileSync(join(desk, "auth.ini"), "LegacyMode=1\n");
	});
	afterAll(() => rmSync(desk, { recursive: true, force: true }));

	test("Friday's tweak: asked, talked about, proposed, refused to Dana, approved by Ada, done, and read", async () => {
		const { openAs } = it;
		const [dana, tom, ada] = await Promise.all(["dana", "tom", "ada"].map((handle) => openAs(handle)));
		if (!dana || !tom || !ada) throw new Error("three windows");
		const request = "IT says just run this registry tweak so Monday's software update works";
		const changes = "Turns off the old sign-in, so that Monday's update installs.";

		await dana.write(`/caisey ${request}`, "channel");
		for (const window of [dana, tom, ada]) await window.openThread(request);
		await tom.write("On it. I'll look how it is set now, and propose the change here.");
		await dana.write("Thanks! It's the computer at the front desk.");

		await tom.write("$ grep LegacyMode auth.ini");
		const preview = tom.said("Nothing is proposed yet");
		await preview.getByText("grep LegacyMode auth.ini").waitFor();
		await tom.press(preview.getByRole("button", { name: "Not a command" }));
		await preview.waitFor({ state: "detached" });

		await tom.press(tom.said(request).getByRole("button", { name: "Run a command…" }));
		const dialog = tom.dialog("Propose a command");
		await dialog.getByRole("button", { name: "More…" }).click();
		await dialog
			.getByRole("textbox", { name: "Command" })
			.fill("sed -i s/LegacyMode=1/LegacyMode=0/ auth.ini");
		for (const checks of ["Checks before", "Checks after"])
			await dialog.getByRole("textbox", { name: checks }).fill("grep LegacyMode auth.ini");
		await dialog.getByRole("combobox", { name: "Shell" }).click();
		await dialog.getByRole("option", { name: "bash" }).click();
		await dialog.getByRole("textbox", { name: "Working directory" }).fill(desk);
		await dialog.getByRole("textbox", { name: "What changes" }).fill(changes);
		await dialog.getByRole("textbox", { name: "Who will notice" }).fill("Nobody.");
		await dialog.getByRole("textbox", { name: "How to undo it" }).fill("Set it back to 1.");
		await dialog.getByRole("button", { name: "Propose" }).click();
		await dialog.waitFor({ state: "detached" });

		await dana.press(dana.card(changes).getByRole("button", { name: "Approve" }));
		await dana.said("Only visible to you").getByText("Ada Lindqvist").waitFor();
		await ada.said("asks you to approve").waitFor();
		await ada.press(ada.card(changes).getByRole("button", { name: "Approve" }));

		await dana.card(changes).getByText("Done on CLIENT-ACCT-01").waitFor();
		await ada.card(changes).getByText("Approved by Ada Lindqvist (approver) in Slack").waitFor();
		expect(await ada.card(changes).getByRole("button", { name: "Approve" }).count()).toBe(0);
		for (const shown of ["LegacyMode=1", "LegacyMode=0", "exit 0"])
			await ada.card(changes).getByText(shown).first().waitFor();
		await dana.said(/@Dana Reyes.*Done on CLIENT-ACCT-01/).waitFor();
		expect(readFileSync(join(desk, "auth.ini"), "utf8")).toBe("LegacyMode=0\n");

		const page = await openTranscript(
			ada,
			ada.card(changes).getByRole("button", { name: "Full transcript" }),
		);
		await page.getByText("On it. I'll look how it is set now").waitFor();
		await page
			.getByText(/pressed Approve/)
			.first()
			.waitFor();
		await page.getByText("--- environment snapshot ---").first().waitFor();
		const order = () =>
			page.locator("section.run").evaluateAll((runs) => runs.map((run) => run.getAttribute("data-phase")));
		expect(await order()).toEqual(["before", "command", "after"]);
		await page.getByRole("button", { name: "Verify" }).click();
		await page.getByRole("heading", { name: "Everything that is signed holds" }).waitFor();
		const downloading = page.waitForEvent("download");
		await page.locator('section.run[data-phase="before"] a.stream.stdout').click();
		const file = await (await downloading).path();
		expect(readFileSync(file, "utf8")).toBe("LegacyMode=1\n");
	});

	test("a slow command's output appears in the thread and on the page while it runs", async () => {
		const { world, openAs } = it;
		await world.shell(`mkfifo '${desk}/steps'`);
		const [tom, ada] = await Promise.all([openAs("tom"), openAs("ada")]);
		const request = "Please install the update now";
		await ask(world, request);
		await Promise.all([tom.openThread(request), ada.openThread(request)]);
		await tom.write("$ cat steps");
		await tom.press(tom.said("Nothing is proposed yet").getByRole("button", { name: "Propose…" }));
		const dialog = tom.dialog("Propose a command");
		await dialog.getByRole("button", { name: "More…" }).click();
		expect(await dialog.getByRole("textbox", { name: "Command" }).inputValue()).toBe("cat steps");
		await dialog.getByRole("combobox", { name: "Shell" }).click();
		await dialog.getByRole("option", { name: "bash" }).click();
		await dialog.getByRole("textbox", { name: "Working directory" }).fill(desk);
		await dialog.getByRole("textbox", { name: "What changes" }).fill("Installs Monday's update.");
		await dialog.getByRole("button", { name: "Propose" }).click();
		const card = ada.card("Installs Monday's update.");
		await ada.press(card.getByRole("button", { name: "Approve" }));

		const steps = await open(join(desk, "steps"), "w");
		try {
			await steps.write("unpacking\n");
			await card.getByText("Running on CLIENT-ACCT-01").waitFor();
			await card.getByText("unpacking").waitFor();
			const page = await openTranscript(ada, card.getByRole("button", { name: "Full transcript" }));
			const output = page.getByRole("log", { name: "Output of CLIENT-ACCT-01" });
			await output.getByText("unpacking").waitFor();
			await page.getByText("Exit code: (still running)").waitFor();
			await steps.write("copying files\n");
			await output.getByText("copying files").waitFor();
			await card.getByText("copying files").waitFor();
			await steps.close();
			await page.getByText("Exit code: 0").waitFor();
		} finally {
			await steps.close().catch(() => {});
		}
		await card.getByText("Done on CLIENT-ACCT-01").waitFor();
	});

	test("a page follows a run from its approval there, through a lost connection and a restarted Worker", async () => {
		const { world, browser } = it;
		await world.shell(`mkfifo '${desk}/more'`);
		const session = await ask(world, "Please install the second update");
		const changes = "installs the second update";
		await propose(world, session, { command: "cat more", cwd: desk, changes });
		const reader = await signIn(world, world.person("ada"), session);
		// What this page complains of is the connection.
		const { page } = await openSession(browser, world, reader);
		await page.getByRole("button", { name: "Approve" }).click();
		const steps = await open(join(desk, "more"), "w");
		try {
			await page.getByRole("list", { name: "How its steps went" }).getByText("Running").waitFor();
			const output = page.getByRole("log", { name: "Output of CLIENT-ACCT-01" });
			await steps.write("unpacking\n");
			await output.getByText("unpacking").waitFor();
			await page.evaluate(() => document.body.setAttribute("data-since", "the start"));

			await page.context().setOffline(true);
			await page.getByText("No connection. Trying again…").waitFor();
			await steps.write("while the page was away\n");
			await page.context().setOffline(false);
			await output.getByText("while the page was away").waitFor();

			await world.restartWorker();
			await steps.write("after the restart\n");
			await output.getByText("after the restart").waitFor();
			await steps.close();
			await page.getByText("Exit code: 0").waitFor();
			await page.getByText("No connection").waitFor({ state: "hidden" });
			expect(await output.textContent()).toMatch(
				/unpacking\s*while the page was away\s*after the restart\s*$/,
			);
			expect(await page.locator("body").getAttribute("data-since")).toBe("the start");
		} finally {
			await steps.close().catch(() => {});
			await page.context().close();
		}
	});

	test("a run is replayed, and its session's proof is checked without Caisey: by the script, and by a browser that has no network", async () => {
		const { world, browser } = it;
		const ada = world.person("ada");
		const session = await ask(world, "Please show how the sign-in is set");
		const changes = "shows how the sign-in is set";
		const card = await propose(world, session, { command: "echo LegacyMode=0", changes });
		await ada.press(card, "Approve");
		await ada.until("the finished card", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && /Done on/.test(textOf(one))),
		);
		const reader = await signIn(world, ada, session);
		const { page, complaints } = await openSession(browser, world, reader);
		const terminal = await replay(page, "command");
		await expect.poll(() => terminal.textContent()).toMatch(/^\s*LegacyMode=0\s*$/);
		await page.getByRole("link", { name: "Back to the transcript" }).click();
		const { zip, html } = await takeAlong(page, desk);
		await page.context().close();
		expect(complaints).toEqual([]);

		const key = await workerKey(reader);
		for (const file of [zip, html]) {
			expect(await verify(file, "--key", key)).toMatchObject({
				code: 0,
				said: expect.stringMatching(/\nEverything holds\.\n$/),
			});
			expect((await verify(file)).code).toBe(3);
		}
		const proof = await checkOffline(browser, html, key);
		await expect.poll(() => proof.standing.textContent()).toMatch(/^Everything holds/);
		expect(proof.asked()).toEqual([]);
		await proof.close();

		const forged = join(dirname(html), "forged.html");
		writeFileSync(forged, readFileSync(html, "utf8").replaceAll("LegacyMode=0", "LegacyMode=1"));
		expect((await verify(forged, "--key", key)).code).toBe(1);
		const lie = await checkOffline(browser, forged, key);
		await expect.poll(() => lie.standing.textContent()).toMatch(/^Something does NOT hold/);
		await lie.close();
	});

	test("Deny… asks for a reason, which appears on the card", async () => {
		const { world, openAs } = it;
		const session = await ask(world, "Please remove the old printer");
		await propose(world, session, { command: "echo removed", changes: "removes the old printer" });
		const ada = await openAs("ada");
		await ada.openThread("Please remove the old printer");
		await ada.press(ada.card("removes the old printer").getByRole("button", { name: "Deny…" }));
		const dialog = ada.dialog("Deny this change?");
		await dialog.getByRole("textbox").fill("We still print labels on it.");
		await dialog.getByRole("button", { name: "Deny" }).click();
		const card = ada.card("removes the old printer");
		await card.getByText("Denied: nothing was run on CLIENT-ACCT-01").waitFor();
		await card.getByText("“We still print labels on it.”").waitFor();
		await ada.said(/@Dana Reyes.*said no to.*We still print labels on it/).waitFor();
	});

	test("a plan with a look-alike letter is decided in the console, which names the letter", async () => {
		const { world, openAs } = it;
		const session = await ask(world, "Please check the sign-in setting");
		await propose(world, session, { command: "echo Leg\u0430cyMode", changes: "shows the setting" });
		const ada = await openAs("ada");
		await ada.openThread("Please check the sign-in setting");
		const card = ada.card("shows the setting");
		await card.getByText("U+0430").first().waitFor();
		expect(await card.getByRole("button", { name: "Approve" }).count()).toBe(0);
		const page = await openTranscript(ada, card.getByRole("button", { name: "Review in the console" }));
		await page.getByText("U+0430").first().waitFor();
		await page.getByRole("button", { name: "Approve" }).click();
		await card.getByText("Done on CLIENT-ACCT-01").waitFor();
		await card.getByText("Approved by Ada Lindqvist (approver) in the console").waitFor();
	});

	test("a phone shows the thread, its card and the transcript without scrolling sideways", async () => {
		const { world, openAs } = it;
		const session = await ask(world, "Please switch the old sign-in back on for today");
		const changes = "Turns the old sign-in on again.";
		await propose(world, session, {
			command: "sed -i s/LegacyMode=0/LegacyMode=1/ auth.ini",
			before: "grep LegacyMode auth.ini",
			after: "grep LegacyMode auth.ini",
			cwd: desk,
			changes,
		});
		const ada = await openAs("ada", {
			viewport: { width: 390, height: 844 },
			hasTouch: true,
			isMobile: true,
		});
		const width = (page: Window["page"]) => page.evaluate(() => document.documentElement.scrollWidth);
		await ada.openThread("Please switch the old sign-in back on for today");
		const approve = ada.card(changes).getByRole("button", { name: "Approve" });
		await approve.scrollIntoViewIfNeeded();
		await takePicture(ada.page, "phone", passing);
		expect(await width(ada.page)).toBe(390);
		await ada.tap(approve);
		await ada.card(changes).getByText("Done on CLIENT-ACCT-01").waitFor();
		expect(await width(ada.page)).toBe(390);
		const page = await openTranscript(
			ada,
			ada.card(changes).getByRole("button", { name: "Full transcript" }),
		);
		await page.getByText("--- environment snapshot ---").first().waitFor();
		expect(await width(page)).toBe(390);
	});
});
