import { describe, expect, test } from "vitest";
import { Refusal } from "../protocol/refusal.ts";
import type { StoredEvent } from "../protocol/transcript.ts";
import { refusalWords } from "./refusals.ts";
import { sentence } from "./sentences.ts";
import { finishedSession } from "./testing/play.ts";
import { caisey, friday } from "./testing/sample.ts";
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
		const words = refusalWords(Refusal.parse({ ...fields, code }));
		expect(words).not.toMatch(/undefined|\[object/);
		expect(words.length).toBeGreaterThan(5);
	});
});
