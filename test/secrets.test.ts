// A secret's whole way, in a real browser: proposed by name, approved, entered in the console, used by the step; or asked for by the
// step itself. Then every file,
// log, message, page and export is searched for it, byte by byte, and so is the process list while it is in use.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formsOf } from "../agent/secrets/forms.ts";
import { mark } from "../agent/secrets/mask.ts";
import { pwshOnPath } from "../agent/testing/pwsh.ts";
import { projectFolder } from "../local/child.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { journey } from "./world/journey.ts";
import { ask, propose } from "./world/people/acts.ts";
import { openTranscript } from "./world/people/browser.ts";
import { signIn } from "./world/people/console.ts";
import { passing, takePicture } from "./world/people/pictures.ts";

const { found: shellPath, shell } = pwshOnPath("secrets that PowerShell asks for, in a browser");

const secret = `Grün-"41' & <b>\\$x`;
const forms = formsOf(secret, 850).map(({ bytes }) => Buffer.from(bytes));
const holds = (bytes: Buffer): boolean => forms.some((form) => bytes.includes(form));

/** All files in a folder that runs on: some are gone before they are read. */
const filesIn = (folder: string): { path: string; bytes: Buffer }[] =>
	readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.flatMap((path) => read(path).map((bytes) => ({ path, bytes })));

const read = (path: string): Buffer[] => {
	try {
		return [readFileSync(path)];
	} catch {
		return [];
	}
};

const commandLines = (): Buffer[] =>
	readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => read(`/proc/${pid}/cmdline`));

journey("a plan that needs a secret", {}, (it) => {
	test("gets it from the technician in the console, and no one else sees it, anywhere", async () => {
		const { world, openAs } = it;
		const gate = join(world.folder, "gate");
		await world.shell(`mkfifo '${gate}'`);
		const request = "please let the backup reach the database again";
		const changes = "Stores the database's new password.";
		const session = await ask(world, request);
		const command = [
			`printf 'visible-marker %s\\n' "{{secret:db}}"`,
			`printf %s {{secret:db}} | base64`,
			"printf %s {{secret:db}} | wc -m",
			`read line < '${gate}'`,
		].join("\n");
		await propose(world, session, { command, changes, shell: "bash" });

		const [tom, ada] = await Promise.all([openAs("tom"), openAs("ada")]);
		await Promise.all([tom.openThread(request), ada.openThread(request)]);
		await ada.card(changes).getByText("Needs a secret: db; asked for in the console").waitFor();
		await takePicture(ada.card(changes), "secret-asked", passing);
		await ada.press(ada.card(changes).getByRole("button", { name: "Approve" }));
		await ada.card(changes).getByText("Approved, waiting for a secret on CLIENT-ACCT-01").waitFor();
		await takePicture(ada.card(changes), "secret-wanted", passing);

		const page = await openTranscript(
			tom,
			tom.card(changes).getByRole("button", { name: "Full transcript" }),
		);
		await page.getByRole("link", { name: "Enter it…" }).click();
		const field = page.getByLabel("db");
		const send = page.getByRole("button", { name: "Seal and send" });
		await field.fill("abc");
		await send.click();
		expect(await field.inputValue()).toBe("abc");
		await takePicture(page, "secret-page");
		await field.fill(secret);
		const [posted] = await Promise.all([
			page.waitForRequest((sent) => sent.method() === "POST"),
			send.click(),
		]);
		expect(holds(posted.postDataBuffer() ?? Buffer.alloc(0))).toBe(false);
		expect(posted.postData()).toContain("sealed=");
		await page.getByText("entered the secret db for").waitFor();

		await ada.card(changes).getByText(`visible-marker ${mark}`).waitFor();
		expect(commandLines().filter(holds)).toEqual([]);
		const opened = await open(gate, "w");
		await opened.write("go on\n");
		await opened.close();
		await ada.card(changes).getByText("Done on CLIENT-ACCT-01").waitFor();
		await takePicture(ada.card(changes), "secret-done", passing);
		await page.getByText(`visible-marker ${mark}`).first().waitFor();
		await page
			.getByText(/masked a secret in 2 places/)
			.first()
			.waitFor();
		await takePicture(page, "secret-transcript");

		await expectNowhere(session, "visible-marker");
	});

	test.skipIf(!shellPath)(
		"that PowerShell asks for while it runs is entered in the console, and no one else sees it, anywhere [needs pwsh]",
		async () => {
			const { world, openAs } = it;
			const request = "please let the scanner reach the share again";
			const changes = "Stores the scanner's new login.";
			const session = await ask(world, request);
			const command = [
				"$c = Get-Credential ACME\\scanner -Message 'The new login of the scanner'",
				'$p = $c.GetNetworkCredential().Password; "prompt-marker $p"; [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($p))',
				"[Console]::Out.Write($p.Substring(0, 7))",
				"$null = $Host.UI.PromptForChoice('', 'Keep this login?', @('&Yes', '&No'), 0)",
				"[Console]::Out.WriteLine($p.Substring(7)); Write-Verbose -Verbose $p",
			].join("\n");
			const input = "Choices and secrets; secrets in the console, PowerShell only";
			await propose(world, session, { command, changes, shell, input });

			const [tom, ada] = await Promise.all([openAs("tom"), openAs("ada")]);
			await Promise.all([tom.openThread(request), ada.openThread(request)]);
			await ada.card(changes).getByText("secrets (entered in the console; no one sees them").waitFor();
			await takePicture(ada.card(changes), "secret-question-allowed", passing);
			await ada.press(ada.card(changes).getByRole("button", { name: "Approve" }));
			const asks = tom.said("Password for user ACME\\scanner");
			await asks.getByText("The machine asks for a secret").waitFor();
			await takePicture(asks, "secret-question", passing);

			const page = await openTranscript(tom, asks.getByRole("button", { name: "Enter it…" }));
			await takePicture(page, "secret-question-transcript");
			await page.getByRole("link", { name: "Enter it…" }).first().click();
			await page.waitForURL(/\/questions\/\d+$/);
			const address = page.url();
			const field = page.getByLabel("The secret");
			const send = page.getByRole("button", { name: "Seal and send" });
			await field.fill("abc");
			await send.click();
			expect(await field.inputValue()).toBe("abc");
			await takePicture(page, "secret-question-page");
			await field.fill(secret);
			const [posted] = await Promise.all([
				page.waitForRequest((sent) => sent.method() === "POST"),
				send.click(),
			]);
			expect(holds(posted.postDataBuffer() ?? Buffer.alloc(0))).toBe(false);
			await page.getByText("entered a secret for a question").waitFor();
			const again = await page.request.get(address);
			expect([again.status(), await again.text()]).toEqual([
				...[409, expect.stringContaining("already has its answer")],
			]);

			const choice = tom.said("Keep this login?");
			await choice.getByRole("button", { name: "“Yes”" }).waitFor();
			expect(commandLines().filter(holds)).toEqual([]);
			await asks.getByText("Answered by Tom Okafor (technician) in the console: a secret").waitFor();
			await takePicture(asks, "secret-question-answered", passing);
			await tom.press(choice.getByRole("button", { name: "“Yes”" }));
			await ada.card(changes).getByText("Done on CLIENT-ACCT-01").waitFor();
			await page.getByText(`prompt-marker ${mark}`).first().waitFor();
			await page
				.getByText(/masked a secret in 5 places/)
				.first()
				.waitFor();
			await takePicture(page, "secret-question-done");
			await expectNowhere(session, "prompt-marker");
		},
	);

	/** What the step printed is there: so is its secret, if it is anywhere. */
	const expectNowhere = async (session: ClientMessage, marker: string): Promise<void> => {
		const { world } = it;
		const reader = await signIn(world, world.person("ada"), session);
		const exports = await Promise.all(
			["", "transcript.txt", "transcript.json"].map((what) => reader.text(what)),
		);
		const chats = await Promise.all(["tom", "ada", "dana", "sam"].map((who) => world.person(who).state()));
		const said = [...exports, ...chats.map((state) => JSON.stringify(state))].map((text) =>
			Buffer.from(text),
		);
		const files = filesIn(world.folder);
		const found = (what: string) => files.filter(({ bytes }) => bytes.includes(what)).length;
		expect(exports[1]?.includes(`${marker} ${mark}`)).toBe(true);
		expect(found(marker)).toBeGreaterThan(1);
		expect(files.some(({ path }) => path.endsWith("sealing.pem"))).toBe(true);

		expect(files.filter(({ bytes }) => holds(bytes)).map(({ path }) => path)).toEqual([]);
		expect(said.filter(holds)).toEqual([]);
		const verified = await reader.json<{ ok: boolean }>("verify");
		expect(verified.ok).toBe(true);
		const exported = join(world.folder, "transcript.json");
		writeFileSync(exported, exports[2] ?? "");
		const script = join(projectFolder, "docs", "verify-transcript.mjs");
		// It ends with 3: no key was named that it could trust.
		const judged = spawnSync(process.execPath, [script, exported], { encoding: "utf8" });
		expect([judged.status, judged.stdout.match(/^BROKEN.*/gm)]).toEqual([3, null]);
		expect(judged.stdout).toContain("it started what the plan says");
	};
});
