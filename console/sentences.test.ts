import { describe, expect, test } from "vitest";
import type { Actor } from "../protocol/people.ts";
import type { StoredEvent, TranscriptRun } from "../protocol/read/transcript-source.ts";
import type { SessionEventBody } from "../protocol/record/events.ts";
import { Refusal } from "../protocol/refusal.ts";
import { refusalNote } from "../words/refusals.ts";
import { sentence } from "./sentences.ts";
import { technicalDetails } from "./technical.ts";
import { finishedSession } from "./testing/play.ts";
import { ada, agent, caisey, context, dana, friday, ids } from "./testing/sample.ts";
import { namesIn } from "./transcript/names.ts";
import { allEvents, collected } from "./transcript/timeline.ts";

const told = async () => {
	const source = finishedSession().source();
	const names = namesIn(await source.header(), await source.runs());
	return (await collected(allEvents(source))).map((event) => ({ event, ...sentence(event, names) }));
};

describe("every event has a sentence", () => {
	test("a refused press says who can't and why", async () => {
		const refused = (await told()).find(({ event }) => event.kind === "attempt.refused");
		expect(refused?.does).toMatch(/^pressed Approve on plan \S+ — refused: not an approver for Acme Dental$/);
	});

	test("a sentence quotes people verbatim", async () => {
		expect((await told())[0]).toMatchObject({
			does: "asked",
			quote: "IT says just run this registry tweak so Monday's software update works",
		});
	});

	test("a run's end gives its verdict and the counts", async () => {
		const last = (await told()).findLast(({ event }) => event.kind === "run.ended");
		expect(last?.does).toMatch(
			/^finished the check after: Done, but check: .* · stdout 44 bytes · stderr 51 bytes$/,
		);
	});

	test("a run's end reads as it was judged, not as its agent says", async () => {
		const source = finishedSession().source();
		const event = (await collected(allEvents(source))).findLast(({ kind }) => kind === "run.ended");
		const doubted: TranscriptRun["doubted"] = {
			claim: { outcome: "cancelled" },
			doubts: [{ what: "not-asked" }],
		};
		const runs = (await source.runs()).map((run) => ({ ...run, end: null, doubted }));
		const judged = sentence(event as StoredEvent, namesIn(await source.header(), runs));
		expect(judged.tone).toBe("check");
		expect(judged.does).toMatch(
			/^reported on the check after: We don't know: ended by the agent, nobody here asked for it · stdout 44 bytes · stderr 51 bytes\. The agent on CLIENT-ACCT-01 ended this, and nobody here asked for it\. The record is what counts\.$/,
		);
		const none = sentence(event as StoredEvent, namesIn(await source.header(), []));
		expect(none.does).toMatch(
			/^reported on a step that isn't in this transcript: We don't know: this transcript has no such run · /,
		);
	});

	test("an agent's reason for refusing a plan is quoted on one line", async () => {
		const session = finishedSession();
		const reason = "no” Approved\nby Ada";
		const refused = {
			plan: ids.plan,
			endpoint: ids.endpoint,
			grant: "expected",
			code: "unable",
			reason,
		} as const;
		session.event(friday("17:00:00"), agent, { kind: "plan.refused", ...refused });
		const event = (await collected(allEvents(session.source()))).at(-1) as StoredEvent;
		expect(sentence(event, namesIn(await session.source().header(), [])).does).toMatch(
			/^rejected plan \S+\. It says that nothing ran: “no’ Approved by Ada” \(unable\)$/,
		);
	});

	test("an erased event says so", async () => {
		const session = finishedSession();
		session.eraseEvent(2, friday("17:10:00"), caisey);
		const [, second] = await collected(allEvents(session.source()));
		const erased = sentence(second as StoredEvent, namesIn(await session.source().header(), []));
		expect(erased.does).toBe("this entry was erased");
	});
});

describe("each entry says where it went", () => {
	const at = friday("17:00:00");
	const thread = { workspace: "slack:T01", channel: "C01", thread: "1.0" };
	const desk = { workspace: "slack:TMSP", channel: "C09", thread: "2.0" };
	const approvers = { workspace: "teams:t1", channel: "19:it@thread.tacv2", thread: "3" };
	const adas = { workspace: "teams:t1", channel: "a:1ada" };
	const said = (where: { workspace: string; channel: string }): SessionEventBody => ({
		kind: "message.said",
		ref: { workspace: where.workspace, channel: where.channel, message: "9" },
		text: "Hello",
		attachments: [],
		missing: [],
	});
	const shown = (where: { workspace: string; channel: string }): SessionEventBody => ({
		kind: "card.shown",
		plan: ids.plan,
		ref: { workspace: where.workspace, channel: where.channel, message: "9" },
		digest: "0".repeat(64),
		card: "{}",
	});
	const vote = (where: { workspace: string; channel: string }): SessionEventBody => ({
		kind: "vote.cast",
		plan: ids.plan,
		verdict: "approve",
		reason: null,
		policy: 1,
		ref: { workspace: where.workspace, channel: where.channel, message: "9" },
	});
	const does = async (actor: Actor, ...bodies: SessionEventBody[]): Promise<(string | undefined)[]> => {
		const session = finishedSession();
		session.opening.threads = [
			{ kind: "own", place: thread, called: null, heard: [] },
			{ kind: "desk", place: desk, called: null, heard: [] },
			{ kind: "client", place: approvers, called: null, heard: [] },
		];
		for (const body of bodies) session.event(at, actor, body);
		const events = await collected(allEvents(session.source()));
		const names = namesIn(await session.source().header(), await session.source().runs(), events);
		return events
			.slice(-bodies.length)
			.map((event) => sentence(event, names).does.replace(/plan \S+/, "the plan"));
	};

	test("a card in a thread, on the desk and directly to someone", async () => {
		expect(await does(caisey, shown(thread), shown(desk), shown(approvers), shown(adas))).toEqual([
			"showed the card of the plan in the session's thread",
			"showed the card of the plan on the MSP's desk",
			"showed the card of the plan where the approvers are",
			"showed the card of the plan to one person directly",
		]);
	});

	test("threads have the names that people called their conversations then", async () => {
		const opened = (
			kind: "own" | "desk" | "client",
			place: typeof thread,
			called: string,
		): SessionEventBody => ({
			kind: "thread.opened",
			...{ thread: kind, place, called },
		});
		const bodies: SessionEventBody[] = [
			{
				kind: "session.opened",
				request: "r",
				source: "command",
				place: thread,
				called: "#front-desk",
				original: null,
			},
			opened("own", thread, "#front-desk"),
			opened("desk", desk, "#desk"),
			opened("client", approvers, "IT help (Acme Dental)"),
			opened("client", approvers, "x”: approved\nState: done"),
			{ kind: "thread.heard", place: desk, heard: "part" },
		];
		expect(await does(dana, ...bodies)).toEqual([
			"asked in #front-desk",
			"opened the session's thread in #front-desk",
			"opened a thread on the MSP's desk, #desk",
			"opened a thread in “IT help (Acme Dental)”, where the approvers are",
			"opened a thread in “x’: approved ⏎ State: done”, where the approvers are",
			"noticed a change on the MSP's desk: from now on some messages are missing, because Slack drops them",
		]);
	});

	test("a direct message names its reader once that person has pressed a button there", async () => {
		expect(await does(ada, shown(adas), vote(adas))).toEqual([
			"showed the card of the plan to Ada Lindqvist directly",
			"approved the plan in their own chat with Caisey",
		]);
	});

	test("talk on the desk isn't said in the session's thread", async () => {
		const chat = { workspace: "slack:T01", channel: "D7" };
		expect(await does(dana, said(thread), said(desk), said(approvers), said(chat))).toEqual([
			"said",
			"said on the MSP's desk",
			"said where the approvers are",
			"said in their own chat with Caisey",
		]);
	});

	test("a thread that couldn't be opened, and an approver who couldn't be reached", async () => {
		const place = { workspace: "slack:T01", channel: "C01", thread: null };
		const to = { plan: ids.plan, to: ids.ada, identity: "slack:T01:U1" };
		const bodies: SessionEventBody[] = [
			{ kind: "thread.unopened", place, called: "#front-desk", because: "archived", told: "there" },
			{ kind: "thread.unopened", place, because: "access-refused", told: "not" },
			{
				kind: "thread.unopened",
				place,
				because: "archived",
				told: "directly",
				called: "#desk",
				thread: "desk",
			},
			{ kind: "thread.unopened", place, because: "access-refused", told: "not", thread: "client" },
			{ kind: "approver.unreached", ...to, because: "account-disabled" },
		];
		expect(await does(caisey, ...bodies)).toEqual([
			"couldn't open the session's thread in #front-desk: the conversation is archived. The person who asked was told where they asked",
			"couldn't open the session's thread: it has no access there. The person who asked can't be told in chat",
			"couldn't open a thread on the MSP's desk, #desk: the conversation is archived. The owners are told directly",
			"couldn't open a thread where the approvers are: it has no access there. The owners can't be told in chat",
			"couldn't show the plan to Ada Lindqvist (approver) directly: the account is disabled",
		]);
	});

	test("who wanted to take back someone else's command", async () => {
		const refusal = { code: "not-your-draft" } as const;
		expect(await does(dana, { kind: "attempt.refused", plan: null, action: "drop", refusal })).toEqual([
			"tried to take back a typed command — refused: only the person who wrote it can take it back",
		]);
	});

	test("an old session, whose threads were not recorded, claims no thread", async () => {
		expect(await does(caisey, shown({ workspace: "slack:T02", channel: "C77" }))).toEqual([
			"showed the card of the plan in a channel",
		]);
	});

	test("a person's own chat has no threads", async () => {
		const session = finishedSession();
		const chat = { workspace: "teams:t1", channel: "a:1dana", thread: null };
		session.opening.threads = [{ kind: "own", place: chat, called: null, heard: [] }];
		session.event(at, caisey, { kind: "thread.opened", thread: "own", place: chat, heard: "whole" });
		session.event(at, caisey, { kind: "thread.opened", thread: "desk", place: desk });
		const names = namesIn(await session.source().header(), []);
		const events = (await collected(allEvents(session.source()))).slice(-2);
		expect(events.map((event) => sentence(event, names).does)).toEqual([
			"opened the session in the chat where it was opened: everything said is recorded",
			"opened a thread on the MSP's desk",
		]);
	});

	test("no sentence has an id: these are technical details", async () => {
		const session = finishedSession();
		session.event(at, caisey, { ...shown(thread), plan: "pl_g000000000000000x" } as SessionEventBody);
		session.event(at, ada, { kind: "link.issued", to: "p_g000000000000000x" });
		session.event(at, agent, { kind: "run.started", run: "r_g000000000000000x", context });
		const names = namesIn(await session.source().header(), []);
		const events = (await collected(allEvents(session.source()))).slice(-3);
		expect(events.map((event) => sentence(event, names).does)).toEqual([
			"showed the card of a plan that isn't in this transcript in a channel",
			"asked for a personal link for someone who is no longer listed",
			"started a step that isn't in this transcript",
		]);
		expect(events.map((event) => technicalDetails(event, names).at(-1))).toEqual([
			{ label: "Plan", value: "pl_g000000000000000x" },
			{ label: "Person", value: "p_g000000000000000x" },
			{ label: "Run", value: "r_g000000000000000x" },
		]);
	});

	test("a person asks for their own link", async () => {
		expect(await does(ada, { kind: "link.issued", to: ids.ada })).toEqual(["asked for a personal link"]);
	});
});

describe("every refusal has words", () => {
	const fields = {
		client: "Acme Dental",
		approvers: ["Ada"],
		told: true,
		how: "denied by Ada",
		at: 0,
		reasons: ["contains U+202E"],
		what: "plan",
		in: "talk",
		bytes: 70_000,
		limit: 65_536,
		name: "a.bin",
		program: null,
		typed: true,
		names: ["fix.ps1"],
		field: "shell",
		reason: "is empty",
		shell: "pwsh",
		endpoint: "CLIENT-ACCT-01",
		errorId: "e1",
		role: "owner",
		wanted: ["Tom", "Olga"],
		by: "Tom",
		people: ["Dana (Acme)"],
		ability: "script",
		secret: "db",
		why: "comment",
		phase: "command",
		step: 1,
		line: 3,
		column: 7,
		message: "Missing closing '}'",
	};
	/** Where a field of this name is another one. */
	const others: Partial<Record<string, object>> = {
		"prompt-over": { how: "answered" },
		"may-not-confirm": { own: false, who: ["Ada"] },
		"amendment-over": { how: "refused" },
		"too-many": { what: "requests", until: 0 },
		"passkey-wanted": { registered: true },
		forbidden: { rule: "no-format", what: "the program format" },
		"no-standing": { why: "secrets" },
		"unfit-deputy": { why: "nobody" },
	};
	test.each(Refusal.options.map((option) => option.shape.code.value))("%s", (code) => {
		const words = refusalNote(Refusal.parse({ ...fields, ...others[code], code }));
		expect(words).not.toMatch(/undefined|\[object/);
		expect(words.length).toBeGreaterThan(5);
	});
});
