// Everything that a platform sends, delivered twice at once and once more later: one effect; on each platform the same.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, plain, planCard, propose } from "../world/chats/acts.ts";
import type { Member, Message, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import type { Reader } from "../world/people/console.ts";
import { entries, entriesOf } from "../world/record.ts";

describe.each([slack, teams])("a redelivery on $name", (chat) => {
	let office: Office;
	let dana: Member;
	let tom: Member;
	let ada: Member;
	let session: Message;
	let reader: Reader;
	beforeAll(async () => {
		office = await chat.start();
		[dana, tom, ada] = [office.person("dana"), office.person("tom"), office.person("ada")];
		session = await ask(office);
		reader = await tom.read(session);
	});
	afterAll(() => office?.stop());

	/** A later message: once its entry is there, all of theirs are. */
	const dealtWith = async (thread = session, of = reader): Promise<void> => {
		const before = (await entries(of, "message.said")).length;
		await dana.say(thread, "And then?");
		await expect.poll(async () => (await entries(of, "message.said")).length).toBe(before + 1);
	};

	test("a message in the thread, its edit and its deletion", async () => {
		let message: Message | undefined;
		const said = async () => (await entries(reader, "message.said")).map(({ text }) => text);
		await office.thrice(async () => {
			message = await dana.say(session, "Said once.");
		});
		expect(await said()).toEqual(["Said once."]);
		const it = message as unknown as Message;
		await office.thrice(() => dana.edit(it, "Edited once."));
		await office.thrice(() => dana.remove(it));
		await dealtWith();
		expect(await said()).toEqual(["Said once.", "And then?"]);
		expect((await entries(reader, "message.edited")).map(({ text }) => text)).toEqual(["Edited once."]);
		expect(await entries(reader, "message.deleted")).toHaveLength(1);
	});

	test("a request", async () => {
		await office.thrice(() => dana.ask("asked once"));
		await ada.session("asked once");
		await ask(office, "the next after the request");
		expect(await ada.all("Caisey session", "asked once")).toHaveLength(1);
	});

	test("“Start a Caisey session” on a message", async () => {
		const message = await dana.say(office.place(), "The lamp hums.");
		await office.thrice(() => tom.start(message));
		const opened = await ada.session("The lamp hums.");
		await ask(office, "the next after the shortcut");
		expect(await ada.all("Caisey session", "The lamp hums.")).toHaveLength(1);
		const kinds = (await entriesOf(await tom.read(opened))).map(({ kind }) => kind);
		expect(kinds.filter((kind) => kind === "session.opened")).toHaveLength(1);
	});

	test("a typed command", async () => {
		const previews = async () => (await tom.all("Nothing is proposed yet", "echo typed once")).length;
		await tom.preview(() => office.thrice(() => tom.say(session, "$ echo typed once")), "echo typed once");
		await tom.preview(() => tom.say(session, "$ echo the next"), "echo the next");
		expect(await previews()).toBe(1);
	});

	test("a proposal", async () => {
		const dialog = await tom.open(session, "Run a command…");
		await office.thrice(() => dialog.send({ ...plain, command: "echo hello", changes: "is proposed once" }));
		await planCard(office, session, "is proposed once");
		await dealtWith();
		expect(await entries(reader, "plan.proposed")).toHaveLength(1);
	});

	test("a question about a plan, and a denial", async () => {
		const thread = await ask(office);
		const its = await tom.read(thread);
		const card = await propose(office, thread, { command: "echo once", changes: "is asked about once" });
		const asking = await ada.open(card, "Ask…");
		await office.thrice(() => asking.send({ question: "Why?" }));
		await ada.find(thread, "asks about the change", "Why?");
		await dealtWith(thread, its);
		expect(await entries(its, "question.asked")).toHaveLength(1);
		expect(await ada.all("“Why?”")).toHaveLength(1);

		const denying = await ada.open(card, "Deny…");
		await office.thrice(() => denying.send({ question: "No." }));
		await ada.find(thread, "said no to", "No.");
		await dealtWith(thread, its);
		expect(await entries(its, "vote.cast")).toHaveLength(1);
		expect(await entries(its, "plan.decided")).toHaveLength(1);
		expect(await ada.all("said no to")).toHaveLength(1);
	});

	test("Approve, and Cancel of a running plan", async () => {
		const thread = await ask(office);
		const its = await tom.read(thread);
		const changes = "is cancelled once";
		const card = await propose(office, thread, { command: "echo begun; sleep 3600", changes });
		await office.thrice(() => ada.press(card, "Approve"));
		await ada.until(card, /Running on/);
		const asked = await ada.cancel(card);
		await office.thrice(asked.confirm);
		await ada.find(thread, "Tom Okafor's “is cancelled once” didn't work on CLIENT-ACCT-01");
		await dealtWith(thread, its);
		for (const kind of ["vote.cast", "plan.decided", "run.started", "cancel.asked", "run.ended"] as const)
			expect([kind, (await entries(its, kind)).length]).toEqual([kind, 1]);
		expect(await its.json("verify")).toMatchObject({ ok: true });
	});

	test("closing a session", async () => {
		const thread = await ask(office);
		const its = await tom.read(thread);
		const dialog = await tom.open(thread, "Close…");
		await office.thrice(() => dialog.send({ question: "Nothing to do." }));
		await dana.find(thread, "Record of session", "signed");
		await ask(office, "the next after the end");
		expect(await entries(its, "session.closed")).toHaveLength(1);
		expect(await dana.all("Tom Okafor closed your request")).toHaveLength(1);
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
	});
});
