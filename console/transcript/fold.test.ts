import { expect, test } from "vitest";
import { consoleRoutes } from "../routes.ts";
import { door } from "../testing/door.ts";
import type { MemorySession } from "../testing/memory.ts";
import { finishedSession } from "../testing/play.ts";
import { caisey, friday, ids, openSession, ref, tom } from "../testing/sample.ts";

const read = async (session: MemorySession, path = ""): Promise<string> => {
	const entrance = door([session]);
	const headers = { Cookie: entrance.cookie };
	return (await consoleRoutes(entrance.options).request(`/s/${ids.session}${path}`, { headers })).text();
};
const folds = (html: string): string[] => html.match(/<li class="folded[\s\S]*?<\/ol>/g) ?? [];
const seqs = (html: string): number[] => [...html.matchAll(/id="e(\d+)"/g)].map(([, seq]) => Number(seq));

/** A plan that waits, with its card shown in the thread and to an approver, and a link asked for; talk; another link. */
const busySession = () => {
	const session = openSession();
	for (const [i, at] of [friday("16:44:51"), friday("16:44:52")].entries())
		session.event(at, caisey, {
			kind: "card.shown",
			plan: ids.plan,
			ref: ref(10 + i),
			digest: "0".repeat(64),
			card: "{}",
		});
	session.event(friday("16:45:00"), tom, { kind: "link.issued", to: ids.tom });
	session.event(friday("16:45:01"), tom, {
		kind: "message.said",
		ref: ref(12),
		text: "Ada, please look",
		attachments: [],
		missing: [],
	});
	session.event(friday("16:45:02"), tom, { kind: "link.issued", to: ids.tom });
	return session;
};

test("bookkeeping in a row is one line with its count and times, in which each entry keeps its number", async () => {
	const html = await read(busySession());
	const [first, second, ...more] = folds(html);
	expect(more).toEqual([]);
	expect(first).toMatch(/Behind the scenes: card shown and personal link given · 3 entries</);
	expect(first).toMatch(/16:44:51 UTC[\s\S]*, until <time[^>]*>16:45:00 UTC/);
	expect(second).toMatch(/Behind the scenes: personal link given · 1 entry</);
	expect(second).not.toContain(", until");
	expect(seqs(first ?? "")).toEqual([8, 9, 10]);
	expect(first).toMatch(/entry 8<[\s\S]*entry 9<[\s\S]*entry 10</);
	expect(first).toContain('href="#e9"');
	expect(seqs(html)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test("requests, talk, proposals, refusals, decisions, runs and erasures are never folded", async () => {
	const session = finishedSession();
	session.eraseEvent(8, friday("17:00:00"), caisey);
	const html = await read(session);
	const inside = new Set(folds(html).flatMap(seqs));
	const events = JSON.parse(await read(session, "/transcript.json")).events;
	const outside = events.filter(({ seq }: { seq: number }) => !inside.has(seq));
	expect([...new Set(outside.map(({ kind }: { kind: string }) => kind))].toSorted()).toEqual(
		[
			"attempt.refused",
			"card.shown",
			"erased",
			"message.deleted",
			"message.edited",
			"message.said",
			"plan.decided",
			"plan.proposed",
			"run.ended",
			"run.started",
			"session.opened",
			"vote.cast",
		].toSorted(),
	);
	expect(outside.filter(({ kind }: { kind: string }) => kind === "card.shown")).toEqual([
		expect.objectContaining({ seq: 8, erased: true }),
	]);
});

test("bookkeeping that comes while the page is open comes folded", async () => {
	const { events } = JSON.parse(await read(busySession(), "/events?after=10"));
	expect(events.map(({ html }: { html: string }) => html.startsWith('<li class="folded'))).toEqual([
		false,
		true,
	]);
});
