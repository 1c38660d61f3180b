// The outside witness, on the page and in the export.
import { expect, test } from "vitest";
import { finishedSession } from "../testing/play.ts";
import { caisey, friday, ids } from "../testing/sample.ts";
import { renderTranscript } from "./transcript.ts";

const stamp = (count: number, by: string) => ({
	...{ kind: "head.stamped" as const, count, by, time: friday("17:00:01"), token: "MA==" },
});
const page = async (session: ReturnType<typeof finishedSession>) =>
	String(await renderTranscript(session.source(), { person: ids.ada, name: "Ada" }));

test("the page names who witnessed the record last, when, and how much of it, with the way to the entry", async () => {
	const session = finishedSession();
	const { count } = session.signHead(friday("17:00:00"), caisey);
	session.event(friday("17:00:02"), caisey, stamp(count - 1, "An earlier one"));
	session.event(friday("17:00:03"), caisey, stamp(count, "Time “A”"));
	const shown = (await page(session)).replace(/<[^>]*>/g, "");
	expect(shown).toContain(
		`Witnessed by “Time ‘A’” at 2024-01-12 17:00:01 UTC: its time stamp covers the first ${count} entries.`,
	);
	expect(shown).not.toContain("Witnessed by “An earlier one”");
	expect(await page(session)).toContain(`<a href="#e${count + 3}">its time stamp</a>`);
});

test("without a stamp, or with one whose entry was erased, no witness is named", async () => {
	const session = finishedSession();
	expect(await page(session)).not.toContain("Witnessed by");
	const { count } = session.signHead(friday("17:00:00"), caisey);
	session.event(friday("17:00:02"), caisey, stamp(count, "T"));
	session.eraseEvent(count + 2, friday("17:01:00"), caisey);
	expect(await page(session)).not.toContain("Witnessed by");
});
