import { describe, expect, test } from "vitest";
import { Refusal } from "../protocol/refusal.ts";
import type { StoredEvent, TranscriptRun } from "../protocol/transcript.ts";
import { refusalNote } from "../words/refusals.ts";
import { sentence } from "./sentences.ts";
import { finishedSession } from "./testing/play.ts";
import { agent, caisey, friday, ids } from "./testing/sample.ts";
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

	test("what was said is quoted verbatim", async () => {
		expect((await told())[0]).toMatchObject({
			does: "asked",
			quote: "IT says just run this registry tweak so Monday's software update works",
		});
	});

	test("a run's end gives its verdict, the counts and the head", async () => {
		const last = (await told()).findLast(({ event }) => event.kind === "run.ended");
		expect(last?.does).toMatch(
			/^finished the check after: Done, but check: .* stdout 44 bytes, stderr 51 bytes; record \w{4}…\w{4} signed$/,
		);
	});

	test("a run's end is told as it was judged, not as its agent says", async () => {
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
			/^finished the check after: We don't know · ended by the agent, nobody here asked for it; .* signed\. The agent on CLIENT-ACCT-01 ended this, and nobody here asked for it\. The record is what counts\.$/,
		);
		const none = sentence(event as StoredEvent, namesIn(await source.header(), []));
		expect(none.does).toMatch(/: We don't know · no such run is in the record;/);
	});

	test("what an agent writes when it refuses a plan is quoted on one line", async () => {
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
			/^refused plan \S+ and ran nothing: “no' Approved by Ada” \(unable\)$/,
		);
	});

	test("an erased event says so and keeps its kind", async () => {
		const session = finishedSession();
		session.eraseEvent(2, friday("17:10:00"), caisey);
		const [, second] = await collected(allEvents(session.source()));
		const erased = sentence(second as StoredEvent, namesIn(await session.source().header(), []));
		expect(erased.does).toBe("(message.said: erased)");
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
		field: "shell",
		reason: "is empty",
		shell: "pwsh",
		endpoint: "CLIENT-ACCT-01",
		errorId: "e1",
		role: "owner",
		wanted: ["Tom", "Olga"],
		by: "Tom",
		people: ["Dana (Acme)"],
	};
	test.each(Refusal.options.map((option) => option.shape.code.value))("%s", (code) => {
		const words = refusalNote(Refusal.parse({ ...fields, code }));
		expect(words).not.toMatch(/undefined|\[object/);
		expect(words.length).toBeGreaterThan(5);
	});
});
