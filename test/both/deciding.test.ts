// Deciding on a plan: approved, denied, asked about, cancelled, in time and too late; on each platform the same.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actions } from "../../cards/model/actions.ts";
import { ask, newestPlan, planCard, plans, propose, question } from "../world/chats/acts.ts";
import type { Member, Office } from "../world/chats/port.ts";
import { slack } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { entries, refusals } from "../world/record.ts";
import { timePasses } from "../world/storage.ts";

const hour = 3_600_000;

describe.each([slack, teams])("deciding on $name", (chat) => {
	let office: Office;
	let dana: Member;
	let tom: Member;
	let ada: Member;
	let forgotten: Awaited<ReturnType<typeof proposeForgotten>>;
	beforeAll(async () => {
		office = await chat.start();
		[dana, tom, ada] = [office.person("dana"), office.person("tom"), office.person("ada")];
		forgotten = await proposeForgotten();
	});
	afterAll(() => office?.stop());

	const trace = (name: string) => `echo ran >> '${join(office.world.folder, name)}'`;
	const ran = (name: string) => existsSync(join(office.world.folder, name));

	/** Nobody decides on it: half of its time is over in twenty seconds, while other tests run. */
	const proposeForgotten = async () => {
		const session = await ask(office);
		const changes = "nobody decides on it";
		const card = await propose(office, session, {
			command: trace("forgotten"),
			changes,
			decideWithin: "1 h",
		});
		await ada.find(session, "asks you to approve");
		const reader = await tom.read(session);
		const plan = await newestPlan(reader);
		await timePasses(office.world, hour - 40_000);
		return { session, changes, card, reader, plan };
	};

	test("a change is asked for, proposed, refused to the wrong people, approved, run, and proven", async () => {
		const request = "IT says just run this registry tweak so Monday's software update works";
		const session = await ask(office, request);
		expect((await tom.see(session)).text).toContain("Dana Reyes");
		await tom.say(session, "On it, one moment.");
		const command = `printf 'done\\n'; printf 'a warning\\n' >&2`;
		const [before, after] = ["echo LegacyMode=1", "echo LegacyMode=0"];
		const changes = "turns off the old sign-in";
		const card = await propose(office, session, { command, before, after, changes });
		const shown = await ada.see(card);
		for (const text of [command, before, after, "CLIENT-ACCT-01"]) expect(shown.text).toContain(text);
		expect(shown.codes.map(({ text }) => text)).toEqual([before, command, after]);
		expect(shown.buttons).toEqual(["Approve", "Deny…", "Ask…", "Details"]);
		await ada.find(session, "asks you to approve");

		await dana.told(() => dana.press(card, "Approve"), "Only Ada Lindqvist or Sam Roy can approve");
		await tom.told(() => tom.press(card, "Approve"), "someone else decides");
		expect((await ada.see(card)).text).toContain("Approve this");

		await ada.press(card, "Approve");
		const done = await ada.until(
			card,
			"Done on CLIENT-ACCT-01, but check: 10 bytes on stderr",
			"Ada Lindqvist",
		);
		expect(done.buttons).not.toContain("Approve");
		await expect
			.poll(async () => (await dana.notices(session)).at(-1))
			.toBe(
				"@Dana Reyes, @Tom Okafor: Done on CLIENT-ACCT-01, but check: 10 bytes on stderr. CLIENT-ACCT-01 printed “LegacyMode=1 → LegacyMode=0”.",
			);
		const asks = `Tom Okafor asks you to approve a change on CLIENT-ACCT-01: “${changes}”.`;
		const [first] = await dana.notices(session);
		expect(first).toMatch(new RegExp(`^@Ada Lindqvist, @Sam Roy: ${asks}$`));

		const reader = await ada.read(session);
		const text = await reader.text("transcript.txt");
		for (const line of [
			request,
			"On it, one moment.",
			`Command: ${command}`,
			"(endpoint: CLIENT-ACCT-01)",
			"→ [PROMPT: admin@clientdomain.local approved at",
			"PATH resolution: /",
			"Exit code: 0",
			"--- stdout (5 bytes) ---",
			"--- stderr (10 bytes) ---",
			"--- environment snapshot ---",
			`via ${chat.name}`,
		])
			expect(text).toContain(line);
		expect(text).toMatch(
			new RegExp(`Dana Reyes \\(requester\\) via ${chat.name}: .*(refused|not an approver|tried)`, "i"),
		);
		const verification = await reader.json<{ ok: boolean; checks: { ok: boolean }[] }>("verify");
		expect(verification.checks.filter((check) => !check.ok)).toEqual([]);
		expect(verification.ok).toBe(true);
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
	});

	test("approvers get the plan directly, too, and decide there", async () => {
		const session = await ask(office);
		const card = await propose(office, session, { command: "true", changes: "is decided on directly" });
		const direct = await ada.direct("is decided on directly");
		expect((await ada.see(direct)).buttons).toContain("Approve");
		await ada.press(direct, "Approve");
		for (const copy of [card, direct])
			await ada.until(copy, `Approved by Ada Lindqvist (approver) in ${chat.name}`);
		await ada.until(card, "Done on CLIENT-ACCT-01");
	});

	test("Deny… asks for a reason, which the proposer and the requester read; Propose again… comes filled in", async () => {
		const session = await ask(office);
		const filled = {
			command: "echo 'as <it> & was'",
			before: "echo one\necho two",
			after: "echo three",
			changes: "makes it print",
		};
		const card = await propose(office, session, filled);
		const asked = await ada.open(card, "Deny…");
		const blank = await asked.send({ question: "   " });
		expect(blank?.text).toContain("Write a few words.");
		expect(await blank?.send({ question: "The office is full of people." })).toBeNull();
		await dana.find(session, "Ada Lindqvist said no to", "The office is full of people.");
		const denied = await tom.until(card, "Denied by Ada Lindqvist", "The office is full of people.");
		expect(denied.buttons).toContain("Propose again…");
		const reader = await tom.read(session);
		expect(await entries(reader, "vote.cast")).toMatchObject([
			{ verdict: "deny", reason: "The office is full of people.", actor: { name: "Ada Lindqvist" } },
		]);
		expect((await dana.notices(session)).at(-1)).toBe(
			"@Dana Reyes, @Tom Okafor: Ada Lindqvist said no to Tom Okafor's “makes it print” on CLIENT-ACCT-01: “The office is full of people.” Nothing ran.",
		);

		const again = await tom.open(card, "Propose again…");
		expect(again.filled).toMatchObject(filled);
		expect(await again.send({ changes: "makes it print, tonight" })).toBeNull();
		await planCard(office, session, "makes it print, tonight");
		const [first, second] = await plans(reader);
		expect(second?.id).not.toBe(first?.id);
		expect(second?.digest).not.toBe(first?.digest);
		expect(JSON.parse(second?.text ?? "").steps).toEqual(JSON.parse(first?.text ?? "").steps);
		expect(await entries(reader, "run.started")).toEqual([]);
	});

	test("Ask… puts the question into the thread, and the answer there is kept", async () => {
		const session = await ask(office);
		const card = await propose(office, session, { command: "true", changes: "is asked about" });
		await question(office, card, "Ask…", "Will it be loud?");
		await tom.find(session, "Ada Lindqvist asks about the change", "Will it be loud?");
		const reader = await tom.read(session);
		expect(await entries(reader, "question.asked")).toMatchObject([
			{ text: "Will it be loud?", actor: { name: "Ada Lindqvist" }, plan: await newestPlan(reader) },
		]);
		await tom.say(session, "Only a little.");
		await expect
			.poll(async () => (await entries(reader, "message.said")).map(({ text }) => text))
			.toEqual(["Only a little."]);
	});

	test("two approvers at once, a double click and a redelivery make one decision and one run", async () => {
		const session = await ask(office);
		const card = await propose(office, session, { command: trace("first"), changes: "the first" });
		const reader = await tom.read(session);
		const press = { at: card, action: actions.approve, id: await newestPlan(reader) };
		const sam = office.person("sam");
		await Promise.all([ada.forge(press), ada.forge(press), sam.forge(press)]);
		await ada.find(session, "Done on CLIENT-ACCT-01", "the first");
		await ada.told(() => ada.forge(press), "already decided: approved and run");
		expect(await entries(reader, "vote.cast")).toHaveLength(1);
		expect(await entries(reader, "plan.decided")).toHaveLength(1);
		expect(await entries(reader, "run.started")).toHaveLength(1);
		// Two of the three, and the one after them.
		const late = (await refusals(reader)).filter((one) => one.endsWith("approve already-decided"));
		expect(late).toHaveLength(3);
		expect(readFileSync(join(office.world.folder, "first"), "utf8")).toBe("ran\n");
		expect(await reader.json("verify")).toMatchObject({ ok: true });
	});

	test("Cancel ends a running command and its descendants, keeps the output, and says who cancelled", async () => {
		const session = await ask(office);
		const long = await propose(office, session, {
			command: `sleep 3600 & echo "begun $!"; wait`,
			changes: "takes for ever",
			after: "echo after",
		});
		await ada.press(long, "Approve");
		const running = await ada.until(long, /begun \d/);
		expect(running.buttons).toEqual(["Full transcript", "Cancel…"]);
		const danas = async () => (await dana.cancel(long)).confirm();
		await dana.told(danas, "Only the proposer, an approver");
		const asked = await tom.cancel(long);
		expect(asked.asks).toContain(
			"This stops what is running on CLIENT-ACCT-01. What it has already done stays done.",
		);
		await asked.confirm();
		await ada.find(session, "“takes for ever” didn't work", "cancelled by Tom Okafor");
		const reader = await tom.read(session);
		const [cancelled] = await entries(reader, "run.ended");
		const printed = await (await reader.get(`runs/${cancelled?.run}/stdout`)).text();
		const [, sleeping] = printed.match(/^begun (\d+)\n$/) ?? [];
		expect(sleeping).toBeDefined();
		// Gone, or dead and not yet reaped by its new parent.
		const state = await office.world.shell(`ps -o stat= -p ${sleeping} || true`);
		expect(state.stdout).toMatch(/^(Z.*)?\s*$/);
		expect(await entries(reader, "cancel.asked")).toMatchObject([{ actor: { name: "Tom Okafor" } }]);
		expect((await entries(reader, "run.ended")).map(({ end }) => end)).toMatchObject([
			{ outcome: "cancelled", by: "Tom Okafor" },
			{ outcome: "skipped", because: "cancelled" },
		]);
		expect(await refusals(reader)).toEqual(["Dana Reyes cancel may-not-cancel"]);
	});

	test("a second tap where Approve was, and an unconfirmed Cancel, stop nothing", async () => {
		const session = await ask(office);
		const reader = await tom.read(session);
		const goes = join(office.world.folder, "goes-on");
		const waits = `echo begun; while [ ! -e '${goes}' ]; do sleep 0.1; done; echo whole`;
		const card = await propose(office, session, { command: waits, changes: "is tapped twice" });
		expect((await ada.see(card)).buttons[0]).toBe("Approve");
		await ada.press(card, "Approve");
		const running = await ada.until(card, "Running on", "Last lines");
		await ada.press(card, `${running.buttons[0]}`);
		await ada.cancel(card);
		writeFileSync(goes, "");
		await ada.until(card, "Done on CLIENT-ACCT-01", "whole");
		expect(await entries(reader, "cancel.asked")).toEqual([]);
		expect((await entries(reader, "run.ended")).map(({ end }) => end)).toEqual([
			{ outcome: "exited", code: 0 },
		]);
	});

	test("after a denial and after a cancellation, Approve comes too late", async () => {
		const session = await ask(office);
		const reader = await tom.read(session);
		const denied = await propose(office, session, { command: trace("denied"), changes: "to be denied" });
		const deniedPlan = await newestPlan(reader);
		await question(office, denied, "Deny…", "Not on a Friday.");
		const approve = (at: typeof denied, id: string) => () => ada.forge({ at, action: actions.approve, id });
		await ada.told(approve(denied, deniedPlan), "already decided: denied");
		expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve already-decided");

		const other = await ask(office);
		const others = await tom.read(other);
		const own = { command: trace("cancelled"), changes: "sam's own" };
		const cancelled = await propose(office, other, own, "sam");
		const plan = await newestPlan(others);
		const cancel = { at: cancelled, action: actions.cancel, id: plan };
		await tom.told(() => tom.forge(cancel), "Only the proposer, an approver");
		await office.person("sam").forge(cancel);
		await ada.find(other, "Sam Roy cancelled the change", "sam's own");
		await ada.until(cancelled, "Cancelled by Sam Roy");
		await ada.told(approve(cancelled, plan), "already decided: cancelled");
		expect(await refusals(others)).toEqual([
			"Tom Okafor cancel may-not-cancel",
			"Ada Lindqvist approve already-decided",
		]);
		for (const [each, outcome] of [
			[reader, "denied"],
			[others, "cancelled"],
		] as const) {
			expect((await entries(each, "plan.decided")).map((one) => one.outcome)).toEqual([outcome]);
			expect(ran(outcome)).toBe(false);
			expect(await entries(each, "run.started")).toEqual([]);
			expect(await each.json("verify")).toMatchObject({ ok: true });
		}
	});

	test("an undecided plan gets a reminder at half time, then expires and can be asked again", async () => {
		const { session, changes, card, reader, plan } = forgotten;
		await ada.find(session, "Still waiting for your decision", changes);
		expect((await ada.notices(session))[1]).toMatch(/^@Ada Lindqvist, @Sam Roy: Still waiting/);
		await timePasses(office.world, hour);
		const expired = await ada.until(card, "Not decided in time: nothing was run on CLIENT-ACCT-01");
		expect(expired.buttons).not.toContain("Approve");
		await tom.find(session, "No one decided in time", changes);
		expect((await tom.notices(session)).at(-1)).toBe(
			`@Dana Reyes, @Tom Okafor: No one decided in time, so nothing ran on CLIENT-ACCT-01: Tom Okafor's “${changes}”. To ask once more, press “Ask again…” on the card.`,
		);
		await ada.told(() => ada.forge({ at: card, action: actions.approve, id: plan }), /ended at .*Ask again…/);
		expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve expired");
		expect((await entries(reader, "plan.decided")).map(({ outcome }) => outcome)).toEqual(["expired"]);
		expect(ran("forgotten")).toBe(false);
		const again = await tom.open(card, "Ask again…");
		expect(await again.send({ changes: "nobody decided so far" })).toBeNull();
		await ada.press(await planCard(office, session, "nobody decided so far"), "Approve");
		await ada.find(session, "Done on CLIENT-ACCT-01", "nobody decided so far");
		expect(ran("forgotten")).toBe(true);
		expect(office.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:(?!.*channel_not_found)/);
	});
});
