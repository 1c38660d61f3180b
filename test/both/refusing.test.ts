// Everything forbidden fails: the person learns why, privately, the attempt is recorded, and nothing runs; the same on each platform.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions, dialogs } from "../../cards/model/actions.ts";
import { newId } from "../../protocol/ids.ts";
import { ask, close, newestPlan, propose } from "../world/chats/acts.ts";
import type { Forged, Member, Message, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import type { Reader } from "../world/people/console.ts";
import { audit, entries, entriesOf, refusals, strays } from "../world/record.ts";

describe.each([slack, teams])("refusing on $name", (chat) => {
	let office: Office;
	let dana: Member;
	let tom: Member;
	let ada: Member;
	let eve: Member;
	let session: Message;
	let elsewhere: Message;
	let reader: Reader;
	let elsewhereReader: Reader;
	/** Tom's plan in `session`, open throughout; Sam's in there, too; and Tom's in `elsewhere`. */
	let card: Message;
	let plan: string;
	let samsCard: Message;
	let samsPlan: string;
	let elsewherePlan: string;

	const trace = (name: string) => `echo ran >> '${join(office.world.folder, name)}'`;
	const ran = (name: string) => existsSync(join(office.world.folder, name));

	beforeAll(async () => {
		office = await chat.start();
		[dana, tom] = [office.person("dana"), office.person("tom")];
		[ada, eve] = [office.person("ada"), office.person("eve")];
		[session, elsewhere] = [await ask(office), await ask(office)];
		[reader, elsewhereReader] = [await tom.read(session), await tom.read(elsewhere)];
		card = await propose(office, session, { command: trace("first"), changes: "the first" });
		plan = await newestPlan(reader);
		const own = { command: trace("own"), changes: "sam's own" };
		samsCard = await propose(office, session, own, "sam");
		samsPlan = await newestPlan(reader);
		await propose(office, elsewhere, { command: trace("elsewhere"), changes: "the other" });
		elsewherePlan = await newestPlan(elsewhereReader);
	});
	afterAll(() => office?.stop());

	const approving = (more: Partial<Forged> = {}): Forged => ({
		at: card,
		action: actions.approve,
		id: plan,
		...more,
	});
	const stillOpen = async () => {
		for (const each of [reader, elsewhereReader]) {
			const kinds = (await entriesOf(each)).map(({ kind }) => kind);
			for (const kind of ["vote.cast", "plan.decided", "run.started", "cancel.asked"])
				expect(kinds).not.toContain(kind);
		}
		for (const name of ["first", "own", "elsewhere"]) expect([name, ran(name)]).toEqual([name, false]);
	};
	const lastRefusal = async () => (await entries(reader, "attempt.refused")).at(-1);

	test.each([
		["the office manager", "dana", "not-an-approver", /Only Ada Lindqvist or Sam Roy can approve.*told them/],
		["who proposed it", "tom", "own-proposal", /someone else decides. Ask Ada Lindqvist or Sam Roy/],
		["someone without a role", "eve", "not-an-approver", /Only Ada Lindqvist or Sam Roy.*Ask one of them/],
	])("%s presses Approve", async (_, handle, code, answer) => {
		const person = office.person(handle);
		await person.told(() => person.press(card, "Approve"), answer);
		expect(await lastRefusal()).toMatchObject({
			actor: { identity: person.identity, surface: office.surface },
			action: "approve",
			refusal: { code },
		});
		await stillOpen();
	});

	test.each([
		["the office manager", "dana", "not-an-approver", "Only Ada Lindqvist"],
		["who proposed it", "tom", "own-proposal", "someone else decides"],
	])("%s denies: nothing is decided", async (_, handle, code, answer) => {
		const person = office.person(handle);
		const dialog = await person.open(card, "Deny…");
		expect(dialog.text).toContain("Why? The proposer and the requester will read this.");
		const refused = await dialog.send({ question: "because" });
		expect(refused?.text).toContain(answer);
		expect(await lastRefusal()).toMatchObject({
			actor: { identity: person.identity },
			action: "deny",
			refusal: { code },
		});
		await stillOpen();
	});

	test("an approver who proposed a plan cannot approve it", async () => {
		const sam = office.person("sam");
		await sam.told(
			() => sam.press(samsCard, "Approve"),
			/You proposed this, so someone else decides. Ask Ada Lindqvist/,
		);
		expect((await refusals(reader)).at(-1)).toBe("Sam Roy approve own-proposal");
		await stillOpen();
	});

	test("the office manager and someone without a role don't cancel", async () => {
		for (const person of [dana, eve]) {
			const cancel = approving({ action: actions.cancel });
			await person.told(() => person.forge(cancel), "Only the proposer, an approver");
			expect(await lastRefusal()).toMatchObject({
				actor: { identity: person.identity },
				action: "cancel",
				refusal: { code: "may-not-cancel" },
			});
		}
		await stillOpen();
	});

	test("a press by someone of another company is refused, answered, and kept in the deployment's log", async () => {
		const { stranger, strange } = office;
		const there = approving({ at: { ...strange, id: card.id } });
		await stranger.told(() => stranger.forge(there), "belongs to another conversation");
		expect(await strays(office.world)).toContainEqual(
			expect.stringMatching(new RegExp(`^${stranger.identity} .*vote wrong-place ${plan}`)),
		);
		// The same with the place of the card: it is another company's there.
		await stranger.forge(approving());
		await stillOpen();
	});

	test("an approver's press with another plan's id, from another thread, channel or card: no decision", async () => {
		const before = (await entriesOf(elsewhereReader)).length;
		const pressed = (more: Partial<Forged>) => () => ada.forge(approving(more));
		// A plan of another session, on this one's card.
		await ada.told(pressed({ id: elsewherePlan }), "can't find that plan");
		expect(await lastRefusal()).toMatchObject({
			actor: { name: "Ada Lindqvist" },
			action: "approve",
			refusal: { code: "not-found", what: "plan" },
		});
		// This plan, in another session's thread.
		await ada.told(
			pressed({ at: { ...card, conversation: elsewhere.conversation, thread: elsewhere.thread } }),
			"can't find that plan",
		);
		expect((await refusals(elsewhereReader)).at(-1)).toBe("Ada Lindqvist approve not-found");
		// Another plan of the same session, on this one's card.
		await ada.told(pressed({ id: samsPlan }), "another conversation");
		expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve wrong-place");
		// A plan of this session that there never was.
		const none = newId("plan", "none");
		await ada.told(pressed({ id: none }), "can't find that plan");
		expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve not-found");
		// A thread without a session, a conversation without a client, and an invalid id.
		await ada.told(pressed({ at: { ...card, thread: "1.000001", id: "1.000002" } }), "another conversation");
		for (const id of ["pl_nonsense", "'; DROP TABLE plans"])
			await ada.told(pressed({ id }), "another conversation");
		const wrong = (await audit(office.world)).filter(
			(line) => line.includes(ada.identity) && line.includes("wrong-place"),
		);
		expect(wrong).toEqual([
			expect.stringContaining(plan),
			expect.stringContaining("pl_nonsense"),
			expect.stringContaining("DROP TABLE plans"),
		]);
		await ada.told(pressed({ at: { ...office.unclaimed, id: card.id } }), "another conversation");
		expect(await strays(office.world)).toContainEqual(
			expect.stringMatching(new RegExp(`^${ada.identity} .*wrong-place`)),
		);
		await stillOpen();
		const kinds = (await entriesOf(elsewhereReader)).slice(before).map(({ kind }) => kind);
		expect(new Set(kinds)).toEqual(new Set(["attempt.refused"]));
	});

	test("Cancel, Ask… and Deny… with another session's plan are refused, and the log keeps the attempts", async () => {
		const before = (await refusals(reader)).length;
		const about = { plan: elsewherePlan };
		const cancel = approving({ action: actions.cancel, id: elsewherePlan });
		await ada.told(() => ada.forge(cancel), "can't find that plan");
		for (const dialog of [dialogs.ask, dialogs.deny]) {
			const sent = { at: card, dialog, about, fields: { question: "What is this?" } };
			expect(await ada.forgeDialog(sent)).toContain("can't find that plan");
		}
		expect((await refusals(reader)).slice(before)).toEqual([
			"Ada Lindqvist cancel not-found",
			"Ada Lindqvist ask not-found",
			"Ada Lindqvist deny not-found",
		]);
		await stillOpen();
	});

	test("Cancel, Ask… and Deny… on the card of another plan of the same session do nothing", async () => {
		const before = (await refusals(reader)).length;
		const cancel = approving({ action: actions.cancel, id: samsPlan });
		await ada.told(() => ada.forge(cancel), "another conversation");
		for (const dialog of [dialogs.ask, dialogs.deny]) {
			const sent = { at: card, dialog, about: { plan: samsPlan }, fields: { question: "What is this?" } };
			expect(await ada.forgeDialog(sent)).toContain("another conversation");
		}
		expect((await refusals(reader)).slice(before)).toEqual([
			"Ada Lindqvist cancel wrong-place",
			"Ada Lindqvist ask wrong-place",
			"Ada Lindqvist deny wrong-place",
		]);
		await stillOpen();
	});

	test("people close, take, number and propose for a session only in its own conversations", async () => {
		const before = (await entriesOf(reader)).length;
		const at = { ...office.unclaimed, id: card.id };
		const id = reader.session;
		for (const action of [actions.close, actions.take])
			await tom.told(() => tom.forge({ at, action, id }), "another conversation");
		const dialogsOf = [
			[dialogs.ticket, { question: "INC-1" }],
			[dialogs.plan, { endpoints: newId("endpoint", "none"), command: "echo x", changes: "x" }],
		] as const;
		for (const [dialog, fields] of dialogsOf)
			expect(await tom.forgeDialog({ at, dialog, about: { session: id }, fields })).toContain(
				"another conversation",
			);
		const kept = (await strays(office.world)).filter((line) => line.startsWith(tom.identity));
		expect(kept.map((line) => line.match(/\) (.*)$/)?.[1])).toEqual(
			["close", "take", "ticket", "propose"].map((what) => `${what} wrong-place ${id}`),
		);
		expect(await entriesOf(reader)).toHaveLength(before);
	});

	test("only technicians see a ticket's number", async () => {
		for (const person of [dana, eve])
			await person.told(
				() => person.forge(approving({ action: actions.ticket, id: reader.session })),
				"techn",
			);
		expect((await refusals(reader)).slice(-2)).toEqual([
			"Dana Reyes ticket technicians-only",
			expect.stringContaining("ticket technicians-only"),
		]);
	});

	test("an unknown action does nothing, gets an answer, and is recorded", async () => {
		for (const action of ["plan_approve_all", "__proto__", "constructor"]) {
			const press = approving({ action });
			await ada.told(() => ada.forge(press), "I don't know that button");
			expect((await refusals(reader)).at(-1)).toBe(`Ada Lindqvist ${action} unknown-action`);
		}
		const there = approving({ action: "plan_approve_all", at: { ...office.unclaimed, id: card.id } });
		await ada.told(() => ada.forge(there), "I don't know that button");
		expect((await strays(office.world)).at(-1)).toMatch(
			new RegExp(`${ada.identity}.*plan_approve_all unknown-action`),
		);
		await stillOpen();
	});

	test("someone without a role gets no dialog, preview or transcript", async () => {
		await eve.told(() => eve.press(session, "Full transcript"), "You have no role at Acme Dental");
		const dialog = await eve.open(session, "Run a command…");
		expect(dialog.text).toContain("Only technicians can propose commands");
		expect(dialog.filled).toEqual({});
		expect(await lastRefusal()).toMatchObject({
			actor: { identity: eve.identity },
			action: "form",
			refusal: { code: "not-a-technician" },
		});
		expect((await audit(office.world)).filter((line) => line.includes(eve.identity)).at(-1)).toMatch(
			/link no-role$/,
		);
		await eve.say(session, "$ rm -rf /");
		await dana.say(session, "$ rm -rf /home");
		await expect.poll(async () => (await entries(reader, "message.said")).length).toBe(2);
		// A preview of later talk shows that they have none.
		await tom.preview(() => tom.say(session, "$ echo mine"), "echo mine");
		expect(await tom.all("Nothing is proposed yet", "rm -rf")).toEqual([]);
		await stillOpen();
	});

	test("the office manager proposes nothing", async () => {
		const dialog = await dana.open(session, "Run a command…");
		expect(dialog.text).toContain("Only technicians can propose commands");
		expect((await refusals(reader)).at(-1)).toBe("Dana Reyes form not-a-technician");
	});

	test("the requester closes the session: no one can propose there any more, and the record stays whole", async () => {
		const closing = await ask(office, "please close this again");
		const its = await tom.read(closing);
		await eve.told(() => eve.press(closing, "Close…"), "can close this session");
		const open = await tom.open(closing, "Run a command…");
		await close(office, closing);
		await dana.find(closing, "You closed your request");
		await dana.find(closing, "Record of session", "signed");
		const closed = await tom.until(closing, /● +closed/);
		expect(closed.buttons).not.toContain("Run a command…");
		const late = { at: closing, action: actions.close, id: its.session };
		await dana.told(() => dana.forge(late), "This session is closed", office.begin);
		await tom.told(() => tom.say(closing, "$ echo too late"), "This session is closed", office.begin);
		// A dialog that was open before it was closed.
		const refused = await open.send({ command: "echo too late", changes: "nothing" });
		expect(refused?.text).toContain("This session is closed");
		const codes = (await entries(its, "attempt.refused")).map(({ actor, action, refusal }) => [
			actor.identity,
			`${action} ${refusal.code}`,
		]);
		expect(codes).toEqual([
			[eve.identity, "close may-not-close"],
			[dana.identity, "close session-closed"],
			[tom.identity, "draft session-closed"],
			[tom.identity, "propose session-closed"],
		]);
		expect(await entries(its, "session.closed")).toHaveLength(1);
		expect(await its.json("verify")).toMatchObject({ ok: true });
	});

	test("only approved commands ran, and the records verify", async () => {
		// The agent runs in the order of what it gets: had anything been on its way, it would have been there by now.
		const last = await ask(office);
		const lastCard = await propose(office, last, { command: trace("last"), changes: "the last" });
		await ada.press(lastCard, "Approve");
		await ada.find(last, "Done on CLIENT-ACCT-01", "the last");
		expect(ran("last")).toBe(true);
		await stillOpen();
		for (const each of [reader, elsewhereReader, await tom.read(last)])
			expect(await each.json("verify")).toMatchObject({ ok: true });
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:(?!.*channel_not_found)/);
	});
});
