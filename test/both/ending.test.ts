// A request's end and what comes before and after it: who has it, what was done, and opening it again; on each platform the same.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, close } from "../world/chats/acts.ts";
import type { Member, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { entries } from "../world/record.ts";

describe.each([slack, teams])("a request's end on $name", (chat) => {
	let office: Office;
	let dana: Member;
	let tom: Member;
	beforeAll(async () => {
		office = await chat.start();
		[dana, tom] = [office.person("dana"), office.person("tom")];
	});
	afterAll(() => office?.stop());

	test("the person who asked hears that a technician has it, and who has it after that", async () => {
		const session = await ask(office, "the door squeaks");
		await tom.press(session, "Take it");
		await dana.find(session, "Tom Okafor has your request “the door squeaks”.");
		await dana.until(session, "Tom Okafor (technician)", "has it");
		const dialog = await tom.open(session, "Hand over…");
		expect(dialog.text).toContain("Who takes over?");
		expect(await dialog.send({ question: "Sam Roy" })).toBeNull();
		await dana.find(session, "Tom Okafor handed the request “the door squeaks” to Sam Roy.");
		await dana.until(session, "Sam Roy", "has it");
		await dana.told(() => dana.press(session, "Hand over…"), "Only technicians");
	});

	test("closing asks what was done, and says so; a reply of the person who asked is answered with the way to reopen it", async () => {
		const session = await ask(office, "the fan is loud");
		const reader = await tom.read(session);
		const dialog = await tom.open(session, "Close…");
		expect(dialog.text).toContain("What was done?");
		await dialog.send({ question: "Removed a sticker from the fan" });
		await dana.find(
			session,
			"Tom Okafor closed your request “the fan is loud”: “Removed a sticker from the fan”.",
		);
		await dana.until(session, /● +closed/);
		await dana.say(session, "It's loud again");
		const asks = await dana.find(session, "Your request is closed. Not solved?");
		await dana.until(session, /● +closed/);
		await dana.press(asks, "Reopen");
		await dana.find(session, "Dana Reyes reopened the request “the fan is loud”, which isn't solved.");
		const open = await tom.until(session, "waiting for a technician");
		expect(open.buttons).toEqual(expect.arrayContaining(["Run a command…", "Close…"]));
		await close(office, session, "", "dana");
		await dana.find(session, "You closed your request “the fan is loud”. Not solved?");
		expect(await entries(reader, "session.reopened")).toHaveLength(1);
		expect((await entries(reader, "session.closed")).map(({ did }) => did)).toEqual([
			"Removed a sticker from the fan",
			undefined,
		]);
		expect(await reader.text("transcript.txt")).toContain("Removed a sticker from the fan");
		expect(await reader.json("verify")).toMatchObject({ ok: true });
	});

	test("the message about the end reopens it with one press", async () => {
		const session = await ask(office, "the lamp flickers");
		await close(office, session, "New bulb", "tom");
		const told = await dana.find(session, "closed your request “the lamp flickers”");
		await dana.press(told, "Reopen");
		await dana.until(session, "waiting for a technician");
		await tom.find(session, "Dana Reyes reopened the request “the lamp flickers”, which isn't solved.");
	});

	test("nothing broke on our side meanwhile", () => {
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
	});
});
