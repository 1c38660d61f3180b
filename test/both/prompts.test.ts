// A running step asks people in the thread: text, shown to an approver before it is sent; on each platform the same.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, propose } from "../world/chats/acts.ts";
import type { Member, Message, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { checkedOutside, entries, refusals } from "../world/record.ts";

const asksText = "Choices and text; an approver sees each text before it's sent";

describe.each([slack, teams])("questions of a running step on $name", (chat) => {
	let office: Office;
	let dana: Member;
	let tom: Member;
	let ada: Member;
	let sam: Member;
	beforeAll(async () => {
		office = await chat.start();
		[dana, tom, ada, sam] = [
			office.person("dana"),
			office.person("tom"),
			office.person("ada"),
			office.person("sam"),
		];
	});
	afterAll(() => office?.stop());

	/** An approved plan whose command asks; resolves with the session, the plan's card and the question's. */
	const asking = async (command: string, question: string) => {
		const session = await ask(office);
		const card = await propose(office, session, { command, input: asksText });
		expect((await ada.see(card)).text).toContain("may ask: text (an approver sees each before it is sent)");
		await ada.press(card, "Approve");
		const asked = await tom.find(session, "The machine asks", question);
		await tom.until(asked, "waits for an answer");
		return { session, card, asked };
	};
	const write = async (by: Member, asked: Message, text: string) => {
		const dialog = await by.open(asked, "Answer…");
		const again = await dialog.send({ answer: text });
		if (again) throw new Error(`not taken: ${again.text}`);
	};
	const trace = (name: string) => join(office.world.folder, name);

	test("a text is shown to an approver exactly, and sent once they let it through; the record has who did what", async () => {
		const { session, card, asked } = await asking(
			"printf 'Name of the new printer: '; read name; echo \"it is $name\"",
			"Name of the new printer:",
		);
		await tom.until(card, "waits for an answer");
		await tom.find(session, "asks something while it runs");
		await dana.told(() => dana.press(asked, "Answer…"), "Only a technician can answer this");
		await write(tom, asked, "front desk");
		await ada.find(session, "wants to send a text");
		const shown = await ada.until(asked, "Tom Okafor (technician) wants to send this", "front desk");
		expect(shown.codes.at(-1)).toEqual({
			label: expect.stringContaining("Exactly this line"),
			text: "front desk",
		});
		await tom.told(() => tom.press(asked, "Send this text"), "someone else decides");
		await ada.press(asked, "Send this text");
		await ada.until(asked, "Answered by Tom Okafor (technician)", "let through by Ada Lindqvist (approver)");
		await ada.until(card, "Done on CLIENT-ACCT-01", "it is front desk");

		const reader = await tom.read(session);
		expect(await entries(reader, "prompt.asked")).toMatchObject([
			{ actor: { name: "CLIENT-ACCT-01" }, asked: { kind: "text", text: "Name of the new printer: " } },
		]);
		expect(await entries(reader, "prompt.answered")).toMatchObject([
			{ actor: { name: "Tom Okafor", surface: office.surface }, answer: { is: "text", text: "front desk" } },
		]);
		expect(await entries(reader, "prompt.cleared")).toMatchObject([{ actor: { name: "Ada Lindqvist" } }]);
		expect(await refusals(reader)).toEqual([
			"Dana Reyes answer may-not-answer",
			"Tom Okafor send own-proposal",
		]);
		const text = await reader.text("transcript.txt");
		for (const said of ["Name of the new printer:", "let that text through"]) expect(text).toContain(said);
		expect(await reader.json("verify")).toMatchObject({ ok: true });
		expect(await checkedOutside(office.world, await reader.text("transcript.json"))).toContain(
			"Everything holds.",
		);
	});

	test("a text that an approver keeps back never reaches the endpoint, and no other takes its place unseen", async () => {
		const { asked, card } = await asking("printf 'Formula: '; bash", "Formula:");
		await write(tom, asked, `touch '${trace("refused")}'`);
		await sam.until(asked, "wants to send this");
		await ada.press(asked, "Don't send");
		await tom.until(asked, "Ada Lindqvist (approver) kept the last text back");
		await write(tom, asked, `touch '${trace("seen")}'; exit`);
		await ada.until(asked, "Tom Okafor (technician) wants to send this");
		expect([existsSync(trace("refused")), existsSync(trace("seen"))]).toEqual([false, false]);
		await sam.press(asked, "Send this text");
		await ada.until(card, "Done on CLIENT-ACCT-01");
		expect([existsSync(trace("refused")), existsSync(trace("seen"))]).toEqual([false, true]);
	});

	test("a question survives a restart of the Worker, and its answer too", async () => {
		const { session, asked, card } = await asking(
			"printf 'Ready? '; read word; echo \"got $word\"",
			"Ready?",
		);
		await office.world.restartWorker();
		await write(tom, asked, "yes");
		// Where the restart took the platform's answer to the first card, there is another one by now.
		await ada.press(await ada.find(session, "Tom Okafor (technician) wants to send this"), "Send this text");
		await ada.until(card, "Done on CLIENT-ACCT-01", "got yes");
	});

	test("“Nothing more” ends the input of a command that reads on", async () => {
		const { asked, card } = await asking("printf 'Lines: '; cat; echo over", "Lines:");
		await tom.press(asked, "Nothing more");
		await ada.until(card, "Done on CLIENT-ACCT-01");
		await tom.until(asked, "nothing more");
	});
});
