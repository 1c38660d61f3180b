// Asking for something, and talking about it: heard where it should be, refused where not; on each platform the same.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../world/chats/acts.ts";
import type { Member, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import type { Reader } from "../world/people/console.ts";
import { audit, entries, entriesOf, strays } from "../world/record.ts";

describe.each([slack, teams])("asking on $name", (chat) => {
	let office: Office;
	let dana: Member;
	let tom: Member;
	let eve: Member;
	beforeAll(async () => {
		office = await chat.start();
		[dana, tom, eve] = [office.person("dana"), office.person("tom"), office.person("eve")];
	});
	afterAll(() => office?.stop());

	const said = async (reader: Reader, count: number) => {
		const all = () => entries(reader, "message.said");
		await expect.poll(async () => (await all()).length).toBe(count);
		return all();
	};

	test("a request opens a session, headed by who asked and what, waiting for a technician", async () => {
		const request = `the *old* printer at <reception> & 'desk' jams, see C:\\spool`;
		const session = await ask(office, request);
		const shown = await tom.see(session);
		for (const text of ["Acme Dental", "Dana Reyes", "waiting for a technician"])
			expect(shown.text).toContain(text);
		expect(shown.buttons).toEqual(
			expect.arrayContaining(["Run a command…", "Full transcript", "Close…", "Help"]),
		);
		const [opened] = await entriesOf(await tom.read(session));
		expect(opened).toMatchObject({
			kind: "session.opened",
			request,
			original: null,
			actor: { identity: dana.identity, name: "Dana Reyes", surface: office.surface },
		});
	});

	test("the shortcut makes a message that was already there a session's first entry", async () => {
		const message = await dana.say(office.place(), "The scanner smells of fish");
		await tom.start(message);
		const session = await tom.session("The scanner smells of fish");
		expect((await tom.see(session)).text).toContain("Dana Reyes");
		const its = await tom.read(session);
		const [first] = await entriesOf(its);
		expect(first).toMatchObject({
			kind: "session.opened",
			source: "shortcut",
			request: "The scanner smells of fish",
			actor: { name: "Tom Okafor" },
			original: {
				ref: { channel: message.conversation, message: message.id },
				author: { identity: dana.identity, name: "Dana Reyes" },
			},
		});
		// Again: the same session. Talk below that message is its thread.
		await dana.start(message);
		await dana.say({ ...message, thread: message.id }, "Like herring.");
		expect((await said(its, 1)).map(({ text }) => text)).toEqual(["Like herring."]);
		expect(await dana.all("Caisey session", "smells of fish")).toHaveLength(1);
		expect(session).toMatchObject({ conversation: message.conversation, thread: message.id });
	});

	test("for help, people learn how to ask; nothing is opened", async () => {
		for (const request of ["help", "Help"])
			await dana.told(
				() => dana.ask(request),
				"only after your admin has approved exactly that command",
				`To ask for something: ${office.begin} and your request`,
				"Start a Caisey session",
			);
		const session = await ask(office);
		await dana.told(() => dana.press(session, "Help"), `${office.begin} and your request`);
		expect(await dana.all("Caisey session", "help")).toEqual([]);
	});

	test("without a request, a dialog asks for it, and asks in the client's channel as their own message would", async () => {
		const where = office.place();
		const dialog = await dana.askInDialog(where);
		for (const text of ["What do you need?", "Which computer?", "How urgent is it?", "A picture"])
			expect(dialog.text).toContain(text);
		const again = await dialog.send({ what: " " });
		expect(again?.text).toContain("Write in a few words what you need.");
		const secret = await again?.send({ what: "my password: Tr0ub4dor-and-3" });
		expect(secret?.text).toContain("contains a password or key");
		const what = "the label printer is offline";
		await secret?.send({ what, computer: "CLIENT-ACCT-01", urgency: "I can't work until it's done" });
		const session = await dana.session(what);
		expect(session.conversation).toBe(where.conversation);
		const [opened] = await entriesOf(await tom.read(session));
		expect(opened).toMatchObject({
			kind: "session.opened",
			request: `${what}\nOn CLIENT-ACCT-01 · I can't work until it's done`,
			actor: { identity: dana.identity, name: "Dana Reyes" },
		});
		const offered = await eve.told(() => eve.askInDialog(), "You have no role at Acme Dental");
		expect(offered).toContain("Ask your IT provider");
	});

	test("only the person who pressed sees the transcript's link, which works once", async () => {
		const session = await ask(office);
		const answer = await dana.told(() => dana.press(session, "Full transcript"), "The full transcript");
		expect(answer).toContain("Only you can use this link, once, within 5 minutes");
		const reader = await dana.read(session);
		const origin = new URL(office.world.workerUrl).origin;
		const again = await fetch(reader.link, { method: "POST", redirect: "manual", headers: { origin } });
		expect(again.status).not.toBe(303);
		expect(await dana.all(reader.link)).toEqual([]);
	});

	test("someone without a role opens nothing and learns why; the client's log records the attempt", async () => {
		const answer =
			"You have no role at Acme Dental here, so nothing was done. Ask your IT provider to add you.";
		expect(await eve.told(() => eve.ask("let me in"), "You have no role")).toBe(answer);
		const message = await dana.say(office.place(), "Not for Eve to start.");
		await eve.told(() => eve.start(message), "You have no role at Acme Dental", "IT provider");
		const lines = (await audit(office.world)).filter((line) => line.includes(eve.identity));
		expect(lines).toEqual(
			[/ask no-role$/, /open no-role$/, /open no-role$/].map((how) => expect.stringMatching(how)),
		);
		expect(await eve.all("Caisey session", "let me in")).toEqual([]);
		expect(await eve.all("Caisey session", "Not for Eve")).toEqual([]);
	});

	test("a conversation without a client opens nothing; the deployment's log says who tried", async () => {
		const no = "isn't connected to a client";
		await dana.told(() => dana.ask("copy this", office.unclaimed), no, "IT provider");
		const message = await dana.say(office.unclaimed, "copy that");
		await dana.told(() => dana.start(message), no, "write in your company's own channel");
		const { conversation } = office.unclaimed;
		const lines = (await strays(office.world)).filter((line) => line.includes(`:${conversation}`));
		expect(lines).toHaveLength(2);
		for (const line of lines) expect(line).toMatch(new RegExp(`^${dana.identity} .*open not-bound`));
		expect(await dana.all("Caisey session", "copy th")).toEqual([]);
	});

	test("a request with a password opens nothing, and no record keeps it", async () => {
		const secret = "Tr0ub4dor-and-3";
		await dana.told(
			() => dana.ask(`log in for me, password: ${secret}`),
			"contains a password or key",
			"opened no session",
		);
		const log = await audit(office.world);
		expect(log.at(-1)).toMatch(new RegExp(`^${dana.identity} .*open looks-secret$`));
		expect(log.join("\n")).not.toContain(secret);
		expect(await dana.all("Caisey session", secret)).toEqual([]);
	});

	test("the transcript keeps talk in the thread with its author's account and person; talk elsewhere is not kept", async () => {
		const session = await ask(office);
		const reader = await tom.read(session);
		await dana.say(office.place(), "Not in the thread.");
		await dana.say(session, "It says PC LOAD LETTER, a & b <c>");
		await said(reader, 1);
		await eve.say(session, "Nobody knows why.");
		const all = await said(reader, 2);
		expect(all.map(({ actor, text }) => [actor.surface, actor.identity, text])).toEqual([
			[office.surface, dana.identity, "It says PC LOAD LETTER, a & b <c>"],
			[office.surface, eve.identity, "Nobody knows why."],
		]);
		expect(all.map(({ actor }) => actor.person === null)).toEqual([false, true]);
	});

	test("edits and a deletion are further entries, back to an earlier wording too; the first text stays", async () => {
		const session = await ask(office);
		const reader = await tom.read(session);
		const message = await dana.say(session, "It is on floor one.");
		await said(reader, 1);
		const edits = async () => (await entries(reader, "message.edited")).length;
		for (const [i, text] of [
			"It is on floor two.",
			"It is on floor three.",
			"It is on floor two.",
		].entries()) {
			await dana.edit(message, text);
			await expect.poll(edits).toBe(i + 1);
		}
		await dana.remove(message);
		await expect.poll(async () => (await entries(reader, "message.deleted")).length).toBe(1);
		const about = (await entriesOf(reader)).filter((one) => "ref" in one && one.ref?.message === message.id);
		expect(about.map((one) => ["text" in one ? one.text : null, one.kind, one.actor.name])).toEqual([
			["It is on floor one.", "message.said", "Dana Reyes"],
			["It is on floor two.", "message.edited", "Dana Reyes"],
			["It is on floor three.", "message.edited", "Dana Reyes"],
			["It is on floor two.", "message.edited", "Dana Reyes"],
			[null, "message.deleted", `Someone in ${chat.name}`],
		]);
		// Whose message it was is known, not who deleted it.
		expect(about.at(-1)).toMatchObject({ author: "Dana Reyes", actor: { person: null, identity: null } });
		expect(await reader.text("transcript.txt")).toContain("It is on floor one.");
		expect(await reader.json("verify")).toMatchObject({ ok: true });
	});

	test("text that looks like a password is masked in messages and edits, and its author learns so", async () => {
		const secret = "Tr0ub4dor-and-3";
		const session = await ask(office);
		const reader = await tom.read(session);
		await dana.told(
			() => dana.say(session, `the password is: ${secret}`),
			"contains a password or key",
			"delete your message",
		);
		const it = await dana.say(session, "I forgot to say:");
		await said(reader, 2);
		await dana.told(
			() => dana.edit(it, `I forgot to say: password: ${secret}`),
			"contains a password or key",
		);
		await dana.edit(it, "I forgot to say nothing");
		const edited = () => entries(reader, "message.edited");
		await expect.poll(async () => (await edited()).length).toBe(2);
		const masked = "⟨masked: a value given as password, 15 characters⟩";
		expect((await said(reader, 2))[0]?.text).toBe(`the password is: ${masked}`);
		expect((await edited()).map(({ text }) => text)).toEqual([
			`I forgot to say: password: ${masked}`,
			"I forgot to say nothing",
		]);
		for (const what of ["transcript.json", "transcript.txt"])
			expect((await reader.text(what)).includes(secret)).toBe(false);
	});

	test("nothing broke on our side meanwhile", () => {
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
	});
});
