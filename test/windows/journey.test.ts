// The article's Friday and Monday on the Windows endpoint that `npm start -- --windows` brings: people in a real browser, the real
// Worker, the agent under Wine 10.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWindows, type WindowsEndpoint, windowsName } from "../../local/windows.ts";
import { journey } from "../world/journey.ts";
import { ask, propose } from "../world/people/acts.ts";
import { openTranscript, type Window } from "../world/people/browser.ts";
import { textOf } from "../world/people/chat.ts";
import { signIn } from "../world/people/console.ts";
import { passing, pictures, takePicture } from "../world/people/pictures.ts";
import { proposeScript } from "../world/people/scripts.ts";
import { inStorage, changes as rowsChanged } from "../world/storage.ts";
import { acmeSetup, startWorld } from "../world/world.ts";
import { inTheConsole } from "./monday.ts";
import { hasWindows } from "./tools.ts";

const possible = hasWindows();
if (!possible)
	console.warn(
		"SKIPPED: test/windows/journey.test.ts (npm run windows brings what it needs, but for Chromium or Chrome)",
	);

/** From Friday afternoon to Monday noon, in ms. */
const days = 69 * 3_600_000;
const key = "HKLM:\\SOFTWARE\\Vendor\\Auth";
/** Under Wine, on a busy machine, each start of PowerShell takes a while. */
const patience = { timeout: 240_000 };

const start = () => startWorld({ setup: acmeSetup([windowsName]), agents: [] });
const windows = {
	deviceScaleFactor: pictures ? 1.15 : 1,
	viewport: { width: 1400, height: pictures ? 1400 : 1000 },
};

journey("a Windows endpoint, under Wine 10", { start, windows, possible }, (it) => {
	let machine: WindowsEndpoint;
	const folder = mkdtempSync(join(tmpdir(), "caisey-journey-"));

	beforeAll(async () => {
		const { world } = it;
		machine = await startWindows({ folder, workerUrl: world.workerUrl, applied: world.applied });
	});
	afterAll(async () => {
		await machine?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	type Proposal = { command: string; check?: string; changes: string; notices?: string; undo?: string };
	/** A technician fills in the dialog. */
	const fillIn = async (tom: Window, request: string, proposal: Proposal) => {
		await tom.press(tom.said(request).getByRole("button", { name: "Run a command…" }));
		const dialog = tom.dialog("Propose a command");
		await dialog.getByRole("button", { name: "More…" }).click();
		await dialog.getByRole("combobox", { name: "Shell" }).waitFor();
		const fill = (name: string, text = "") => dialog.getByRole("textbox", { name }).fill(text);
		await fill("Command", proposal.command);
		for (const checks of ["Checks before", "Checks after"]) await fill(checks, proposal.check);
		await dialog.getByRole("combobox", { name: "Shell" }).click();
		await dialog.getByRole("option", { name: "pwsh" }).click();
		await fill("What changes", proposal.changes);
		await fill("Who will notice", proposal.notices);
		await fill("How to undo it", proposal.undo);
		await dialog.getByRole("button", { name: "Propose" }).click();
		await dialog.waitFor({ state: "detached" });
		// Where the check on the endpoint takes a while, the dialog stays, and says when that is over.
		const checking = tom.dialog("Caisey");
		if (!(await checking.isVisible())) return;
		await checking.getByText("That's recorded. You can close this.").waitFor(patience);
		await checking.getByRole("button", { name: "Close" }).last().click();
		await checking.waitFor({ state: "detached" });
	};

	test("Friday's tweak: LegacyMode is 1, Ada approves, the command sets it, LegacyMode is 0, and the transcript says so", async () => {
		const { world, openAs } = it;
		const [dana, tom, ada] = await Promise.all(["dana", "tom", "ada"].map((handle) => openAs(handle)));
		if (!dana || !tom || !ada) throw new Error("three windows");
		const request = "IT says just run this registry tweak so Monday's software update works";
		const changes = "Turns off the old sign-in, so that Monday's update installs.";
		await dana.write(`/caisey ${request}`, "channel");
		for (const window of [dana, tom, ada]) await window.openThread(request);
		await tom.write("On it. I'll look how it is set now, and propose the change here.");
		await dana.write("Thanks! It's the computer at the front desk.");
		await fillIn(tom, request, {
			command: `Set-ItemProperty ${key} LegacyMode 0`,
			check: `(Get-ItemProperty ${key}).LegacyMode`,
			changes,
			notices: "Nobody.",
			undo: "Set it back to 1.",
		});
		await ada.said("asks you to approve").waitFor();
		await takePicture(ada.card(changes), "card", passing);
		await ada.press(ada.card(changes).getByRole("button", { name: "Approve" }));

		const card = ada.card(changes);
		await card.getByText(`Done on ${windowsName}`).waitFor(patience);
		const shown = await card.textContent();
		expect(shown).not.toContain("U+000D");
		expect(shown).not.toContain("Since ");
		await dana.said(new RegExp(`@Dana Reyes.*Done on ${windowsName}`)).waitFor();
		await takePicture(card, "done", passing);
		await dana.page.setViewportSize({ width: 720, height: 1620 });
		await dana.said("Record of session").scrollIntoViewIfNeeded();
		await takePicture(dana.page, "thread", passing);

		const page = await openTranscript(ada, card.getByRole("button", { name: "Full transcript" }));
		await page.getByText("--- environment snapshot ---").first().waitFor();
		await page.setViewportSize({ width: 1100, height: 1150 });
		await page.getByText(/^approved/).evaluate((entry) => entry.scrollIntoView({ block: "center" }));
		await takePicture(page, "transcript");
		await page.getByRole("button", { name: "Verify" }).click();
		await page.getByRole("heading", { name: "Everything that is signed holds" }).waitFor();

		const person = world.person("tom");
		const reader = await signIn(world, person, await person.message("Caisey session", request));
		const transcript = await reader.text("transcript.txt");
		expect(transcript).toContain("S-1-5-21-");
		const printed = [...transcript.matchAll(/^--- stdout \(\d bytes\) ---\n *(.*)$/gm)].map(
			(match) => match[1],
		);
		expect(printed).toEqual(["1", "", "0"]);
	});

	/** What the weekend's patch does on that computer, two days after what ran there. */
	const overTheWeekend = async () => {
		const { world } = it;
		await world.worker().stop();
		const passes = `UPDATE snapshots SET at = at - ${days}, heard = heard - ${days}`;
		inStorage(world, (database) => rowsChanged(database, "snapshots", passes));
		await world.restartWorker();
		// A Worker that has just started may be slower than Slack waits for an answer.
		await world.person("tom").home();
		await world
			.person("tom")
			.until("Tom's Home", ({ home }) => JSON.stringify(home ?? {}).includes(windowsName));
		const set = "Set-ExecutionPolicy AllSigned -Scope CurrentUser -Force";
		const script = `const {status,stderr}=require("node:child_process").spawnSync("pwsh",["-NoProfile","-Command","${set}"],{stdio:["ignore","pipe","pipe"],windowsHide:true});console.log(status,String(stderr))`;
		expect(await machine.run(machine.node, ["-e", script])).toMatchObject({ code: 0, stdout: "0 \n" });
	};

	test("Monday: the card names the execution policy that changed since, and the error that the update's command swallowed", async () => {
		const { openAs } = it;
		await overTheWeekend();
		const [dana, tom, ada] = await Promise.all(["dana", "tom", "ada"].map((handle) => openAs(handle)));
		if (!dana || !tom || !ada) throw new Error("three windows");
		const request = "The app won't start since this morning";
		const changes = "Marks the update as ready to install.";
		await dana.write(`/caisey ${request}`, "channel");
		for (const window of [dana, tom, ada]) await window.openThread(request);
		await fillIn(tom, request, {
			command: [
				"try {",
				"  Set-ItemProperty HKLM:\\SOFTWARE\\Vendor\\Update Ready 1 -ErrorAction Stop",
				"} catch { }",
				"'Update is ready'",
			].join("\n"),
			changes,
		});
		const card = ada.card(changes);
		await ada.press(card.getByRole("button", { name: "Approve" }));
		await card.getByText(/Done on .*, but check/).waitFor(patience);
		const shown = await card.textContent();
		expect(shown).toMatch(/Since [A-Z][a-z]+day, .*: ExecutionPolicy RemoteSigned → AllSigned/);
		expect(shown).toContain("Exit 0, but 1 error was swallowed");
		expect(shown).toContain("Cannot find path 'HKLM:\\SOFTWARE\\Vendor\\Update' because it does not exist.");
		await takePicture(card, "monday", passing);
		const page = await openTranscript(ada, card.getByRole("button", { name: "Full transcript" }));
		await page.getByText("RemoteSigned → AllSigned").first().waitFor();
		await inTheConsole(page, { world: it.world, browser: it.browser, folder });
	});

	test("a batch file of eight lines runs as the file that it is", async () => {
		const { world } = it;
		const tom = world.person("tom");
		const session = await ask(world, "please clean up");
		const lines = [
			...["@echo off", "set n=0", ":again", "set /a n+=1", "if %n% lss 3 goto again"],
			...["for %%i in (1 2) do echo %%i of %n%", "echo %~nx0 %1", "if not exist %~dp0%~nx0 exit /b 9"],
		];
		const bytes = Buffer.from(lines.map((line) => `${line}\r\n`).join(""));
		const script = { name: "clean.bat", bytes, arguments: "a b", endpoint: windowsName };
		const { card } = await proposeScript(tom, session, script);
		await world.person("ada").press(card, "Approve");
		const done = await tom.until("the end of the batch file", ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes(`Done on ${windowsName}`)),
		);
		expect(textOf(done)).toContain('1 of 3\n2 of 3\nclean.bat "a b"');
	});

	/** Runs a line of cmd; resolves with its card in the end. */
	const cmd = async (command: string, changes: string, end: string, success = "0") => {
		const { world } = it;
		const [tom, ada] = [world.person("tom"), world.person("ada")];
		const session = await ask(world, changes);
		const proposal = { command, changes, shell: "cmd", endpoints: [windowsName], success };
		const card = await propose(world, session, proposal);
		await ada.press(card, "Approve");
		const over = await tom.until(`${end}: ${changes}`, ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes(end)),
		);
		return textOf(over);
	};

	test.each([
		["exit 3010", "exit 3010 (as Windows Installer uses it: done, a restart is needed)"],
		["exit -1978335189", "exit -1978335189 (0x8A15002B)"],
		["exit -1073741819", "exit 0xC0000005 (crashed)"],
	])("%s didn't work, and the card says what the code means", async (command, code) => {
		const shown = await cmd(command, `ends by ${command}`, `Didn't work on ${windowsName}`);
		expect(shown).toContain(code);
	});

	test("a code that the plan names as success is one, and the card named it before", async () => {
		const shown = await cmd("exit 3010", "installs, to be restarted", `Done on ${windowsName}`, "0, 3010");
		expect(shown).toContain("exit 3010");
		expect(shown).toContain("success of the command: exit 0 or 3010");
	});

	test("output in the console's code page is readable on the card, which names the page", async () => {
		writeFileSync(machine.onC("said.txt"), Buffer.from("Zugriff f\x81r J\x81rgen verweigert\r\n", "latin1"));
		const shown = await cmd("type C:\\said.txt", "says what failed", `Done on ${windowsName}`);
		expect(shown).toContain("Zugriff für Jürgen verweigert");
		expect(shown).toContain("read as code page 437");
	});
});
