// A real PowerShell asks, and people answer in chat: a choice by a button, code by a text that an approver saw, and nobody in time.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pwshOnPath } from "../agent/testing/pwsh.ts";
import { ask, propose } from "./world/chats/acts.ts";
import type { Member, Message, Office } from "./world/chats/port.ts";
import { slack } from "./world/chats/slack.ts";
import { entries } from "./world/record.ts";

const { found, shell } = pwshOnPath("questions of PowerShell in chat");

describe.skipIf(!found)("a running PowerShell that asks [needs pwsh]", () => {
	let office: Office;
	let tom: Member;
	let ada: Member;
	let forgotten: Awaited<ReturnType<typeof asking>>;
	beforeAll(async () => {
		office = await slack.start();
		[tom, ada] = [office.person("tom"), office.person("ada")];
		forgotten = await askForgotten();
	});
	afterAll(() => office?.stop());

	const asking = async (command: string, question: string, fields: Record<string, string> = {}) => {
		const session = await ask(office);
		const card = await propose(office, session, { shell, command, ...fields });
		await ada.press(card, "Approve");
		return { session, card, asked: await tom.find(session, "The machine asks", question) };
	};
	/** Nobody answers it: its time passes while other tests run. */
	const askForgotten = () =>
		asking(
			`$null = $Host.UI.PromptForChoice('', 'Wipe it?', @('&Yes', '&No'), 1); Set-Content '${trace("after")}' x`,
			"Wipe it?",
			{ stepTimeLimit: "30 s" },
		);
	const trace = (name: string) => join(office.world.folder, name);
	const write = async (asked: Message, text: string) => {
		const again = await (await tom.open(asked, "Answer…")).send({ answer: text });
		if (again) throw new Error(`not taken: ${again.text}`);
	};

	test("a choice is answered by a button, and the transcript has question, choices and answer in their place", async () => {
		const choice =
			"$Host.UI.PromptForChoice('Restart', 'Restart the server now?', @('&Yes', '&No', '&Later'), 1)";
		const { session, card, asked } = await asking(
			`'before'; "chose $(${choice})"`,
			"Restart the server now?",
		);
		expect((await tom.see(card)).text).toContain("may ask: choices only");
		expect((await tom.see(asked)).buttons).toEqual(["“Yes”", "“No”", "“Later”"]);
		await tom.press(asked, "“Later”");
		await tom.until(asked, "Answered by Tom Okafor (technician) in Slack: “Later”");
		await tom.until(card, "Done on CLIENT-ACCT-01", "chose 2");
		await ada.told(() => ada.forge({ at: asked, action: "prompt_choose_1", id: "no question" }), "find");

		const reader = await tom.read(session);
		expect(await entries(reader, "prompt.answered")).toMatchObject([
			{ actor: { name: "Tom Okafor" }, answer: { is: "choices", chosen: [2] }, labels: ["Later"] },
		]);
		const page = await reader.text("");
		const text = await reader.text("transcript.txt");
		for (const shown of [page, text]) {
			expect(shown).toContain("Restart the server now?");
			expect(shown).toMatch(/chose “Later”/);
		}
		expect(await reader.json("verify")).toMatchObject({ ok: true });
	});

	test("code that a step would run is shown to an approver first: what they keep back never reaches it", async () => {
		const input = "Choices and text; an approver sees each text before it's sent";
		const { asked, card } = await asking("Invoke-Expression (Read-Host 'Command')", "Command", { input });
		await write(asked, `Set-Content '${trace("refused")}' x`);
		await ada.until(asked, "wants to send this");
		await ada.press(asked, "Don't send");
		await tom.until(asked, "kept the last text back");
		await write(asked, `Set-Content '${trace("seen")}' x`);
		await ada.until(asked, "wants to send this");
		await ada.press(asked, "Send this text");
		await ada.until(card, "Done on CLIENT-ACCT-01");
		expect([existsSync(trace("refused")), existsSync(trace("seen"))]).toEqual([false, true]);
	});

	test("a question that gets no answer in its time stops the step; card, notice and record say at which", async () => {
		const { session, card, asked } = forgotten;
		await tom.until(asked, "It got no answer");
		await tom.until(card, "Didn't work on CLIENT-ACCT-01", "Wipe it?");
		await expect.poll(async () => (await tom.notices(session)).at(-1)).toContain("Wipe it?");
		expect(existsSync(trace("after"))).toBe(false);
		expect(await entries(await tom.read(session), "prompt.expired")).toMatchObject([{ because: "limit" }]);
	});
});
